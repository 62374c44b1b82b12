"""The sheet for the fridge and the calendar file, for staff and for the patient."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
from django.urls import reverse

from saphena.clinic.courses.actions import answer_facts, take_back
from saphena.clinic.courses.queries import course_for
from tests import cast
from tests.clinic.courses.treated import at, course, own, phone_of, planned, token_of, treated

if TYPE_CHECKING:
    from pathlib import Path

    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from saphena.clinic.courses.models import Course


def file(course: Course, name: str, **asked: str) -> Answer:
    return cast.signed_in(cast.nell()).get(reverse(f"courses:{name}", args=[course.pk]), asked)


def events(course: Course, **asked: str) -> dict[str, Any]:
    """By the name of their rule and the number of their occurrence."""
    calendar: Any = icalendar.Calendar.from_ical(file(course, "calendar", **asked).content)
    return {".".join(str(event["UID"]).split(".")[1:3]): event for event in calendar.walk("VEVENT")}


def words_of(pdf: bytes, folder: Path) -> str:
    (folder / "plan.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", folder / "plan.pdf", "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_the_sheet_is_a_pdf_whose_name_says_nothing_of_whose_it_is() -> None:
    answer = file(treated(course()), "handout")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert b"Moreau" not in answer.content


def test_the_calendar_is_one_whose_name_and_contents_say_nothing_of_whose_it_is() -> None:
    answer = file(treated(course()), "calendar")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.ics"'
    for personal in (b"Moreau", b"pat@home.test", b"1961"):
        assert personal not in answer.content


@pytest.mark.parametrize("asked", ["en", "fr", "de", "../../etc"])
def test_whatever_language_is_asked_for_there_is_a_sheet(asked: str) -> None:
    assert file(treated(course()), "handout", lang=asked).content.startswith(b"%PDF-")


def test_while_no_procedure_is_planned_there_is_no_sheet_and_the_page_says_why() -> None:
    pats = course()
    answer = file(pats, "handout")
    assert answer.status_code == 409
    assert "The sheet needs a day: plan the procedure first." in answer.content.decode()
    token = token_of(pats.patient)
    own_answer = phone_of(pats.patient, token).get(own("handout", token))
    assert own_answer.status_code == 409
    assert "The sheet needs a day" in own_answer.content.decode()


def test_without_a_plan_the_patient_is_told_so() -> None:
    pat = cast.pat()
    token = token_of(pat)
    for name in ("handout", "calendar"):
        answer = phone_of(pat, token).get(own(name, token))
        assert answer.status_code == 409
        assert "There is no plan yet." in answer.content.decode()


def test_the_calendar_holds_the_worked_calendar() -> None:
    found = events(treated(course()))
    assert found["legs-up.0"]["DTSTART"].dt == at("2027-03-09T11:50")
    assert found["legs-up.0"]["DTEND"].dt == at("2027-03-09T15:50")
    assert found["bandage.0"]["DTEND"].dt == at("2027-03-14T07:00")
    assert found["no-long-trips.0"]["DTEND"].dt == date(2027, 4, 6)
    assert "bandage-on.0" not in found  # the nurse's
    assert isinstance(found["hourly-walk.2"]["DTSTART"].dt, datetime)


def test_after_a_move_the_same_events_come_again_with_a_higher_sequence() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    before = events(pats)
    planned(pats, procedure="2027-04-08T10:00")
    after = events(pats)
    assert {str(event["UID"]) for event in before.values()} <= {str(event["UID"]) for event in after.values()}
    assert after["bandage.0"]["DTEND"].dt == at("2027-04-13T07:00")
    assert after["bandage.0"]["SEQUENCE"] > before["bandage.0"]["SEQUENCE"]


def test_when_the_procedure_is_called_off_everything_is_cancelled() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    before = events(pats)
    take_back(actor=cast.nell(), course=pats, name="procedure", reason="a cold")
    after = events(pats)
    assert before.keys() == after.keys()
    assert {str(event["STATUS"]) for event in after.values()} == {"CANCELLED"}


def test_two_courses_never_share_an_event() -> None:
    pat = cast.pat()
    left, right = treated(course(pat, "left")), treated(course(pat, "right"))
    ids = [{str(event["UID"]) for event in events(each).values()} for each in (left, right)]
    assert ids[0].isdisjoint(ids[1])


def test_a_patient_with_two_legs_gets_the_file_of_the_one_they_chose() -> None:
    pat = cast.pat()
    left = treated(course(pat, "left"))
    right = planned(course(pat, "right"), procedure="2027-04-20T10:00")
    token = token_of(pat)
    phone = phone_of(pat, token)
    assert b"20270314T070000" in phone.get(own("calendar", token), {"course": left.pk}).content
    assert b"20270425T070000" in phone.get(own("calendar", token), {"course": right.pk}).content


def test_the_sheet_is_in_the_patients_language(tmp_path: Path) -> None:
    lucies = treated(course(cast.pat(language="fr")))
    assert "bandage" in words_of(file(lucies, "handout").content, tmp_path)
    assert "Gardez le bandage" in " ".join(words_of(file(lucies, "handout").content, tmp_path).split())


def test_where_nothing_can_be_typeset_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)  # the base install has none
    answer = file(treated(course()), "handout")
    assert answer.status_code == 409
    assert "Sheets cannot be printed here yet" in answer.content.decode()


def test_an_answer_that_changes_the_plan_raises_the_sequence_too() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    before = events(pats)
    answer_facts(actor=cast.priya(), course=pats, facts={"two_light_stockings": True})
    after = events(course_for(cast.priya(), pats.pk))
    assert after["bandage.0"]["SEQUENCE"] > before["bandage.0"]["SEQUENCE"]
