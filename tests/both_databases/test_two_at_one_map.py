"""Two people at one examination in the same moment: nothing is lost, nothing overwritten unseen, it is signed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from saphena.clinic.journey.mapping import actions
from saphena.clinic.journey.mapping.models import Examination, Measurement
from saphena.clinic.journey.mapping.noting import note
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.mapping.mapped import NOW, examination, noted, noting, reviewed

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> int:
    """Each in a thread of its own, all let go together. How many were refused."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> bool:
        start.wait(timeout=30)
        try:
            act()
        except Refused:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(one, acts))


def an_examination() -> Examination:
    cast.clinic()
    return examination(examined_at=NOW.replace(year=2026))


def test_of_two_numbers_for_one_place_the_second_is_shown_the_first() -> None:
    of, sam, priya = an_examination(), cast.sam(), cast.priya()

    def by(who: User, value: str, key: str) -> Callable[[], object]:
        line = [noting(f"gsv.thigh.upper diameter {value}")]
        return lambda: note(actor=who, examination=of, notings=line, key=key, seen=0)

    assert at_once(by(sam, "6.2", "sams.1"), by(priya, "5.8", "priyas.1")) == 1
    assert Measurement.objects.count() == 1


def test_many_numbers_of_two_people_all_stand_with_serials_of_their_own() -> None:
    of, sam, priya = an_examination(), cast.sam(), cast.priya()

    def many(who: User, segment: str) -> Callable[[], object]:
        def act() -> None:
            for number in range(6):
                line = [noting(f"{segment}@{60 + number} diameter 4")]
                note(actor=who, examination=of, notings=line, key=f"{segment}.{number}", seen=0)

        return act

    at_once(many(sam, "gsv.thigh.middle"), many(priya, "aasv.lower"))
    serials = list(Measurement.objects.values_list("serial", flat=True))
    assert sorted(serials) == list(range(1, 13))
    assert Examination.objects.get(pk=of.pk).serial == 12


def test_the_same_act_sent_twice_in_one_moment_is_kept_once() -> None:
    of, sam = an_examination(), cast.sam()
    line = [noting("ssv.upper diameter 3.1")]
    at_once(*(lambda: note(actor=sam, examination=of, notings=line, key="sams.1", seen=0) for _ in range(3)))
    assert Measurement.objects.count() == 1


def test_of_two_who_sign_one_signs() -> None:
    of = an_examination()
    noted(of, "gsv.thigh.upper reflux 900")
    reviewed(of)
    priya = cast.priya()
    refused = at_once(
        lambda: actions.sign_map(actor=priya, examination=Examination.objects.get(pk=of.pk)),
        lambda: actions.sign_map(actor=priya, examination=Examination.objects.get(pk=of.pk)),
    )
    assert refused == 1
    assert Entry.objects.filter(action="mapping.map.signed").count() == 1
