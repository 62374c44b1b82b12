"""The conflicts C1 to C18 are found in the leaflet as printed, and settled in the leaflet that we ship.

All eighteen can be seen by a checker, as far as they are gaps or collisions in what is written. What none can see is
whether a default is good medicine: that a test session foretells a reaction (C4), or that five nights are enough (C1).
"""

from __future__ import annotations

import time

import pytest

from saphena.pathway.protocol.checking import Finding, Severity, check
from saphena.pathway.protocol.library import load, shipped
from tests.pathway.protocol.checking.breaking import leaflet, literal

# conflict -> (finding, the rules of the printed leaflet that it must name)
SEEN = [
    ("C1", "two-windows", {"b11", "post-6"}),
    ("C1", "early-end-untold", {"post-6"}),
    ("C2", "no-end", {"b12"}),
    ("C3", "second-unsettled", {"b14"}),
    ("C4", "test-outcome-unsettled", {"pre-1a", "pre-1b"}),
    ("C4", "test-age-unsettled", {"pre-1a", "pre-1c"}),
    ("C4", "gate-without-override", {"pre-1a"}),
    ("C5", "not-supervised", set()),
    ("C6", "two-windows", {"pre-4a", "post-1c"}),
    ("C7", "range-as-limit", {"pre-4c"}),
    ("C8", "undefined-term", {"pre-9"}),
    ("C8", "travel-against-visit", {"pre-9", "post-1b"}),
    ("C8", "far-home-unsettled", {"pre-9"}),
    ("C9", "unsettled-hours", {"pre-10a"}),
    ("C10", "contradiction", {"post-8", "post-2"}),
    ("C11", "contradiction", {"post-8", "post-4"}),
    ("C12", "missing-emergency", set()),
    ("C13", "open-until-event", {"post-9"}),
    ("C14", "caution-ignored", {"pre-7b"}),
    ("C15", "caution-ignored", {"pre-5"}),
    ("C16", "undefined-term", {"b12", "post-7b"}),
    ("C17", "no-leg-said", {"post-1c", "post-2", "post-9", "b12"}),
    ("C18", "unspecified-aftercare", {"pre-1a", "pre-1b"}),
]
CONFLICTS = [f"C{number}" for number in range(1, 19)]


def printed(conflict: str, finding: str) -> list[Finding]:
    return [each for each in check(literal()) if (each.conflict, each.id) == (conflict, finding)]


@pytest.mark.parametrize(
    ("conflict", "finding", "named"), SEEN, ids=lambda each: each if isinstance(each, str) else "-".join(sorted(each))
)
def test_the_printed_leaflet_holds_the_conflict(conflict: str, finding: str, named: set[str]) -> None:
    found = printed(conflict, finding)
    assert found
    assert any(named <= set(each.rules) for each in found)
    assert all(each.severity is not Severity.NOTE for each in found)


def test_every_conflict_is_looked_for() -> None:
    assert list(dict.fromkeys(conflict for conflict, _, _ in SEEN)) == CONFLICTS


def test_every_conflict_that_is_found_is_one_of_the_eighteen() -> None:
    assert {finding.conflict for finding in check(literal())} - {""} == set(CONFLICTS)


def test_a_contradiction_names_a_day_on_which_both_rules_hold() -> None:
    (swimming,) = (each for each in printed("C10", "contradiction"))
    assert "post-2 asks for swimming, and swimming involves water" in swimming.sentence
    assert "for a procedure on Wednesday 16 June 2027 at 10:00" in swimming.sentence
    assert "both hold on Wednesday 16 June 2027 at 15:40" in swimming.sentence


def test_one_duty_with_two_ends_names_both_ends() -> None:
    (bandage,) = printed("C1", "two-windows")
    assert "Monday 21 June 2027 at 07:00" in bandage.sentence
    assert "Monday 21 June 2027 at 10:22" in bandage.sentence


def test_the_leaflet_that_we_ship_is_without_error_or_warning() -> None:
    assert [str(finding) for finding in check(leaflet()) if finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_the_leaflet_that_we_ship_says_where_it_settles_the_conflict(conflict: str) -> None:
    assert [rule.id for rule in leaflet().rules if conflict in rule.settles and not rule.off]


def test_no_default_is_silent() -> None:
    assert {each for rule in leaflet().rules for each in rule.settles} <= set(CONFLICTS)


@pytest.mark.parametrize("protocol", shipped())
def test_no_protocol_that_we_ship_has_an_error(protocol: str) -> None:
    assert [str(finding) for finding in check(load(protocol)) if finding.severity is Severity.ERROR] == []


def test_errors_come_first_and_notes_last() -> None:
    order = [finding.severity for finding in check(literal())]
    assert order == sorted(order, key=list(Severity).index)


def test_the_leaflet_is_checked_in_less_than_two_seconds() -> None:
    leaflet()
    start = time.process_time()
    check(leaflet())
    assert time.process_time() - start < 2
