"""Several people press the same button at the same moment: one of them acts, on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.utils import timezone

from saphena.clinic.courses import actions, keeping
from saphena.clinic.courses.models import Happening, ProtocolVersion
from saphena.clinic.courses.queries import course_for
from saphena.clinic.people.actions import add_patient
from saphena.clinic.people.models import Patient, User
from saphena.clinic.people.roles import Role
from saphena.clinic.people.staffing import let_go
from saphena.clinic.record.models import Entry
from saphena.pathway.protocol.library import shipped
from saphena.pathway.refused import Refused
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.courses.models import Course

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 6


def all_at_once(act: Callable[[int], object]) -> int:
    """How many of them were not refused."""
    start = threading.Barrier(PEOPLE)

    def one(number: int) -> bool:
        start.wait(timeout=30)
        try:
            act(number)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sum(pool.map(one, range(PEOPLE)))


def kept() -> ProtocolVersion:
    return keeping.keep_protocol(actor=cast.priya(), text=shipped()["leaflet"].read_text(encoding="utf-8"))


def course() -> Course:
    cast.clinic()
    version = keeping.approve_protocol(actor=cast.priya(), version_id=kept().pk)
    return actions.open_course(actor=cast.priya(), patient=cast.pat(), protocol=version, leg="left")


def test_a_protocol_is_approved_once() -> None:
    version, priya = kept(), cast.priya()
    assert all_at_once(lambda _number: keeping.approve_protocol(actor=priya, version_id=version.pk)) == 1
    assert Entry.objects.filter(action="courses.protocol.approved").count() == 1


def test_the_patient_says_home_once() -> None:
    pats, now = course(), timezone.now().replace(microsecond=0)
    actions.record_event(actor=cast.nora(), course=pats, name="injected", at=now - timedelta(hours=2))
    pages = [course_for(cast.priya(), pats.pk) for _page in range(PEOPLE)]

    def home(number: int) -> None:
        actions.say_home(actor=pats.patient, course=pages[number], at=now - timedelta(seconds=number))

    assert all_at_once(home) == 1
    assert Happening.objects.filter(name="home").count() == 1


def test_each_move_knows_where_the_one_before_it_went() -> None:
    pats, nell = course(), cast.nell()
    pages = [course_for(cast.priya(), pats.pk) for _page in range(PEOPLE)]
    days = [datetime(2027, 3, 9 + number, 16, tzinfo=UTC) for number in range(PEOPLE)]

    def plan(number: int) -> None:
        actions.plan_event(actor=nell, course=pages[number], name="procedure", at=days[number])

    assert all_at_once(plan) == PEOPLE
    told = [entry.facts for entry in Entry.objects.filter(action="courses.event.planned").order_by("id")]
    assert [facts["before"] for facts in told] == ["", *(facts["at"] for facts in told[:-1])]


def test_a_patient_is_added_once() -> None:
    cast.clinic()
    nell = cast.nell()

    def add(_number: int) -> None:
        add_patient(actor=nell, given_names="Robin", family_name="Hall", birth_date=date(1970, 2, 28))

    assert all_at_once(add) == 1
    assert Patient.objects.count() == 1


def test_the_last_two_administrators_cannot_let_each_other_go() -> None:
    two = [cast.ada(), cast.member("Ben Whitmore", Role.ADMINISTRATOR)]

    def let_the_other_go(number: int) -> None:
        if number < 2:
            let_go(actor=two[number], user_id=two[1 - number].pk)

    assert all_at_once(let_the_other_go) == PEOPLE - 1
    assert User.objects.filter(is_active=True).count() == 1
