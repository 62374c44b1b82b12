"""One place, and many want it through every entry at once: the page, staff, a link, a program, a table, an offer.

Eight at once, one round of each. All of it: `SAPHENA_RACE=20x64 pytest tests/both_databases/test_every_entry*`.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from saphena.clinic.exchange.visits.importing import take_over
from saphena.clinic.journey.booking.actions import book_visit, cancel_visit
from saphena.clinic.journey.booking.models import FreedPlace, TimedOffer, Visit, Waiting
from saphena.clinic.journey.booking.own import move_own
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.clinic.journey.booking.waiting import accept, put_on_list
from saphena.clinic.people.applications.actions import let_in
from tests import cast
from tests.both_databases.test_one_place_one_winner import at_once, clock, in_order
from tests.clinic.courses.treated import at
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Site

__all__ = ["clock"]

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, AT_ONCE = map(int, os.environ.get("SAPHENA_RACE", "1x8").split("x"))
ENTRIES = ("page", "staff", "link", "program", "table", "offer")
HEAD = "id,health_number,birth_date,leg,visit,starts\n"


def place(number: int) -> datetime:
    """Mondays to Fridays at ten, from the 15th on."""
    return at("2027-03-15T10:00").astimezone(UTC) + timedelta(days=number % 5, weeks=number // 5)


def won(answer: object) -> bool:
    return answer is True


class Wanting:
    """Somebody with an entry of their own: called with a place, they have it (True) or are told why not."""

    def __init__(self, entry: str, number: int, where: Site) -> None:
        self.entry, self.where = entry, where
        self.course = ready(given_names=f"Patient {number}", email="", health_number=f"{number:04}")
        self.want: Callable[[datetime], object] = getattr(self, f"_{entry}")
        self.nell = cast.nell()
        if entry == "page":
            self.browser = cast.signed_in(self.nell)
        if entry == "program":
            self.token = let_in(actor=cast.max_(), name=f"Program {number}", scopes=["visits.write"])[1]
        if entry == "link":
            day = at("2027-05-03T09:00") + timedelta(days=7 * (number // 6))
            hours = timedelta(minutes=75 * (number // 2 % 6))
            self.visit = book_visit(
                actor=self.nell, course=self.course, site=where, step="procedure", starts=day + hours
            )

    def _staff(self, starts: datetime) -> object:
        book_visit(actor=self.nell, course=self.course, site=self.where, step="procedure", starts=starts)
        return True

    def _page(self, starts: datetime) -> object:
        told = {"site": str(self.where.pk), "at-procedure": starts.isoformat()}
        return self.browser.post(reverse("booking:course", args=[self.course.pk]), told).status_code == 302

    def _link(self, starts: datetime) -> object:
        move_own(actor=self.visit.patient, visit=self.visit, starts=starts)
        return True

    def _program(self, starts: datetime) -> object:
        visits = [{"step": "procedure", "starts": starts.isoformat()}]
        told = {"course": self.course.pk, "site": self.where.pk, "visits": visits}
        answer = Client().post(
            reverse("exchange_visits:book"),
            json.dumps(told),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": starts.isoformat()},
        )
        assert answer.status_code == 201 or len(answer.json()["near"]) == 3, answer.content
        return answer.status_code == 201

    def _table(self, starts: datetime) -> object:
        patient = self.course.patient
        line = f"{starts:%j},{patient.health_number},{patient.birth_date},{self.course.leg},procedure,{starts}\n"
        [found] = take_over(actor=self.nell, site=self.where, source=f"Table {patient.pk}", text=HEAD + line)
        assert found.what == "new" or "near" in found.reason, found
        return found.what == "new"

    def _offer(self, starts: datetime) -> object:
        accept(actor=self.course.patient, offer=offer(self.course, self.where, starts))
        return True


def offer(course: Course, where: Site, starts: datetime) -> TimedOffer:
    """An offer of that place, as if it had been freed for this one alone."""
    waiting = put_on_list(actor=cast.nell(), course=course, site=where, step="procedure")
    freed = FreedPlace.objects.create(site=where, starts_at=starts)
    return TimedOffer.objects.create(place=freed, waiting=waiting, expires_at=starts)


def race(entries: tuple[str, ...]) -> None:
    where = tiny_house()
    people = [Wanting(entry, n, where) for n, entry in enumerate(islice(cycle(entries), AT_ONCE))]
    for number in range(ROUNDS):
        starts = place(number)
        done = at_once(lambda n: people[n].want(starts), AT_ONCE)  # noqa: B023 - all are back before the next round
        assert sum(map(won, done)) == 1, (entries, done)
        assert all(each is False or each is True or isinstance(each, Unavailable) for each in done), done
        visit = Visit.objects.get(starts_at=starts, state="expected")
        in_order()
        cancel_visit(actor=cast.nell(), visit=visit, reason="The next round.")
        Waiting.objects.update(state="withdrawn")
        people = [each for each in people if each.course.pk != visit.course_id or each.entry != "link"]
        people += [Wanting("staff", AT_ONCE + number, where)] * (AT_ONCE - len(people))


def test_of_many_programs_that_book_one_place_one_has_it_and_the_others_get_three_near() -> None:
    race(("program",))


def test_of_many_tables_with_one_place_one_has_it_and_the_others_get_three_near() -> None:
    race(("table",))


def test_through_all_entries_at_once_one_has_it() -> None:
    race(ENTRIES)


def test_one_key_sent_many_times_at_once_books_once_and_is_answered_the_same() -> None:
    where = tiny_house()
    one = Wanting("program", 1, where)
    assert at_once(lambda _n: one.want(place(0)), AT_ONCE) == [True] * AT_ONCE
    assert Visit.objects.count() == 1
    in_order()
