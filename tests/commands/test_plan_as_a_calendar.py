"""The calendar file that the command line writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.clinic.papers.calendars import by_icalendar, by_vobject, calendar_in, events_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Answer

AT = ("plan", "leaflet", "--format", "ics", "--at", "procedure=2027-03-09T10:00")


def statuses(file: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event["status"] for event in events_in(file)}


def test_it_holds_the_patients_items_and_two_parsers_read_it(saphena: Callable[..., Answer]) -> None:
    file = saphena(*AT).raw
    assert by_icalendar(file) == by_vobject(file)
    assert "leaflet.bandage.0.plan@saphena" in by_vobject(file)
    assert not any("examine-standing" in name for name in by_vobject(file))


def test_the_clinic_may_have_its_own(saphena: Callable[..., Answer]) -> None:
    names = by_icalendar(saphena(*AT, "--who", "clinic").raw)
    assert "leaflet.examine-standing.0.plan@saphena" in names
    assert "leaflet.bandage.0.plan@saphena" not in names


def test_a_key_tells_plans_apart(saphena: Callable[..., Answer]) -> None:
    assert all(name.endswith(".k42@saphena") for name in by_icalendar(saphena(*AT, "--key", "k42").raw))


def test_what_is_gone_since_is_cancelled(saphena: Callable[..., Answer]) -> None:
    booked = ("--at", "review=2027-03-12T09:00")
    found = statuses(saphena(*AT, *booked, "--was", "review=none").raw)
    assert found["leaflet.daily-exercise.27.plan@saphena"] == "CANCELLED"
    assert found["leaflet.daily-exercise.1.plan@saphena"] == "CONFIRMED"
    assert "leaflet.daily-exercise.27.plan@saphena" not in statuses(saphena(*AT, *booked).raw)


def test_french_with_the_clinics_name(saphena: Callable[..., Answer]) -> None:
    file = saphena(*AT, "--lang", "fr", "--clinic-name", "Clinique de l’Érable").raw
    assert str(calendar_in(file)["x-wr-calname"]) == (
        "Sclérothérapie échoguidée : cinq jours et cinq nuits, Clinique de l’Érable"
    )
