"""A blister, a tender lump: something seen ends or begins a rule at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import observe
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, plan_of, treated, window


def test_a_blister_ends_the_bandage() -> None:
    pats = treated(course())
    observe(actor=cast.nora(), course=pats, name="blister", at=at("2027-03-09T13:00"))
    plan = plan_of(pats)
    assert window(plan, "bandage") == ("2027-03-09 10:20", "2027-03-09 13:00")
    assert plan.item("bandage").ended_by == "blister"
    assert "call-about-the-skin" in {item.rule.id for item in plan.items}
    assert Entry.objects.get(action="courses.observation.made").sentence.startswith("Nora Lindqvist saw blister in Pat")


def test_the_plan_page_says_what_ended_it() -> None:
    pats = treated(course())
    typed = {"seen-name": "blister", "seen-day": "2027-03-09", "seen-clock": "13:00"}
    nora = cast.signed_in(cast.nora())
    page = nora.post(reverse("courses:observe", args=[pats.pk]), typed, follow=True).content.decode()
    assert "What moved:" in page
    assert "ended by a blister under the bandage" in page


def test_what_nobody_can_have_seen_yet_is_refused() -> None:
    pats = treated(course())
    with pytest.raises(Refused, match="still to come"):
        observe(actor=cast.nora(), course=pats, name="blister", at=at("2027-03-10T09:00"))
    typed = {"seen-name": "blister", "seen-day": "2027-03-10", "seen-clock": "09:00"}
    answer = cast.signed_in(cast.nora()).post(reverse("courses:observe", args=[pats.pk]), typed)
    assert answer.status_code == 422
    assert list(answer.context["observation_form"].errors) == ["day"]


def test_an_unknown_observation_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="did you mean blister"):
        observe(actor=cast.nora(), course=course(), name="blistr", at=at("2027-03-09T13:00"))


def test_who_may_not_write_down_events_has_seen_nothing() -> None:
    pats = course()
    for person in (cast.max_(), cast.ada(), cast.olive(), pats.patient):
        with pytest.raises(PermissionDenied):
            observe(actor=person, course=pats, name="blister", at=at("2027-03-09T13:00"))
