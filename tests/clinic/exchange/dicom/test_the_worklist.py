"""The worklist goes with the visits, and answers as machines ask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from saphena.clinic.exchange.dicom import worklist
from saphena.clinic.exchange.dicom.comparing import as_range, within
from saphena.clinic.exchange.dicom.worklist import found
from saphena.clinic.imaging.models import Order
from saphena.clinic.imaging.orders import withdraw_scan
from saphena.clinic.journey.booking.actions import cancel_visit, move_visit
from saphena.clinic.journey.booking.events import VisitMoved
from saphena.clinic.journey.booking.scans import put_on_worklist
from saphena.clinic.record.actors import SAPHENA
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.exchange.dicom.machines import Side, machine, query, scan
from tests.clinic.journey.booking.booked import procedure

if TYPE_CHECKING:
    from pydicom import Dataset

pytestmark = pytest.mark.django_db


def lines(**asked: str) -> list[Dataset]:
    return list(found(query(**asked), machine()))


def test_a_visit_with_a_scanner_is_a_line_with_all_that_a_machine_needs() -> None:
    visit = procedure()
    (line,) = lines()
    step = line.ScheduledProcedureStepSequence[0]
    assert str(line.PatientName) == "Moreau^Pat"
    assert line.PatientBirthDate == "19610423"
    assert line.StudyInstanceUID == Order.objects.get(about=visit.about).study_uid
    assert (step.Modality, step.ScheduledProcedureStepStartDate, step.ScheduledProcedureStepStartTime) == (
        "US", "20270315", "100000",
    )  # fmt: skip
    assert str(step.ScheduledPerformingPhysicianName) == "Beaulieu^Sam"


def test_it_moves_with_the_visit_and_keeps_its_numbers() -> None:
    visit = procedure()
    before = lines()[0].AccessionNumber
    move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T09:00"), reason="their work")
    (line,) = lines()
    assert line.ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate == "20270316"
    assert line.AccessionNumber == before


def test_it_goes_with_the_visit() -> None:
    visit = procedure()
    cancel_visit(actor=cast.nell(), visit=visit, reason="they called")
    assert lines() == []


def test_one_that_was_withdrawn_comes_back_with_its_numbers_when_it_is_wanted_again() -> None:
    before = scan(cast.pat()).accession
    withdraw_scan(actor=SAPHENA, about="visit:1")
    assert lines() == []
    scan(cast.pat(), at="2027-03-12T10:00")
    (line,) = lines()
    assert line.AccessionNumber == before
    assert line.ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate == "20270312"


def test_a_visit_that_loses_its_scanner_loses_its_line_and_gets_it_back_with_another() -> None:
    visit = procedure()
    before, seats = lines()[0].AccessionNumber, visit.seats.filter(role="scanner")
    told = VisitMoved(visit.patient_id, visit.course_id, visit.pk, "the procedure", "monday", "tuesday", "their work")
    scanner = seats.get()
    seats.delete()
    put_on_worklist(told, by=SAPHENA)
    assert lines() == []
    scanner.save(force_insert=True)
    put_on_worklist(told, by=SAPHENA)
    assert [line.AccessionNumber for line in lines()] == [before]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"step_ScheduledProcedureStepStartDate": "20270315"}, 1),
        ({"step_ScheduledProcedureStepStartDate": "20270314-20270316"}, 1),
        ({"step_ScheduledProcedureStepStartDate": "20270315-"}, 1),
        ({"step_ScheduledProcedureStepStartDate": "-20270314"}, 0),
        ({"step_ScheduledProcedureStepStartDate": "20270316"}, 0),
        ({"step_ScheduledProcedureStepStartTime": "0900-1100"}, 1),
        ({"step_ScheduledProcedureStepStartTime": "1100-"}, 0),
        ({"step_Modality": "US"}, 1),
        ({"step_Modality": "MR"}, 0),
        ({"PatientName": "MOR*"}, 1),
        ({"PatientName": "mor?au^pat"}, 1),
        ({"PatientName": "Bel*"}, 0),
        ({"PatientID": "P0"}, 0),
        ({"step_ScheduledPerformingPhysicianName": "Beau*"}, 1),
        ({"step_ScheduledProcedureStepID": "S1*NO"}, 0),
        ({"PatientBirthDate": "19610423"}, 1),
        ({"PatientBirthDate": "19600101-19611231"}, 1),
        ({"PatientBirthDate": "19620101-"}, 0),
    ],
    ids=str,
)
def test_it_is_narrowed_as_machines_do(asked: dict[str, str], count: int) -> None:
    scan(cast.pat(), at="2027-03-15T10:00", performer="Sam Beaulieu")
    assert len(lines(**asked)) == count


@pytest.mark.parametrize("typed", ["O'Neil*", "o’neil-coeur^pat", "O'NEIL-CŒUR*", "*neil*"])
def test_a_name_is_found_by_the_keys_that_a_machine_has(typed: str) -> None:
    scan(cast.pat(family_name="O’Neil–Cœur"))
    assert len(lines(PatientName=typed)) == 1


def test_who_asks_for_no_day_gets_those_nearest_to_now_and_finds_whoever_they_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worklist, "MOST", 2)
    now = timezone.localtime()
    for days in (-300, -200, -100, 0, 1):
        day = now + timedelta(days=days)
        scan(cast.pat(family_name=f"Day{days}"), f"visit:{days}", f"{day:%Y-%m-%d}T12:00")
    assert [str(line.PatientName) for line in lines()] == ["Day0^Pat", "Day1^Pat"]
    assert [str(line.PatientName) for line in lines(PatientName="Day-300*")] == ["Day-300^Pat"]


def test_a_late_evening_belongs_to_the_day_of_the_clinics_own_clock() -> None:
    scan(cast.pat(), at="2027-03-15T23:30")  # the next day in UTC
    assert len(lines(step_ScheduledProcedureStepStartDate="20270315")) == 1
    assert lines(step_ScheduledProcedureStepStartDate="20270316") == []


def test_a_machine_with_letters_of_western_europe_gets_no_question_marks() -> None:
    scan(cast.pat(given_names="Émile", family_name="O’Neil-Čapek"))
    (line,) = list(found(query(), machine("OLD", character_set="ISO_IR 100")))
    assert str(line.PatientName) == "O'Neil-Capek^Émile"
    line.PatientName.encode(("latin-1",))


def test_what_a_machine_asks_for_and_we_do_not_know_comes_back_empty() -> None:
    scan(cast.pat())
    (line,) = lines(PatientWeight="", MedicalAlerts="", IssuerOfPatientID="")
    assert [line[name].value for name in ("PatientWeight", "MedicalAlerts", "IssuerOfPatientID")] == [None, "", None]
    assert "ReferringPhysicianName" not in line


@pytest.mark.django_db(transaction=True)
def test_a_real_program_reads_it_accents_and_all(side: Side) -> None:
    scan(cast.pat(given_names="Émile", family_name="Gagnon"))
    done = side.run("findscu", "-W", "-k", "PatientName=Gag*", "-k", "AccessionNumber", "-k",
                    "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=20270301-20270401")  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert Order.objects.get().accession in done.stdout
    assert "Gagnon" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_a_day_that_is_none_is_refused_in_words_and_the_log_names_the_machine(
    side: Side, caplog: pytest.LogCaptureFixture
) -> None:
    asked = "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=gestern"
    done = side.run("findscu", "-d", "-W", "-k", "PatientName", "-k", asked)
    assert "not written as YYYYMMDD" in done.stdout
    assert "CX50 asked the worklist for a day that is none" in caplog.text
    assert "gestern" not in caplog.text


DAYS = st.dates().map(lambda day: day.strftime("%Y%m%d"))


@given(day=DAYS, first=DAYS, last=DAYS)
def test_a_day_is_in_a_range_just_when_it_is_not_outside(day: str, first: str, last: str) -> None:
    assert within(day, *as_range(f"{first}-{last}")) == (first <= day <= last)
    assert within(day, *as_range(first)) == (day == first)
