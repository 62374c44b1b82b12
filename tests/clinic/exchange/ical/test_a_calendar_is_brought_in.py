"""A calendar file closes times of the diary: tried first, and once however often it is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from saphena.clinic.diary.actions import lift
from saphena.clinic.diary.models import Closure, Resource
from saphena.clinic.diary.reading import diary_of
from saphena.clinic.exchange.ical.importing import Asked, Found, take_over, try_out
from saphena.clinic.exchange.ical.models import CalendarEntry
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.diary.house import house
from tests.clinic.journey.booking.booked import procedure

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"


def google() -> str:
    return (FILES / "google.ics").read_text(encoding="utf-8")


def sams(text: str = "", **more: bool) -> Asked:
    house()
    return Asked(Resource.objects.get(user=cast.sam()), "Google", text or google(), **more)


def brought_in(asked: Asked) -> list[Found]:
    return take_over(actor=cast.max_(), asked=asked)


def closed() -> list[str]:
    rows = Closure.objects.filter(lifted_at__isnull=True).select_related("site", "resource__site")
    return sorted(each.said for each in rows)


ALL = [
    "2027-03-11 08:30 to 09:30",
    "2027-03-15 to 2027-03-17",
    "2027-03-26 13:00 to 14:00",
    "2027-04-01 08:30 to 09:30",
    "2027-04-08 08:30 to 09:30",
]


def one(*lines: str, uid: str = "1") -> str:
    """A calendar with one event."""
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Away", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )


def test_a_file_of_google_closes_each_time_it_has_and_none_that_is_left_out_or_free() -> None:
    found = brought_in(sams())
    assert closed() == ALL  # the 18th is left out, the 25th was moved to the 26th, a birthday keeps nobody away
    assert [each.line for each in found] == [26, 52, 63]
    assert [each.reason for each in found] == ["", "", "nobody is busy then"]
    assert Entry.objects.filter(action="exchange.calendar.taken_over").count() == 1
    assert {each.reason for each in Closure.objects.all()} == {"Google"}


def test_a_file_of_outlook_is_on_windows_zones_with_folded_lines_and_alarms() -> None:
    house()
    text = (FILES / "outlook.ics").read_text(encoding="utf-8")
    asked = Asked(Resource.objects.get(user=cast.priya()), "Outlook", text, keep_words=True)
    brought_in(asked)
    assert closed() == [
        "2027-03-09 08:00 to 12:00",
        "2027-03-12 15:00 to 17:00",
        "2027-03-16 08:00 to 12:00",  # the clocks went forward on the 14th
        "2027-03-23 08:00 to 12:00",
        "2027-03-30 08:00 to 12:00",
    ]
    assert {each.reason for each in Closure.objects.all()} == {"Hospital list", "Outlook"}


def test_trying_writes_nothing_and_names_the_visits_that_would_be_hit() -> None:
    visit = procedure("2027-03-15T10:00")
    cast.max_()
    max_ = cast.signed_in(cast.max_())
    page = reverse("exchange_ical:calendar")
    sam = Resource.objects.get(user=cast.sam())
    file = SimpleUploadedFile("sam.ics", google().encode(), "text/calendar")
    told = {"whose": f"resource:{sam.pk}", "source": "Google"}
    tried = max_.post(page, {**told, "file": file})
    assert not Closure.objects.exists()
    words = tried.content.decode()
    assert visit.patient.formal_name in words
    assert "1 booked visit lies in these times" in words
    taken = max_.post(page, {**told, "text": tried.context["told"]["text"], "take": "yes"})
    assert taken.status_code == 200
    assert closed() == ALL
    visit.refresh_from_db()
    assert visit.state == "expected"


def test_who_is_away_is_not_found_by_a_search_and_is_there_before_and_after() -> None:
    asked = sams()
    brought_in(asked)
    diary = diary_of(asked.site, date(2027, 3, 11), 1)
    free = diary.free[str(asked.whose.pk)]
    works = [diary.span.moment(cell).strftime("%H:%M") for cell in range(diary.span.size) if free >> cell & 1]
    assert "08:25" in works
    assert not {"08:30", "09:25"} & set(works)
    assert "09:30" in works
    away = diary_of(asked.site, date(2027, 3, 16), 1)
    assert not away.free[str(asked.whose.pk)]


def test_sent_again_nothing_is_done_twice() -> None:
    brought_in(sams())
    again = brought_in(sams())
    assert Closure.objects.count() == len(ALL)
    assert all(set(each.counts) <= {"known"} for each in again)
    assert Entry.objects.filter(action="exchange.calendar.taken_over").count() == 1


def test_what_moved_moves_what_was_called_off_is_free_again() -> None:
    brought_in(sams())
    later = google().replace("20270326T1", "20270327T1")
    later = later.replace("EXDATE;", "EXDATE;TZID=America/Edmonton:20270401T083000\nEXDATE;")
    confirmed = "CREATED:20261101T180000Z\nSEQUENCE:0\nSTATUS:CONFIRMED"
    assert confirmed in later
    off = later.replace(confirmed, "STATUS:CANCELLED")
    found = brought_in(sams(off))
    moved = "2027-03-27 13:00 to 14:00"
    assert closed() == ["2027-03-11 08:30 to 09:30", moved, "2027-04-08 08:30 to 09:30"]
    assert [dict(each.counts) for each in found[:2]] == [{"known": 2, "moved": 1, "lifted": 1}, {"lifted": 1}]
    assert brought_in(sams(off))[0].counts == {"known": 3}
    brought_in(sams())  # and back again
    assert closed() == ALL


def test_what_is_not_in_the_file_stays_unless_the_file_is_the_whole_calendar() -> None:
    brought_in(sams())
    short = one("DTSTART;VALUE=DATE:20270420")
    brought_in(sams(short))
    assert len(closed()) == len(ALL) + 1
    brought_in(sams(short, whole=True))
    assert closed() == ["2027-04-20 to 2027-04-20"]


def test_a_closure_that_a_person_lifted_stays_lifted() -> None:
    brought_in(sams())
    banff = Closure.objects.get(first_day=date(2027, 3, 15))
    lift(actor=cast.max_(), closure=banff)
    found = brought_in(sams())
    assert found[1].counts == {"kept lifted": 1}
    assert len(closed()) == len(ALL) - 1


def test_an_event_that_cannot_be_read_is_named_with_its_line_and_the_others_go_on() -> None:
    broken = google().replace("DTSTART;VALUE=DATE:20270315", "DTSTART;VALUE=DATE:20271345")
    found = try_out(actor=cast.max_(), asked=sams(broken))
    no = next(each for each in found if each.refused)
    assert (no.line, no.field, no.words) == (53, "DTSTART", "Congress in Banff")
    assert "20271345" in no.reason
    assert len([each for each in found if not each.refused]) == 2


def test_of_a_series_of_which_a_part_cannot_be_read_nothing_is_changed() -> None:
    brought_in(sams())
    broken = google().replace("TZID=America/Edmonton:20270326T130000", "TZID=Nowhere/Land:20270326T130000")
    brought_in(sams(broken, whole=True))
    assert closed() == ALL


@pytest.mark.parametrize(
    "text", ["hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "BEGIN:VCALENDAR\nEND:VEVENT\n", "x" * 10_000]
)
def test_what_is_no_calendar_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused) as no:
        try_out(actor=cast.max_(), asked=sams(text))
    assert no.value.field == "file"


def test_more_than_a_diary_can_hold_is_refused_before_anything_is_written() -> None:
    daily = "DTSTART;VALUE=DATE:20270301\r\nRRULE:FREQ=DAILY"
    many = "\r\n".join(f"BEGIN:VEVENT\r\nUID:{number}\r\n{daily}\r\nEND:VEVENT" for number in range(7))
    with pytest.raises(Refused, match="shorter"):
        brought_in(sams(f"BEGIN:VCALENDAR\r\n{many}\r\nEND:VCALENDAR\r\n"))
    assert not CalendarEntry.objects.exists()


def test_a_site_is_closed_on_its_holidays() -> None:
    where = house()
    asked = Asked(where, "Holidays", one("DTSTART;VALUE=DATE:20270329", "DTEND;VALUE=DATE:20270330"), keep_words=True)
    brought_in(asked)
    assert Closure.objects.get().site == where
    assert diary_of(where, date(2027, 3, 29), 1).opening == 0
    assert diary_of(where, date(2027, 3, 29), 1).closures == {date(2027, 3, 29): "Away"}


def test_only_who_manages_the_diary_may() -> None:
    asked = sams()
    with pytest.raises(PermissionDenied):
        try_out(actor=cast.nell(), asked=asked)
    assert cast.signed_in(cast.nell()).get(reverse("exchange_ical:calendar")).status_code == 403


def test_times_of_less_than_a_day_stand_in_the_diary_on_its_clock_and_can_be_lifted() -> None:
    asked = sams()
    brought_in(asked)
    page = cast.signed_in(cast.max_()).get(reverse("diary:resource", args=[asked.whose.pk])).content.decode()
    assert "4 times of less than a day" in page
    assert "Thu 11 Mar 2027, 08:30 – 09:30: Google" in page
