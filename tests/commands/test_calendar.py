"""`saphena calendar`: tried without --take, taken over with it, under the name of a manager."""

from __future__ import annotations

from pathlib import Path

import pytest

from saphena.cli import main
from saphena.clinic.diary.models import Closure
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.conftest import clock
from tests.clinic.journey.booking.booked import procedure

__all__ = ["clock"]

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[1] / "clinic" / "exchange" / "ical" / "files" / "google.ics"


def asked(*more: str, by: str = "", whose: str = "") -> list[str]:
    who = by or cast.max_().email
    return ["calendar", str(FILE), "--whose", whose or cast.sam().name, "--called", "Google", "--by", who, *more]


def test_it_is_tried_first_then_taken_over_and_names_no_patient(capsys: pytest.CaptureFixture[str]) -> None:
    visit = procedure("2027-03-15T10:00")
    assert main(asked()) == 0
    told = capsys.readouterr().out
    assert "line 26, Teaching, vascular lab, 4 times, from" in told
    assert "1 booked visit in these times" in told
    assert visit.patient.family_name not in told
    assert not Closure.objects.exists()
    assert main(asked("--take")) == 0
    assert Closure.objects.count() == 5
    entry = Entry.objects.get(action="exchange.calendar.taken_over")
    assert entry.actor_name == cast.max_().name


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"by": "nobody@example.org"}, "nobody of the staff"),
        ({"whose": "Room 99"}, "nobody and nothing"),
    ],
)
def test_what_cannot_be_is_one_line(more: dict[str, str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    procedure()
    assert main(asked(**more)) == 2
    assert why in capsys.readouterr().err


def test_only_a_manager_may(capsys: pytest.CaptureFixture[str]) -> None:
    procedure()
    assert main(asked("--take", by=cast.nell().email)) == 2
    assert not Closure.objects.exists()
    assert capsys.readouterr().err.count("\n") == 1
