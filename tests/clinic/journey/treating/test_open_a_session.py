"""Opening a session: the weight as somebody types it, the list of who comes next, the part on the chart."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.courses.actions import plan_event, write_facts
from saphena.clinic.courses.ending import discharge
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.journey.treating.signing import sign_note
from saphena.clinic.journey.treating.snapshot import snapshot
from tests import cast
from tests.clinic.journey.planning.prepared import asked, ticked
from tests.clinic.journey.treating.couch import gone, opened, treatable


@pytest.mark.parametrize(
    ("typed", "kept"), [("72", "72"), ("72,5", "72.5"), ("72.5 kg", "72.5"), ("", None), (" 80 kilos", "80")]
)
def test_a_weight_is_read_as_it_is_typed(typed: str, kept: str | None) -> None:
    course = treatable()
    browser, where = cast.signed_in(cast.nora()), reverse("treating:open", args=[course.pk])
    assert browser.get(where).status_code == 200
    answer = browser.post(where, {"weight": typed})
    session = Session.objects.get()
    assert answer["Location"] == reverse("treating:room", args=[session.pk])
    assert session.weight == (Decimal(kept) if kept else None)


@pytest.mark.parametrize("typed", ["160 lb", "heavy", "7", "700", "0", "-70", "1.000,5"])
def test_a_weight_that_cannot_be_is_asked_again_and_stays_on_the_form(typed: str) -> None:
    browser, where = cast.signed_in(cast.nora()), reverse("treating:open", args=[treatable().pk])
    answer = browser.post(where, {"weight": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not Session.objects.exists()


def test_a_shut_gate_and_another_day_are_told_before_the_room_is_entered() -> None:
    course = treatable()
    write_facts(actor=cast.nora(), course=course, facts={"stocking_in_hand": False})
    plan_event(actor=cast.nell(), course=course, name="procedure", at=timezone.now() + timedelta(days=5))
    browser, where = cast.signed_in(cast.nora()), reverse("treating:open", args=[course.pk])
    page = browser.get(where).content.decode()
    assert "not for today" in page
    assert "Needed: The stocking is in hand" in page
    assert reverse("courses:facts", args=[course.pk]) in page
    plan_event(actor=cast.nell(), course=course, name="procedure", at=timezone.now() + timedelta(hours=1))
    write_facts(actor=cast.nora(), course=course, facts={"stocking_in_hand": True})
    page = browser.get(where).content.decode()
    assert "not for today" not in page
    assert "The stocking is in hand" not in page


def test_who_comes_today_stands_on_top_until_the_session_is_open() -> None:
    course = treatable()
    plan_event(actor=cast.nell(), course=course, name="procedure", at=timezone.now() + timedelta(hours=1))
    browser, where = cast.signed_in(cast.nora()), reverse("treating:sessions")
    assert "Open the session" in browser.get(where).content.decode()
    opened(of=course)
    assert "Open the session" not in browser.get(where).content.decode()


def test_who_is_in_the_room_and_whose_note_waits_stand_above_what_is_over() -> None:
    browser, where = cast.signed_in(cast.nora()), reverse("treating:sessions")
    inside, home = opened(of=treatable()), gone()
    page = browser.get(where).content.decode()
    above = page[: page.index('id="all-sessions"')]
    assert reverse("treating:room", args=[inside.pk]) in above[above.index('id="inside"') : above.index('id="to-sign"')]
    assert reverse("treating:note", args=[home.pk]) in above[above.index('id="to-sign"') :]
    sign_note(actor=cast.priya(), session=home)
    page = browser.get(where).content.decode()
    assert 'id="inside"' in page
    assert 'id="to-sign"' not in page


@time_machine.travel("2027-03-10T06:50:00Z", tick=False)  # ten to midnight where the clinic is
def test_who_comes_soon_stands_there_although_it_is_tomorrow_then() -> None:
    browser, where = cast.signed_in(cast.nora()), reverse("treating:sessions")
    soon, later = treatable(), treatable()
    for course, hours in ((soon, 1), (later, 9)):
        plan_event(actor=cast.nell(), course=course, name="procedure", at=timezone.now() + timedelta(hours=hours))
    page = browser.get(where).content.decode()
    assert reverse("treating:open", args=[soon.pk]) in page
    assert reverse("treating:open", args=[later.pk]) not in page


def test_the_chart_leads_to_the_room_and_to_the_note() -> None:
    session = gone()
    chart = cast.signed_in(cast.priya()).get(reverse("courses:chart", args=[session.course.patient_id]))
    assert reverse("treating:note", args=[session.pk]) in chart.content.decode()


def test_the_scale_begins_at_what_the_patient_has_told_until_somebody_has_weighed_them() -> None:
    course = treatable()
    asked(course.patient, Q25=ticked(height="170", weight="61.5"))
    weighed = opened(None, course)
    assert snapshot(weighed)["weight_told"] == 61.5
    weighed.weight = Decimal(63)
    assert snapshot(weighed)["weight_told"] is None


def test_after_a_discharge_the_chart_opens_no_session() -> None:
    course = treatable()
    plan_event(actor=cast.nell(), course=course, name="procedure", at=timezone.now() + timedelta(days=1))
    priya, way = cast.signed_in(cast.priya()), reverse("treating:open", args=[course.pk])
    chart = reverse("courses:chart", args=[course.patient_id])
    assert way in priya.get(chart).content.decode()
    discharge(actor=cast.priya(), course=course)
    assert way not in priya.get(chart).content.decode()
