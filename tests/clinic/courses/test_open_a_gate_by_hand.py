"""A gate is opened against the protocol: by whom it allows, with a reason, and visibly for good."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.courses.actions import open_gate
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.journey import gates, journey, overrides_of
from saphena.clinic.courses.models import Course, GateOverride
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course, plan_of, planned

WHY = "Tolerated the same product here in 2024."


def opened() -> Course:
    pats = planned(course(), procedure="2027-04-06T10:00")
    open_gate(actor=cast.priya(), course=pats, gate="test-first", reason=WHY)
    return Course.objects.get(pk=pats.pk)


def test_it_counts_as_open_and_says_who_and_why() -> None:
    pats = opened()
    rows = {row.id: row for row in gates(plan_of(pats), "en", overrides_of(pats))}
    assert rows["test-first"].open
    assert rows["test-first"].by_hand == f"opened by hand by Priya Raman (physician): {WHY}"
    assert not rows["test-on-another-date"].open


def test_the_journey_line_tells_it_on_its_step() -> None:
    pats = opened()
    open_gate(actor=cast.priya(), course=pats, gate="test-on-another-date", reason=WHY)
    known = standing(pats.happenings.all())
    steps = {step.name: step for step in journey(plan_of(pats), known, "en", timezone.now(), overrides_of(pats))}
    assert WHY in steps["booking"].detail
    assert steps["booking"].gate is None


def test_only_whom_the_protocol_allows_and_only_with_a_reason() -> None:
    pats = course()
    with pytest.raises(PermissionDenied):
        open_gate(actor=cast.nell(), course=pats, gate="test-first", reason=WHY)
    with pytest.raises(Refused, match="does not let you"):
        open_gate(actor=cast.nora(), course=pats, gate="test-first", reason=WHY)
    with pytest.raises(Refused, match="why"):
        open_gate(actor=cast.priya(), course=pats, gate="test-first", reason=" ")
    with pytest.raises(Refused, match="no such gate"):
        open_gate(actor=cast.priya(), course=pats, gate="walk", reason=WHY)
    assert open_gate(actor=cast.nora(), course=pats, gate="stocking-in-hand", reason="We sell one on the day.").pk


def test_opened_twice_it_is_opened_once_and_never_unsaid() -> None:
    pats = opened()
    assert open_gate(actor=cast.priya(), course=pats, gate="test-first", reason="Other words.").reason == WHY
    assert Entry.objects.filter(action="courses.gate.opened").count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        GateOverride.objects.all().delete()


def test_the_page_of_the_plan_opens_it_and_shows_it() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    page = reverse("courses:plan", args=[pats.pk])
    browser = cast.signed_in(cast.priya())
    assert b"Open this gate by hand" in browser.get(page).content
    told = {"gate": "test-first", "reason": WHY, "next": page}
    assert browser.post(reverse("courses:open_gate", args=[pats.pk]), told)["Location"] == page
    assert f"opened by hand by Priya Raman (physician): {WHY}" in browser.get(page).content.decode()
    assert "Open this gate by hand" not in cast.signed_in(cast.nell()).get(page).content.decode()
