"""The manager's pages: sites, people, rooms and scanners, hours, closures and the visits they hit."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.diary.models import Closure, OtherHours, Resource, Site, WorkingHours
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.diary.house import house, site
from tests.clinic.journey.booking.booked import procedure


def test_from_nothing_to_a_person_with_hours() -> None:
    max_ = cast.signed_in(cast.max_())
    assert b"No site yet" in max_.get(reverse("diary:diary")).content
    told = {"site-name": "Riverside", "site-zone": "America/Edmonton", "site-address": "1 River Walk"}
    assert max_.post(reverse("diary:site_add"), told).status_code == 302
    made = Site.objects.get()
    week = {f"week-day{day}": "08:00-12:00, 12:30-17:00" for day in range(5)}
    assert max_.post(reverse("diary:site_hours", args=[made.pk]), week).status_code == 302
    told = {"resource-kind": "person", "resource-name": "Sam", "resource-roles": "sonographer"}
    assert max_.post(reverse("diary:resource_add", args=[made.pk]), told).status_code == 302
    sam = Resource.objects.get()
    assert max_.post(reverse("diary:hours", args=[sam.pk]), week | {"week-day6": "22:00-24:00"}).status_code == 302
    assert WorkingHours.objects.filter(resource=sam).count() == 11
    page = max_.get(reverse("diary:resource", args=[sam.pk])).content.decode()
    assert 'value="22:00-24:00"' in page
    assert "44.5 h a week" in max_.get(reverse("diary:diary")).content.decode()


@pytest.mark.parametrize("hours", ["8-12", "08:00-12:00 and later", "25:00-26:00", "12:00-08:00", "x" * 10_000])
def test_hours_that_are_not_understood_are_told_and_kept_as_typed(hours: str) -> None:
    made, max_ = site(), cast.signed_in(cast.max_())
    answer = max_.post(reverse("diary:site_hours", args=[made.pk]), {"week-day0": hours})
    assert answer.status_code == 422
    assert hours[:20].encode() in answer.content


def test_a_closure_over_booked_visits_says_which_it_hits_and_offers_to_move_them() -> None:
    visit = procedure("2027-03-15T10:00")
    priya = next(seat.resource for seat in visit.seats.all() if seat.role == "physician")
    max_, nell = cast.signed_in(cast.max_()), cast.signed_in(cast.nell())
    told = {"closure-first_day": "2027-03-15", "closure-last_day": "2027-03-16", "closure-reason": "Course"}
    answer = max_.post(reverse("diary:close_days", args=[priya.pk]), told)
    page = nell.get(answer["Location"]).content.decode()
    assert "1 visit was booked before" in page
    assert reverse("booking:move", args=[visit.pk]) in page
    assert reverse("booking:move", args=[visit.pk]) not in max_.get(answer["Location"]).content.decode()
    visit.refresh_from_db()
    assert visit.state == "expected"
    max_.post(reverse("diary:lift", args=[Closure.objects.get().pk]))
    assert Closure.objects.get().lifted_at


def test_one_date_with_other_hours() -> None:
    made, max_ = site(), cast.signed_in(cast.max_())
    told = {"other-day": "2027-12-24", "other-hours": "08:00-12:00", "other-reason": "Christmas Eve"}
    assert max_.post(reverse("diary:site_other_hours", args=[made.pk]), told).status_code == 302
    assert OtherHours.objects.get().reason == "Christmas Eve"
    assert "Christmas Eve" in max_.get(reverse("diary:site", args=[made.pk])).content.decode()


def test_what_was_booked_can_only_be_closed() -> None:
    visit = procedure()
    room = next(seat.resource for seat in visit.seats.all() if seat.role == "room")
    max_ = cast.signed_in(cast.max_())
    page = reverse("diary:resource_end", args=[room.pk])
    assert "Delete it" not in max_.get(reverse("diary:resource", args=[room.pk])).content.decode()
    assert b"close it instead" in max_.post(page, {"do": "delete"}, follow=True).content
    max_.post(page, {"do": "close"})
    room.refresh_from_db()
    assert room.closed_at
    assert Entry.objects.filter(action="diary.resource.closed").count() == 1


def test_only_who_manages_the_diary_sees_it() -> None:
    house()
    assert cast.signed_in(cast.nell()).get(reverse("diary:diary")).status_code == 403
