"""Many want one place in the same moment: one has it, the others are told what is near. On both databases.

The place is one procedure that only one room, one physician and one scanner can take. `scripts/bench booking` does the
same with 64 at once, twenty times.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection, connections
from django.urls import reverse

from saphena.clinic.courses.models import Course, Happening
from saphena.clinic.diary.claiming import rebuild
from saphena.clinic.diary.models import Claim, Hold, TakenDay
from saphena.clinic.journey.booking.actions import book_course, book_visit, cancel_visit, move_visit, overbook
from saphena.clinic.journey.booking.models import TimedOffer, Visit, VisitChange
from saphena.clinic.journey.booking.own import move_own
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.clinic.journey.booking.waiting import accept, put_on_list, sweep_offers
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8
TEN, TWO = at("2027-03-15T10:00"), at("2027-03-16T14:00")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at("2027-03-09T13:10"), tick=False):
        cast.clinic()
        yield


def at_once(act: Callable[[int], object], people: int = AT_ONCE) -> list[object]:
    """All of them at the same moment; what is refused is given back."""
    start = threading.Barrier(people)

    def one(number: int) -> object:
        start.wait(timeout=60)
        try:
            return act(number)
        except Refused as no:
            return no
        finally:
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def patients(count: int = AT_ONCE) -> list[Course]:
    return [ready(given_names=f"Patient {number}", email="") for number in range(count)]


def winners(done: list[object]) -> list[Visit]:
    return [each for each in done if isinstance(each, Visit)]


def in_order() -> None:
    """No place is held twice, nothing is held for nobody, and the masks say what the claims say."""
    assert Claim.objects.filter(beside__gt=0, overbooking=None).count() == 0
    held = set(Hold.objects.filter(claims__isnull=False).values_list("about", flat=True))
    assert held == {visit.about for visit in Visit.objects.exclude(state="cancelled")}
    assert rebuild() == 0


def test_of_eight_who_book_one_place_one_has_it_and_the_others_get_three_near() -> None:
    where, courses, nell = tiny_house(), patients(), cast.nell()
    done = at_once(lambda n: book_visit(actor=nell, course=courses[n], site=where, step="procedure", starts=TEN))
    assert len(winners(done)) == 1
    lost = [each for each in done if isinstance(each, Unavailable)]
    assert len(lost) == AT_ONCE - 1
    assert all(len(each.near) == 3 for each in lost)
    assert Visit.objects.count() == 1
    in_order()


def test_the_same_form_sent_eight_times_books_once() -> None:
    where, pats, nell = tiny_house(), ready(), cast.nell()
    done = at_once(lambda _n: book_visit(actor=nell, course=pats, site=where, step="procedure", starts=TEN))
    assert len({visit.pk for visit in winners(done)}) == 1
    assert len(winners(done)) == AT_ONCE
    assert VisitChange.objects.count() == 1
    in_order()


def test_whole_courses_that_share_one_place_are_held_whole_or_not_at_all() -> None:
    where, nell = tiny_house(), cast.nell()
    courses = [course(cast.pat(given_names=f"Patient {number}", email="")) for number in range(4)]

    def book(number: int) -> object:
        hour = 9 + number
        return book_course(
            actor=nell,
            course=courses[number],
            site=where,
            starts={
                "map": at(f"2027-03-10T{hour:02}:00"),
                "test": at(f"2027-03-11T{hour:02}:00"),
                "procedure": TEN,
                "return": at(f"2027-03-24T{hour:02}:00"),
                "result": at(f"2027-05-18T{hour:02}:00"),
            },
        )

    done = at_once(book, 4)
    assert sum(isinstance(each, list) for each in done) == 1
    assert Visit.objects.count() == 5
    in_order()


def test_of_two_moves_to_one_place_one_succeeds_and_the_other_keeps_its_time() -> None:
    where, nell = tiny_house(), cast.nell()
    hours = ("09:00", "10:30", "13:00", "14:30")
    visits = [
        book_visit(actor=nell, course=each, site=where, step="procedure", starts=at(f"2027-03-15T{hour}"))
        for each, hour in zip(patients(4), hours, strict=True)
    ]
    done = at_once(lambda n: move_visit(actor=nell, visit=visits[n], starts=TWO, version=0), 4)
    assert len(winners(done)) == 1
    starts = list(Visit.objects.order_by("starts_at").values_list("starts_at", flat=True))
    assert starts.count(TWO) == 1
    assert len(starts) == 4
    in_order()


def test_of_two_who_move_one_visit_from_the_same_page_one_is_told_to_look_again() -> None:
    where, nell = tiny_house(), cast.nell()
    visit = book_visit(actor=nell, course=ready(), site=where, step="procedure", starts=TEN)
    times = [at(f"2027-03-16T{hour:02}:00") for hour in range(9, 13)]
    done = at_once(lambda n: move_visit(actor=nell, visit=visit, starts=times[n], version=0), 4)
    assert len(winners(done)) == 1
    in_order()


def test_moved_or_cancelled_and_never_both() -> None:
    where, nell = tiny_house(), cast.nell()
    visit = book_visit(actor=nell, course=ready(), site=where, step="procedure", starts=TEN)

    def act(number: int) -> object:
        if number % 2:
            return cancel_visit(actor=nell, visit=visit, reason="A fever.", version=0)
        return move_visit(actor=nell, visit=visit, starts=at(f"2027-03-16T1{number}:00"), version=0)

    assert len(winners(at_once(act, 4))) == 1
    in_order()


def test_those_who_change_places_do_not_wait_for_each_other_for_ever() -> None:
    where, nell = tiny_house(), cast.nell()
    one, other = patients(2)
    visits = [
        book_visit(actor=nell, course=one, site=where, step="procedure", starts=TEN),
        book_visit(actor=nell, course=other, site=where, step="procedure", starts=TWO),
    ]
    done = at_once(lambda n: move_visit(actor=nell, visit=visits[n], starts=(TWO, TEN)[n]), 2)
    assert winners(done) == []
    in_order()


def test_overbooking_at_once_puts_each_beside_the_others() -> None:
    where, courses, priya = tiny_house(), patients(4), cast.priya()
    done = at_once(
        lambda n: overbook(actor=priya, course=courses[n], site=where, step="procedure", starts=TEN, reason="One day."),
        4,
    )
    assert len(winners(done)) == 4
    in_order()


def test_of_eight_pages_that_offer_the_same_time_one_holds_it() -> None:
    where, courses, nell = tiny_house(), patients(), cast.nell()
    browsers = [cast.signed_in(nell) for _each in courses]
    told = {"site": str(where.pk), "at-procedure": TEN.isoformat()}

    def hold(number: int) -> int:
        return browsers[number].post(reverse("booking:course", args=[courses[number].pk]), told).status_code

    assert sorted(map(str, at_once(hold))) == ["302"] + ["409"] * (AT_ONCE - 1)
    assert Visit.objects.count() == 1
    in_order()


def test_patients_who_move_to_one_time_by_link_are_one() -> None:
    where, nell = tiny_house(), cast.nell()
    hours = ("09:00", "10:30", "13:00", "14:30")
    visits = [
        book_visit(actor=nell, course=each, site=where, step="procedure", starts=at(f"2027-03-15T{hour}"))
        for each, hour in zip(patients(4), hours, strict=True)
    ]
    done = at_once(lambda n: move_own(actor=visits[n].patient, visit=visits[n], starts=TWO, version=0), 4)
    assert len(winners(done)) == 1
    in_order()


def test_a_freed_place_is_accepted_once_whoever_answers_and_however_often() -> None:
    where, nell = tiny_house(), cast.nell()
    mine, waits, *others = patients(4)
    visit = book_visit(actor=nell, course=mine, site=where, step="procedure", starts=TEN)
    put_on_list(actor=nell, course=waits, site=where, step="procedure")
    cancel_visit(actor=nell, visit=visit, reason="A fever.")
    offer = TimedOffer.objects.get()

    def act(number: int) -> object:
        if number % 2:
            return accept(actor=waits.patient if number == 1 else nell, offer=offer)
        return book_visit(actor=nell, course=others[number // 2], site=where, step="procedure", starts=TEN)

    assert len(winners(at_once(act, 4))) == 1
    assert Visit.objects.filter(starts_at=TEN, state="expected").count() == 1
    in_order()


def test_one_place_is_offered_to_one_at_a_time_whoever_sweeps() -> None:
    where, nell = tiny_house(), cast.nell()
    mine, *others = patients(4)
    visit = book_visit(actor=nell, course=mine, site=where, step="procedure", starts=TEN)
    for each in others:
        put_on_list(actor=nell, course=each, site=where, step="procedure")
    cancel_visit(actor=nell, visit=visit, reason="A fever.")
    later = TimedOffer.objects.get().expires_at
    assert sum(map(int, map(str, at_once(lambda _n: sweep_offers(later), 4)))) == 1
    assert TimedOffer.objects.filter(state="open").count() == 1
    assert TimedOffer.objects.count() == 2


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
import time_machine
from saphena.clinic.diary import claiming
from saphena.clinic.courses.models import Course
from saphena.clinic.diary.models import Site
from saphena.clinic.journey.booking.actions import book_visit
from saphena.clinic.people.models import User
from tests.clinic.courses.treated import at

claiming.rebuild = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with time_machine.travel(at("2027-03-09T13:10"), tick=False):
    book_visit(actor=User.objects.get(pk=int(sys.argv[2])), course=Course.objects.get(pk=int(sys.argv[3])),
               site=Site.objects.get(), step="procedure", starts=at("2027-03-15T10:00"))
"""


def test_who_is_killed_in_the_middle_of_it_leaves_nothing() -> None:
    where, nell, pats = tiny_house(), cast.nell(), ready()
    name = str(connection.settings_dict["NAME"])
    gone = subprocess.run(
        [sys.executable, "-c", KILLED, name, str(nell.pk), str(pats.pk)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert gone.returncode == -9, gone.stderr
    assert (Visit.objects.count(), Claim.objects.count(), Hold.objects.count()) == (0, 0, 0)
    assert not TakenDay.objects.exclude(cells=b"").exists()
    assert not Happening.objects.filter(name="procedure").exists()
    assert book_visit(actor=nell, course=pats, site=where, step="procedure", starts=TEN).starts_at == TEN
