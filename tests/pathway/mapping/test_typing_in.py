"""What is typed at the couch is understood as it was meant, or a sentence says what was not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.mapping.codes import codes
from saphena.pathway.mapping.quantities import quantities
from saphena.pathway.mapping.typing_in import Problem, plain_number, read_cell, read_line, read_number
from saphena.pathway.mapping.words import PROBLEMS, sentence

UNDERSTOOD = [
    ("gsv ak 6,2 0,8", "gsv.thigh.lower", None, {"diameter": "6.2", "reflux": "800"}),
    ("gsv ak 6.2 800", "gsv.thigh.lower", None, {"diameter": "6.2", "reflux": "800"}),
    ("gsv ut d6.2 r0.8 z12", "gsv.thigh.upper", None, {"diameter": "6.2", "reflux": "800", "depth": "12"}),
    ("gsv ut 0,62cm 800ms", "gsv.thigh.upper", None, {"diameter": "6.2", "reflux": "800"}),
    ("gsv ut 0.0062m", "gsv.thigh.upper", None, {"diameter": "6.2"}),
    ("gsv ut - 0.8", "gsv.thigh.upper", None, {"reflux": "800"}),
    ("gsv ut 6 0.8 v24", "gsv.thigh.upper", None, {"diameter": "6", "reflux": "800", "peak": "24"}),
    ("sfj c", "sfj", None, {"state": "competent"}),
    ("ssv m x", "ssv.middle", None, {"state": "absent"}),
    ("te ns", "te", None, {"state": "not_seen"}),
    ("gvs bk 5,1 1,2", "gsv.calf.upper", None, {"diameter": "5.1", "reflux": "1200"}),
    ("saphène interne haut de la cuisse 5", "gsv.thigh.upper", None, {"diameter": "5"}),
    ("SFV upper 8 0.4", "fv.upper", None, {"diameter": "8", "reflux": "400"}),
    ("cockett 2 @18 3.6 0.5", "pv.tibial.middle", "18", {"diameter": "3.6", "reflux": "500"}),
    ("pv t2 18 3.6 0.5", "pv.tibial.middle", "18", {"diameter": "3.6", "reflux": "500"}),
    ("boyd @38,5 3 -", "pv.paratibial", "38.5", {"diameter": "3"}),
    ("spj j-2 4.1 0.3", "spj", None, {"junction": "-2", "diameter": "4.1", "reflux": "300"}),
    ("aasv u @76 4 0.7", "aasv.upper", "76", {"diameter": "4", "reflux": "700"}),
    ("gsv ak 6 # winds a lot", "gsv.thigh.lower", None, {"diameter": "6", "remark": "winds a lot"}),
    ("gsv ak 6 83%", "gsv.thigh.lower", None, {"diameter": "6", "pressed": "83"}),
    ("popv ak cn tha", "popv.upper", None, {"compressible": "no", "thrombus": "acute"}),
]
WRONG = [
    ("b gsv ak 6", "leg", "both legs"),
    ("bilateral gsv ak 6", "leg", "both legs"),
    ("", "segment", "no segment"),
    ("6.2 0.8", "segment", "unknown segment"),
    ("nothing 6", "segment", "unknown segment"),
    ("gsv 6", "segment", "several segments"),
    ("gsv ak", "line", "nothing noted"),
    ("gsv ak -3", "diameter", "impossible"),
    ("gsv ak 0", "diameter", "impossible"),
    ("gsv ak 6 -0.5", "reflux", "impossible"),
    ("gsv ak 1,2,3", "line", "not understood"),
    ("gsv ak 6 blue", "line", "not understood"),
    ("pv t2 3.6 0.5", "level", "perforator without level"),
    ("gsv ak d6kg", "diameter", "unknown unit"),
]


@pytest.mark.parametrize(("typed", "segment", "level", "values"), UNDERSTOOD, ids=[row[0] for row in UNDERSTOOD])
def test_a_line_is_understood(typed: str, segment: str, level: str | None, values: dict[str, str]) -> None:
    entry = read_line(typed, "left")
    assert entry.problems == []
    assert entry.segment is not None
    assert (entry.leg, entry.segment.id) == ("left", segment)
    assert entry.level == (Decimal(level) if level else None)
    said = {name: plain_number(value) if isinstance(value, Decimal) else value for name, value in entry.values.items()}
    assert said == values


@pytest.mark.parametrize(("typed", "field", "rule"), WRONG, ids=[row[0] or "nothing" for row in WRONG])
def test_what_is_wrong_is_said_at_its_field(typed: str, field: str, rule: str) -> None:
    assert [(problem.field, problem.rule) for problem in read_line(typed, "left").problems] == [(field, rule)]


def test_the_line_may_name_the_leg_and_has_to_where_none_is_being_examined() -> None:
    assert read_line("r gsv ak 6", "left").leg == "right"
    assert read_line("g gsv ak 6").leg == "left"
    assert [problem.rule for problem in read_line("gsv ak 6").problems] == ["no leg"]


def test_metres_for_millimetres_are_kept_and_the_likely_number_is_named() -> None:
    entry = read_line("gsv ak 0.0062", "left")
    assert entry.values == {"diameter": Decimal("0.0062")}
    assert "6.2 mm, told in m?" in sentence(entry.warnings[0])


def test_what_is_hardly_possible_is_kept_with_a_sentence() -> None:
    entry = read_line("gsv ak 41 12", "left")
    assert entry.values == {"diameter": Decimal(41), "reflux": Decimal(12_000)}
    assert [warning.field for warning in entry.warnings] == ["diameter", "reflux"]


def test_the_bounds_themselves_are_plausible() -> None:
    for number in (*quantities().numbers.values(), quantities().level):
        for bound in (number.least, number.most):
            assert number.is_plausible(bound)
        assert not number.is_plausible(number.most + Decimal("0.001"))


def test_an_emptied_field_takes_its_value_back() -> None:
    assert read_cell("diameter", " ") == (None, None, None)
    assert read_cell("state", "ns") == ("not_seen", None, None)
    assert read_cell("state", "purple")[1] == Problem("state", "not a choice", "purple")


def test_no_code_stands_for_two_segments_or_hides_a_state() -> None:
    shorts = {letters for choice in quantities().choices.values() for letters in choice.short}
    assert shorts.isdisjoint(codes())


@given(st.text(max_size=80))
def test_whatever_is_typed_nothing_breaks_and_every_problem_has_its_sentence(typed: str) -> None:
    entry = read_line(typed, "left")
    for problem in (*entry.problems, *entry.warnings):
        assert sentence(problem, "en")
        assert sentence(problem, "fr")


@given(st.decimals(min_value=Decimal("0.001"), max_value=Decimal("999"), places=3), st.sampled_from(["mm", "cm", "m"]))
def test_a_number_comes_out_exactly_with_comma_or_point(value: Decimal, unit: str) -> None:
    diameter = quantities().numbers["diameter"]
    typed = f"{value}{unit}"
    assert read_number(typed, diameter) == value * diameter.units[unit]
    assert read_number(typed.replace(".", ","), diameter) == value * diameter.units[unit]


def test_every_problem_can_be_said_in_both_languages() -> None:
    assert all(set(texts) == {"en", "fr"} for texts in PROBLEMS.values())
