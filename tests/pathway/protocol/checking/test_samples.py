"""The days and the patients on which a protocol is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from saphena.pathway.protocol.checking import Severity, check
from saphena.pathway.protocol.checking.satisfying import Answers, Patients
from saphena.pathway.protocol.checking.scenarios import Samples
from saphena.pathway.protocol.drawing import Drawer
from tests.pathway.clocks import ZONES
from tests.pathway.protocol.checking.breaking import leaflet


def samples(zone: str = "America/Edmonton") -> Samples:
    protocol = replace(leaflet(), zone=zone)
    return Samples(Drawer(protocol), Patients(protocol))


def days(zone: str) -> set[date]:
    return {events["procedure"].date() for events in samples(zone).quiet}


def test_a_leap_day_a_months_end_and_both_clock_changes_are_among_the_days() -> None:
    assert days("America/Edmonton") == {
        date(2027, 6, 16), date(2027, 1, 31), date(2028, 2, 29), date(2027, 3, 8), date(2027, 11, 1),
    }  # fmt: skip


def test_where_clocks_never_change_there_are_no_such_days() -> None:
    assert days("Asia/Kathmandu") == {date(2027, 6, 16), date(2027, 1, 31), date(2028, 2, 29)}


def test_what_the_protocol_expects_itself_is_left_to_it() -> None:
    quiet, later = samples().quiet[0], samples().later[0]
    assert {"procedure", "test", "booked"} <= set(quiet)
    assert "home" not in quiet  # the leaflet expects it after the drive
    assert "unbandaged" not in later  # a rule of the leaflet ends with it
    assert set(later) - set(quiet) == {"review", "second"}


def test_every_rule_meets_a_patient_that_it_is_for() -> None:
    tried, kinds = samples(), samples().kinds()
    for rule in leaflet().rules:
        if not rule.off:
            trials = tried.trials(kinds, later=True)
            assert any(trial.item(rule.id) or rule in [each.rule for each in trial.plan.dropped] for trial in trials)


def test_the_first_patient_is_the_usual_one_and_they_are_few() -> None:
    kinds: list[Answers] = samples().kinds()
    assert kinds[0] == {}
    assert len(kinds) < 12


@pytest.mark.parametrize("zone", ZONES)
def test_the_leaflet_is_sound_on_other_clocks(zone: str) -> None:
    found = check(replace(leaflet(), zone=zone))
    assert [str(each) for each in found if each.severity is not Severity.NOTE] == []
