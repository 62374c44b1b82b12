"""An event is planned, moved and moved again; where it was before stays readable."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import plan_event
from saphena.clinic.courses.drawing import standing
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, happened, planned


def test_the_newest_counts_and_the_older_stay() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    planned(pats, procedure="2027-03-22T09:00")
    assert standing(pats.happenings.all()).events == {"procedure": at("2027-03-22T09:00")}
    assert [row.at for row in pats.happenings.all()] == [at("2027-03-20T10:00"), at("2027-03-22T09:00")]
    page = cast.signed_in(cast.nell()).get(reverse("courses:plan", args=[pats.pk])).content.decode()
    assert "Mon 22 Mar, 09:00" in page
    assert "before: Sat 20 Mar, 10:00" in page


def test_the_record_says_where_it_was_before() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    planned(pats, procedure="2027-03-22T09:00")
    sentences = [entry.sentence for entry in Entry.objects.filter(action="courses.event.planned").order_by("id")]
    assert sentences == [
        "Nell Okafor planned procedure of Pat Moreau for 2027-03-20 16:00 UTC (before: nothing).",
        "Nell Okafor planned procedure of Pat Moreau for 2027-03-22 15:00 UTC (before: 2027-03-20 16:00 UTC).",
    ]


def test_what_has_happened_cannot_be_planned_any_more() -> None:
    pats = happened(course(), test="2027-03-01T11:00")
    with pytest.raises(Refused, match="happened already"):
        planned(pats, test="2027-03-12T11:00")
    assert pats.happenings.count() == 1


def test_an_unknown_event_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="did you mean procedure"):
        plan_event(actor=cast.nell(), course=course(), name="proceduer", at=at("2027-03-20T10:00"))


def test_the_first_return_visit_has_one_name() -> None:
    pats = planned(course(), **{"review 1": "2027-03-17T09:30"})
    assert list(standing(pats.happenings.all()).events) == ["review"]


def test_who_may_not_write_down_events_plans_none() -> None:
    pats = course()
    for person in (cast.max_(), cast.ada(), cast.olive(), pats.patient):
        with pytest.raises(PermissionDenied):
            plan_event(actor=person, course=pats, name="procedure", at=at("2027-03-20T10:00"))
    assert not pats.happenings.exists()


def test_a_clock_time_that_clocks_skip_is_settled_forward() -> None:
    pats = course()
    typed = {"name": "review", "day": "2027-03-14", "clock": "02:30", "planned": "yes"}
    cast.signed_in(cast.nell()).post(reverse("courses:record_event", args=[pats.pk]), typed)
    assert pats.happenings.get().at == at("2027-03-14T03:30")


def test_the_page_says_what_moved() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    typed = {"name": "procedure", "day": "2027-03-22", "clock": "09:00", "planned": "yes"}
    nell = cast.signed_in(cast.nell())
    page = nell.post(reverse("courses:record_event", args=[pats.pk]), typed, follow=True).content.decode()
    assert "What moved:" in page
    assert "The procedure: Monday 22 March at 09:00 (was Saturday 20 March at 10:00)." in page
    assert "more; the plan below has them all." in page


def test_a_wrong_date_is_said_where_it_was_typed_and_the_rest_stays() -> None:
    pats = course()
    typed = {"name": "procedure", "day": "2027-02-30", "clock": "09:00", "planned": "yes", "reason": "they asked"}
    answer = cast.signed_in(cast.nell()).post(reverse("courses:record_event", args=[pats.pk]), typed)
    assert answer.status_code == 422
    assert list(answer.context["event_form"].errors) == ["day"]
    assert "they asked" in answer.content.decode()
    assert not pats.happenings.exists()


def test_the_second_return_visit_can_be_planned_on_the_page() -> None:
    pats = happened(course(), review="2027-03-09T09:30")
    page = reverse("courses:record_event", args=[pats.pk])
    typed = {"name": "review 2", "day": "2027-05-10", "clock": "09:30", "planned": "yes"}
    assert cast.signed_in(cast.nell()).post(page, typed).status_code == 302
    assert standing(pats.happenings.all()).events["review 2"] == at("2027-05-10T09:30")


def test_a_patient_on_another_clock_has_it_named_in_the_form() -> None:
    here, away = course(), course(cast.pat(given_names="Robin", zone="America/Halifax"))
    nell = cast.signed_in(cast.nell())
    assert "own clock, of" not in nell.get(reverse("courses:plan", args=[here.pk])).content.decode()
    assert "own clock, of America/Halifax" in nell.get(reverse("courses:plan", args=[away.pk])).content.decode()


def test_the_form_begins_with_the_event_that_comes_next_and_with_today() -> None:
    pats = happened(course(), requested="2027-02-01T09:00", mapped="2027-02-10T09:00")
    form = cast.signed_in(cast.nell()).get(reverse("courses:plan", args=[pats.pk])).context["event_form"]
    assert (form["name"].value(), str(form["day"].value())) == ("test", "2027-03-09")
