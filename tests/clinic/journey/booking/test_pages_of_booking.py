"""The pages on which the staff find, hold, move and call off, and those of the patient."""

from __future__ import annotations

import re

import icalendar
import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.courses.actions import open_gate
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.booking.actions import cancel_visit, move_visit
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.own import first_free, last_moment
from saphena.clinic.journey.requesting.actions import accept_as_new
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at, course, happened, leaflet, phone_of, token_of
from tests.clinic.diary.house import house, tiny_house
from tests.clinic.journey.booking.booked import procedure, ready
from tests.clinic.journey.requesting.asked import asked


def offered(page: str) -> list[dict[str, str]]:
    """The hidden fields of each offer of the page."""
    found = []
    for form in re.findall(r'<form method="post">.*?</form>', page, re.DOTALL):
        fields = dict(re.findall(r'name="(at-\w+|site)" value="([^"]+)"', form))
        if any(name.startswith("at-") for name in fields):
            found.append(fields)
    return found


def page_of(browser: Client, name: str, *args: object) -> str:
    return browser.get(reverse(name, args=args)).content.decode()


def test_the_earliest_course_is_held_with_one_button() -> None:
    house()
    pats, nell = course(), cast.signed_in(cast.nell())
    offers = offered(page_of(nell, "booking:course", pats.pk))
    assert len(offers) == 4
    steps = ["map", "test", "procedure", "return", "result"]
    assert [name.removeprefix("at-") for name in offers[0] if name != "site"] == steps
    answer = nell.post(reverse("booking:course", args=[pats.pk]), offers[0], follow=True)
    assert "5 visits are booked." in answer.content.decode()
    assert "Every visit has its date" in answer.content.decode()
    assert Visit.objects.count() == 5


def test_from_an_accepted_request_two_clicks_open_the_course_and_hold_its_visits() -> None:
    house()
    leaflet()
    request = asked()
    patient = accept_as_new(actor=cast.nell(), asked=request)
    nell = cast.signed_in(cast.nell())
    desk = page_of(nell, "requesting:one", request.pk)
    times = re.search(r'href="(/desk/\d+/times/\w+/)"', desk)
    assert times
    offers = offered(nell.get(times[1]).content.decode())
    assert not Course.objects.exists()  # looking opens nothing
    nell.post(times[1], offers[0])
    opened = Course.objects.get(patient=patient)
    assert opened.visits.count() == len(offers[0]) - 1
    assert nell.get(times[1])["Location"] == reverse("booking:course", args=[opened.pk])


def test_a_drainage_is_booked_when_it_is_needed_and_as_often() -> None:
    house()
    pats, nell = happened(ready(), procedure="2027-02-20T10:00"), cast.signed_in(cast.nell())
    address = reverse("booking:course", args=[pats.pk])
    assert "Coagulum drainage" in nell.get(address).content.decode()
    for _again in range(2):
        offer = offered(nell.get(address, {"step": "drainage"}).content.decode())[0]
        assert [name for name in offer if name != "site"] == ["at-drainage"]
        assert nell.post(address, offer).status_code == 302
        Visit.objects.update(state="left")
    assert Visit.objects.filter(step="drainage").count() == 2


@pytest.mark.parametrize(("starts", "offset"), [("2027-03-15T10:00", "-06:00"), ("2027-11-08T10:00", "-07:00")])
def test_after_either_change_of_the_clocks_a_calendar_says_the_clock_on_the_wall(starts: str, offset: str) -> None:
    pats = happened(course(), mapped="2027-02-22T09:00", test="2027-03-01T13:30")
    if starts > "2027-09":
        happened(pats, mapped="2027-03-08T09:00")
        open_gate(actor=cast.priya(), course=pats, gate="map-signed", reason="Scanned on the day.")
    visit = procedure(starts, of=pats)
    token = token_of(visit.patient)
    content = phone_of(visit.patient, token).get(reverse("booking:own_calendar", args=[token])).content
    assert events_of(content) == [("Procedure", "CONFIRMED", f"{starts}:00{offset}")]
    assert content.count(b"BEGIN:DAYLIGHT") >= 1


def test_a_stale_page_is_told_and_offered_others() -> None:
    tiny_house()
    nell, pats, others = cast.signed_in(cast.nell()), ready(), ready(given_names="Robin", family_name="Hall")
    first = offered(page_of(nell, "booking:course", pats.pk))[0]
    address = reverse("booking:course", args=[others.pk])
    assert nell.post(reverse("booking:course", args=[pats.pk]), first).status_code == 302
    answer = nell.post(address, first)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "just taken. These are near" in page or "These are near" in page
    assert offered(page)[0] != first
    assert not Visit.objects.filter(course=others).exists()


def test_wishes_narrow_what_is_offered_and_come_from_the_request() -> None:
    house()
    pats, nell = ready(), cast.signed_in(cast.nell())
    wished = {"asked": "1", "days": ["3"], "parts": ["afternoon"]}
    page = nell.get(reverse("booking:course", args=[pats.pk]), wished).content.decode()
    starts = [at(each["at-procedure"][:16]) for each in offered(page)]
    assert {moment.astimezone(house().zone_info).weekday() for moment in starts} == {3}
    assert all(moment.astimezone(house().zone_info).hour >= 12 for moment in starts)
    assert "Why not sooner?" in page


def test_a_shut_gate_is_shown_with_its_reason_and_what_opens_it() -> None:
    house()
    pats = course()
    nell, priya = cast.signed_in(cast.nell()), cast.signed_in(cast.priya())
    address = reverse("booking:course", args=[pats.pk])
    assert "here is no date for the test session" in nell.get(address, {"step": "procedure"}).content.decode()
    page = priya.get(address, {"step": "procedure"}).content.decode()
    assert "Open this gate by hand" in page
    priya.post(
        reverse("courses:open_gate", args=[pats.pk]), {"gate": "test-first", "reason": "Tolerated it.", "next": address}
    )
    assert "here is no date for the test session" not in priya.get(address, {"step": "procedure"}).content.decode()


def test_a_visit_is_moved_and_called_off_from_its_page() -> None:
    visit, nell = procedure(), cast.signed_in(cast.nell())
    page = page_of(nell, "booking:move", visit.pk)
    starts = re.findall(r'name="starts" value="([^"]+)"', page)
    assert len(starts) >= 4
    told = {"starts": starts[0], "version": "0", "reason": "She works."}
    assert nell.post(reverse("booking:move", args=[visit.pk]), told).status_code == 302
    page = page_of(nell, "booking:visit", visit.pk)
    assert "moved once" in page
    assert "She works." in page
    assert nell.post(reverse("booking:move", args=[visit.pk]), told | {"starts": starts[1]}).status_code == 409
    assert nell.post(reverse("booking:cancel", args=[visit.pk]), {"reason": ""}).status_code == 422
    assert nell.post(reverse("booking:cancel", args=[visit.pk]), {"reason": "A fever."}).status_code == 302
    assert "A fever." in page_of(nell, "booking:visit", visit.pk)


def test_a_patient_moves_their_visit_by_link_outside_the_notice() -> None:
    visit = procedure("2027-03-15T10:00")
    token = token_of(visit.patient)
    phone = phone_of(visit.patient, token)
    page = page_of(phone, "booking:own_visit", token, visit.pk)
    starts = re.findall(r'name="starts" value="([^"]+)"', page)
    moved = phone.post(reverse("booking:own_move", args=[token, visit.pk]), {"starts": starts[0], "version": "0"})
    assert moved.status_code == 302
    visit.refresh_from_db()
    assert visit.version == 1
    assert [row.by_role for row in visit.changes.all()] == ["receptionist", "patient"]


def days_offered(page: str) -> list[str]:
    return [starts[:10] for starts in re.findall(r'name="starts" value="([^"]+)"', page)]


def test_whoever_cannot_come_that_day_finds_later_days_and_still_later_ones() -> None:
    visit = procedure("2027-03-15T10:00")
    token = token_of(visit.patient)
    phone = phone_of(visit.patient, token)
    page = page_of(phone, "booking:own_visit", token, visit.pk)
    first = days_offered(page)
    assert min(first) < "2027-03-15"
    assert len({day for day in first if day > "2027-03-15"}) == 5
    further = re.search(r'href="(\?from=[\d-]+)#other">Later days', page)
    assert further
    later = days_offered(phone.get(reverse("booking:own_visit", args=[token, visit.pk]) + further[1]).content.decode())
    assert min(later) > max(first)
    for nonsense in ("?from=2027-02-31", "?from=9999-12-31", "?from=yesterday", "?from=2020-01-01"):
        again = phone.get(reverse("booking:own_visit", args=[token, visit.pk]) + nonsense)
        assert days_offered(again.content.decode()) == first


def test_the_times_are_told_as_clocks_are_in_the_readers_language() -> None:
    visit = procedure("2027-03-15T10:00", ready(language="fr"))
    token = token_of(visit.patient)
    page = page_of(phone_of(visit.patient, token), "booking:own_visit", token, visit.pk)
    offered = re.findall(r'name="starts"[^>]*><span>([^<]+)</span>', page)
    assert offered
    assert all(re.fullmatch(r"\d{1,2} h( \d\d)?", clock) for clock in offered)


def test_inside_the_notice_the_patient_is_told_to_call() -> None:
    visit = procedure("2027-03-11T13:00")  # in 48 hours, less ten minutes
    token = token_of(visit.patient)
    phone = phone_of(visit.patient, token)
    assert "please call" in page_of(phone, "booking:own_visit", token, visit.pk)
    told = {"starts": at("2027-03-16T10:00").isoformat()}
    answer = phone.post(reverse("booking:own_move", args=[token, visit.pk]), told)
    assert answer.status_code == 409
    assert "To change it, please call" in answer.content.decode()
    assert "403 555-0100" in answer.content.decode()
    answer = phone.post(reverse("booking:own_cancel", args=[token, visit.pk]), {"reason": "Ill."})
    assert answer.status_code == 409
    visit.refresh_from_db()
    assert (visit.state, visit.version) == ("expected", 0)
    assert move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T10:00")).version == 1  # staff may


def test_the_last_moment_is_counted_over_the_change_of_the_clocks() -> None:
    visit = procedure("2027-03-15T10:00")  # the clocks go forward the night before
    assert last_moment(visit) == at("2027-03-13T09:00")


@override_settings(SAPHENA_NOTICE_COUNTS="business")
def test_a_notice_in_business_hours_is_counted_while_the_site_is_open() -> None:
    visit = procedure("2027-03-22T10:00")  # a Monday; open nine hours a day, so 48 are five days and three hours
    assert last_moment(visit) == at("2027-03-12T16:00")
    assert first_free(visit, at("2027-03-12T16:00")) == at("2027-03-22T10:00")


@override_settings(SAPHENA_PATIENTS_CHANGE_VISITS=False)
def test_a_clinic_may_let_patients_see_their_visits_and_change_them_on_the_telephone() -> None:
    visit = procedure()
    token = token_of(visit.patient)
    phone = phone_of(visit.patient, token)
    page = phone.get(reverse("booking:own_visit", args=[token, visit.pk])).content.decode()
    assert "We change visits together with you, on the telephone." in page
    assert "Move my visit" not in page
    for act, told in (("own_move", {"starts": at("2027-03-16T10:00").isoformat()}), ("own_cancel", {"reason": "x"})):
        answer = phone.post(reverse(f"booking:{act}", args=[token, visit.pk]), told)
        assert answer.status_code == 409
    assert Visit.objects.get().version == visit.version


def test_nobody_sees_or_moves_somebody_elses_visit_by_link() -> None:
    visit = procedure()
    other = cast.pat(given_names="Robin", family_name="Hall", email="")
    token = token_of(other)
    phone = phone_of(other, token)
    assert phone.get(reverse("booking:own_visit", args=[token, visit.pk])).status_code == 404
    assert phone.post(reverse("booking:own_cancel", args=[token, visit.pk]), {"reason": "x"}).status_code == 404


def events_of(content: bytes) -> list[tuple[str, str, str]]:
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return [(str(each["SUMMARY"]), str(each["STATUS"]), each.decoded("DTSTART").isoformat()) for each in found]


def test_the_patients_calendar_keeps_a_cancelled_visit_as_cancelled() -> None:
    visit = procedure("2027-03-15T10:00")
    token = token_of(visit.patient)
    phone = phone_of(visit.patient, token)
    address = reverse("booking:own_calendar", args=[token])
    assert events_of(phone.get(address).content) == [("Procedure", "CONFIRMED", "2027-03-15T10:00:00-06:00")]
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    assert events_of(phone.get(address).content) == [("Procedure", "CANCELLED", "2027-03-15T10:00:00-06:00")]


def test_a_staff_calendar_is_opened_by_its_token_alone_and_names_no_patient() -> None:
    procedure("2027-03-15T10:00")
    sam = cast.signed_in(cast.sam())
    page = sam.post(reverse("booking:make_feed")).content.decode()
    address = re.search(r'value="http[^"]+?(/calendar/[^"]+\.ics)"', page)
    assert address
    anybody = Client()
    content = anybody.get(address[1]).content
    assert b"Moreau" not in content
    assert b"BEGIN:VTIMEZONE" in content
    assert [status for _what, status, _at in events_of(content)] in (["CONFIRMED"], ["CANCELLED"], [])
    sam.post(reverse("booking:withdraw_feed"))
    assert anybody.get(address[1]).status_code == 404


@pytest.mark.parametrize("name", ["course", "visit", "move"])
def test_every_look_is_recorded(name: str) -> None:
    visit = procedure()
    nell = cast.signed_in(cast.nell())
    nell.get(reverse(f"booking:{name}", args=[visit.course_id if name == "course" else visit.pk]))
    assert Entry.objects.filter(action="record.chart.opened", patient_id=visit.patient_id).count() == 1


def test_a_page_of_visits_asks_a_fixed_number_of_times() -> None:
    house()
    pats, nell = ready(), cast.signed_in(cast.nell())

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(nell, "booking:course", pats.pk)
        return len(queries)

    page_of(nell, "booking:course", pats.pk)
    before = count()
    for number in range(3):
        procedure(f"2027-03-1{5 + number}T10:00", of=ready(given_names=f"Patient {number}", email=""))
    assert count() <= before + 1
