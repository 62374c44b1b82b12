"""Whatever is typed into a form of booking or the diary, the answer is a page, and nothing is booked twice or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from saphena.clinic.journey.booking.models import Visit
from tests import cast
from tests.clinic.courses.treated import course, phone_of, token_of
from tests.clinic.journey.booking.booked import procedure
from tests.clinic.test_nonsense_in_every_field import NONSENSE, WORST

if TYPE_CHECKING:
    from saphena.clinic.people.models import User

OF_A_COURSE = {
    "courses:open_gate": ["gate", "reason", "next"],
    "booking:course": ["site", "at-map", "at-nothing"],
    "booking:overbook": ["site", "step", "over-day", "over-clock", "over-reason"],
    "booking:wait": ["site", "step"],
}
OF_A_VISIT = {
    "booking:move": ["starts", "day", "clock", "reason", "version"],
    "booking:cancel": ["version"],
    "booking:step": ["to", "since"],
    "booking:note": ["text"],
}
OF_A_RESOURCE = {
    "diary:hours": ["week-day0", "week-day6"],
    "diary:other_hours": ["other-day", "other-hours", "other-reason"],
    "diary:close_days": ["closure-first_day", "closure-last_day", "closure-reason"],
    "diary:resource_change": ["name", "roles", "user"],
    "diary:resource_end": ["do"],
}
FINE = (200, 302, 404, 409, 422)


def physician_and_manager() -> User:
    return cast.member("Quinn Hall", *(role for user in (cast.priya(), cast.max_()) for role in user.held_roles))


@pytest.mark.parametrize("name", [*OF_A_COURSE, *OF_A_VISIT, *OF_A_RESOURCE])
def test_every_form(name: str) -> None:
    visit = procedure()
    ends = {
        **dict.fromkeys(OF_A_COURSE, course(cast.pat(given_names="Robin")).pk),
        **dict.fromkeys(OF_A_VISIT, visit.pk),
    }
    end = ends.get(name) or visit.seats.all()[0].resource_id
    fields = (OF_A_COURSE | OF_A_VISIT | OF_A_RESOURCE)[name]
    browser = cast.signed_in(physician_and_manager())
    for nonsense in NONSENSE.values():
        answer = browser.post(reverse(name, args=[end]), dict.fromkeys(fields, nonsense))
        assert answer.status_code in FINE, (nonsense[:20], answer.status_code)
    assert Visit.objects.count() == 1
    visit.refresh_from_db()
    assert visit.state == "expected"


@pytest.mark.parametrize("field", ["asked", "site", "days", "parts", "not_before", "leaves1", "minutes_home", "step"])
def test_every_wish(field: str) -> None:
    browser = cast.signed_in(cast.nell())
    address = reverse("booking:course", args=[procedure().course_id])
    for nonsense in (NONSENSE[kind] for kind in WORST):
        assert browser.get(address, {"asked": "1", field: nonsense}).status_code in FINE


@pytest.mark.parametrize(("name", "field"), [("own_move", "starts"), ("own_cancel", "version")])
def test_what_a_patient_sends_by_link(name: str, field: str) -> None:
    visit = procedure()
    token = token_of(visit.patient)
    phone = phone_of(visit.patient, token)
    for nonsense in filter(str.strip, NONSENSE.values()):  # without a version the page's own is not compared
        answer = phone.post(reverse(f"booking:{name}", args=[token, visit.pk]), {"starts": "", field: nonsense})
        assert answer.status_code in FINE, nonsense[:20]
        visit.refresh_from_db()
        assert (visit.state, visit.version) == ("expected", 0), nonsense[:20]
