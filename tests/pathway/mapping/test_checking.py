"""What cannot be true at one place at the same time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from saphena.pathway.mapping.checking import contradictions, empty_legs
from saphena.pathway.mapping.words import sentence

WIDE = Decimal("6.2")


def test_a_vein_that_is_absent_has_no_reflux_and_the_sentence_stands_at_the_reflux() -> None:
    problems = contradictions({"state": "absent"}, {"reflux": Decimal(800)})
    assert [problem.field for problem in problems] == ["reflux"]
    assert "absent" in sentence(problems[0])
    assert "has no reflux" in sentence(problems[0])


def test_a_vein_with_numbers_does_not_become_absent_or_unseen() -> None:
    for state in ("absent", "not_seen"):
        problems = contradictions({"diameter": WIDE}, {"state": state})
        assert [problem.field for problem in problems] == ["state"]
        assert "diameter" in sentence(problems[0])


def test_both_at_once_are_refused_at_each_number() -> None:
    new: dict[str, Decimal | str] = {"state": "absent", "diameter": WIDE, "reflux": Decimal(1)}
    assert [problem.field for problem in contradictions({}, new)] == ["diameter", "reflux"]


@pytest.mark.parametrize("new", [{"remark": "none"}, {"earlier": "stripped"}, {}])
def test_what_is_no_measurement_may_be_said_of_an_absent_vein(new: dict[str, Decimal | str]) -> None:
    assert contradictions({"state": "absent"}, new) == []


def test_numbers_beside_other_states_are_fine() -> None:
    assert contradictions({"state": "treated"}, {"reflux": Decimal(800)}) == []


def test_a_leg_of_which_only_signs_were_noted_is_empty() -> None:
    assert empty_legs(("left", "right"), [("left", "leg"), ("right", "sfj")]) == ("left",)
