"""Impossible years, endless reasons and signs that no database keeps: refused or made harmless, never an error page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.courses import actions
from saphena.clinic.courses.models import Course
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, phone_of, planned, token_of

FAR_DAYS = ["0001-01-01", "0001-01-02", "1900-03-09", "2100-03-09", "9999-12-30", "9999-12-31"]


@pytest.mark.parametrize("day", FAR_DAYS)
@pytest.mark.parametrize("act", [{"happened": "yes"}, {"planned": "yes"}])
@pytest.mark.parametrize("zone", ["America/Edmonton", "Pacific/Apia"])
def test_a_mistyped_year_is_said_beside_the_day_and_never_written(day: str, act: dict[str, str], zone: str) -> None:
    pats = course(cast.pat(zone=zone))
    typed = {"name": "procedure", "day": day, "clock": "23:59", **act}
    answer = cast.signed_in(cast.nell()).post(reverse("courses:record_event", args=[pats.pk]), typed)
    assert answer.status_code == 422
    assert list(answer.context["event_form"].errors) == ["day"]
    assert not pats.happenings.exists()


@pytest.mark.parametrize("day", FAR_DAYS)
def test_so_is_that_of_something_seen_and_of_a_new_course(day: str) -> None:
    pats, nell = course(), cast.signed_in(cast.nell())
    seen = {"seen-name": "irritation", "seen-day": day, "seen-clock": "00:00"}
    answer = nell.post(reverse("courses:observe", args=[pats.pk]), seen)
    assert list(answer.context["observation_form"].errors) == ["day"]
    opened = {"protocol": pats.protocol_id, "leg": "right", "day": day, "clock": "00:00"}
    answer = nell.post(reverse("courses:open", args=[pats.patient_id]), opened)
    assert list(answer.context["form"].errors) == ["day"]
    assert Course.objects.count() == 1


def test_the_rule_is_the_acts_own() -> None:
    with pytest.raises(Refused, match="more than ten years"):
        actions.plan_event(actor=cast.nell(), course=course(), name="procedure", at=at("2040-03-09T10:00"))


def test_an_endless_reason_with_signs_that_no_database_keeps_is_cut_and_cleaned() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    typed = {"name": "procedure", "reason": "they\0 called " + "x" * 10_000}
    cast.signed_in(cast.nell()).post(reverse("courses:take_back", args=[pats.pk]), typed)
    row = pats.happenings.order_by("-pk")[0]
    assert row.at is None
    assert row.reason.startswith("they called xxx")
    assert len(row.reason) == 300


def test_the_longest_name_still_fits_into_the_record() -> None:
    pat = cast.pat(given_names="G" * 100, family_name="F" * 100)
    token = token_of(pat)
    phone = phone_of(pat, token)
    assert phone.get(reverse("courses:own_today", args=[token])).status_code == 200
    assert all(len(entry.actor_name) <= 200 for entry in Entry.objects.all())
