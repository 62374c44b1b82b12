"""The list counts back from the visit, and a trip is held against the weeks without long trips."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from saphena.pathway.preparing import Trip, TripVerdict, check_trip, checklist, digest, is_ticked
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load, shipped

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan
    from saphena.pathway.protocol.rules import Value

EDMONTON = "America/Edmonton"


def plan(name: str = "leaflet", day: int = 9, **facts: Value) -> Plan:
    visit = datetime(2027, 3, day, 10, tzinfo=ZoneInfo(EDMONTON))
    test = datetime(2027, 2, 20, 11, tzinfo=ZoneInfo(EDMONTON))
    return Drawer(load(name)).draw({"test": test, "procedure": visit}, facts=facts, zone=EDMONTON)


def test_the_leaflets_list_in_order_of_its_dates() -> None:
    found = [(item.rule.leaflet, f"{item.start:%m-%d}", is_ticked(item)) for item in checklist(plan())]
    assert found == [
        ("PRE-2", "03-02", True),
        ("PRE-5", "03-02", True),
        ("PRE-7b", "03-07", False),  # what is only allowed is told, not ticked
        ("PRE-6", "03-09", True),
        ("PRE-7a", "03-09", True),
        ("PRE-8a", "03-09", True),
        ("PRE-8b", "03-09", True),
        ("PRE-4b", "03-09", True),
    ]


def test_whoever_lives_far_arranges_a_driver() -> None:
    assert "ride-home" in [item.rule.id for item in checklist(plan(drive_minutes=60))]


def test_whoever_takes_ordered_aspirin_is_never_told_to_stop() -> None:
    found = [item.rule.id for item in checklist(plan(prescribed_antiplatelet=True))]
    assert "keep-prescribed-aspirin" in found
    assert "no-aspirin" not in found


def test_a_visit_that_moves_moves_the_list() -> None:
    before, after = checklist(plan(day=9)), checklist(plan(day=16))
    assert [b.rule.id for b in before] == [a.rule.id for a in after]
    assert {(a.start.date() - b.start.date()).days for a, b in zip(after, before, strict=True)} == {7}


def test_nothing_is_prepared_while_the_procedure_has_no_day() -> None:
    assert checklist(Drawer(load("leaflet")).draw({}, zone=EDMONTON)) == []


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_protocol_has_a_list(name: str) -> None:
    assert checklist(plan(name))


@pytest.mark.parametrize(
    ("leaves", "returns", "seated", "verdict"),
    [
        ("2027-03-20", "2027-03-25", 6, TripVerdict.RESTRICTED),
        ("2027-03-09", None, 1, TripVerdict.AWAY),
        ("2027-03-05", "2027-03-12", 2, TripVerdict.AWAY),
        ("2027-03-20", None, 4, TripVerdict.FINE),  # not more than four hours
        ("2027-03-20", None, None, TripVerdict.UNKNOWN),
        ("2027-04-05", None, 5, TripVerdict.RESTRICTED),  # the last of 28 days
        ("2027-04-06", None, 5, TripVerdict.NEAR),
        ("2027-03-03", "2027-03-04", 8, TripVerdict.NEAR),
        ("2027-06-01", "2027-06-20", 12, TripVerdict.FINE),
    ],
)
def test_what_a_trip_means(leaves: str, returns: str | None, seated: int | None, verdict: TripVerdict) -> None:
    trip = Trip(date.fromisoformat(leaves), date.fromisoformat(returns) if returns else None, seated)
    assert check_trip(trip, plan())[0] is verdict


def test_the_proof_changes_with_every_word_the_language_and_the_protocol() -> None:
    proofs = {digest("a", "en", ["x"]), digest("b", "en", ["x"]), digest("a", "fr", ["x"]), digest("a", "en", ["y"])}
    assert len(proofs) == 4
