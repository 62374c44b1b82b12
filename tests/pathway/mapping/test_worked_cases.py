"""What follows from numbers, case by case: every threshold from both sides, each case with its source."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from saphena.pathway.mapping import criteria
from saphena.pathway.mapping.criteria.sets import Threshold
from tests.pathway.mapping.worked import cases, left

if TYPE_CHECKING:
    from saphena.pathway.mapping import LegDerived

IDS = [case["id"] for case in cases()]
YES_NO = {True: "yes", False: "no", None: "open"}


def leg_of(case: dict[str, Any]) -> LegDerived:
    return left(*case["noted"], rules=case.get("set", "svs_2023"), confirmed=case.get("confirmed", False))


def named(segment: str, level: Decimal | None) -> str:
    return segment if level is None else f"{segment}@{level}"


def found_in(case: dict[str, Any]) -> dict[str, Any]:
    """What follows, in the words of the case: only what the case speaks of."""
    leg = leg_of(case)
    kinds = {
        each.vein: f"{each.kind}, perhaps {each.perhaps}" if each.perhaps else str(each.kind) for each in leg.patterns
    }
    vcss = {"total": leg.vcss.total, "without": leg.vcss.without_compression, "missing": len(leg.vcss.missing)}
    everything = {
        "competence": {named(each.segment.id, each.level): str(each.state) for each in leg.judged},
        "kinds": kinds,
        "pathologic": {
            named(each.judged.segment.id, each.judged.level): YES_NO[each.pathologic] for each in leg.perforators
        },
        "ceap_basic": leg.ceap.basic,
        "ceap_full": leg.ceap.full(),
        "vcss": vcss,
    }
    return {name: everything[name] for name in everything if name in case}


@pytest.mark.parametrize("case", cases(), ids=IDS)
def test_the_case_comes_out_as_written(case: dict[str, Any]) -> None:
    expected = {name: case[name] for name in found_in(case)}
    assert expected, "a case that expects nothing cannot fail"
    assert found_in(case) == expected


def test_there_are_enough_and_each_has_a_name_of_its_own_and_a_source() -> None:
    assert len(cases()) >= 60
    assert len(set(IDS)) == len(IDS)
    assert all(case["source"] and case["about"] for case in cases())


def test_every_threshold_of_the_default_set_is_tried_at_its_value_and_just_beyond() -> None:
    rules = criteria()
    tried: dict[str, set[Decimal]] = {}
    for case in cases():
        if "set" in case or "competence" not in case:
            continue
        for line in case["noted"]:
            if match := re.match(r"([\w.]+)(?:@\S+)? reflux (\d+)$", line):
                tried.setdefault(rules.thresholds[match[1]].id, set()).add(Decimal(match[2]))
    for row in rules.rows:
        if isinstance(row, Threshold):
            assert {row.limit.value, row.limit.value + 1} <= tried[row.id], row.id
