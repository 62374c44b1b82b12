"""What could be treated, how wide, how long, how deep, and what to mind."""

from __future__ import annotations

from decimal import Decimal

from saphena.pathway.mapping import criteria, derive
from saphena.pathway.mapping.concluding import CAUTIONS, target_line
from tests.pathway.mapping.worked import left, readings


def test_neighbouring_parts_of_one_vein_are_one_stretch() -> None:
    leg = left(
        "gsv.thigh.upper reflux 900", "gsv.thigh.upper diameter 6.5", "gsv.thigh.upper depth 14",
        "gsv.thigh.upper length 11", "gsv.thigh.middle reflux 900", "gsv.thigh.middle diameter 7.1",
        "gsv.thigh.middle depth 9", "gsv.thigh.middle length 10", "gsv.calf.upper reflux 900",
    )  # fmt: skip
    first, second = leg.targets
    assert first.segments == ("gsv.thigh.upper", "gsv.thigh.middle")
    assert (first.diameter, first.depth, first.length) == (Decimal("7.1"), (Decimal(9), Decimal(14)), Decimal(21))
    assert first.measured_all
    assert second.segments == ("gsv.calf.upper",)
    assert not second.measured_all
    said = target_line(first).replace("\u202f", " ")
    assert said == "GSV upper thigh to middle of the thigh, up to 7.1 mm wide, 9 to 14 mm deep, 21 cm long"


def test_a_length_that_nobody_measured_is_called_usual() -> None:
    assert "usually about 12\u202fcm long, not measured" in target_line(left("gsv.calf.upper reflux 900").targets[0])


def test_a_pathologic_perforator_is_a_target_and_a_leaking_one_is_not() -> None:
    pathologic = left("pv.tibial.upper@24 reflux 700", "pv.tibial.upper@24 diameter 3.6")
    assert [target.segments for target in pathologic.targets] == [("pv.tibial.upper",)]
    assert left("pv.tibial.upper@24 reflux 700", "pv.tibial.upper@24 diameter 3.0").targets == ()


def test_junctions_deep_veins_and_competent_veins_are_none() -> None:
    assert left("sfj reflux 900", "popv.upper reflux 2000", "ssv.upper reflux 100").targets == ()


def test_a_trunk_of_more_than_twelve_millimetres_is_cautioned_and_one_of_twelve_is_not() -> None:
    for width, rules in (("12.1", ["very_wide_trunk"]), ("12", [])):
        leg = left("gsv.thigh.upper reflux 900", f"gsv.thigh.upper diameter {width}")
        assert [why.rule for why in leg.targets[0].cautions] == rules


def test_a_caution_that_was_only_recalled_is_off_until_it_is_confirmed() -> None:
    noted = readings("gsv.thigh.upper reflux 900", "gsv.thigh.upper diameter 6", "gsv.thigh.upper depth 4")
    assert derive(noted, criteria()).legs["left"].targets[0].cautions == ()
    confirmed = derive(noted, criteria(confirmed=True)).legs["left"].targets[0]
    assert [why.rule for why in confirmed.cautions] == ["wider_than_best_for_foam", "close_to_the_skin"]


def test_every_caution_has_its_words() -> None:
    assert {row.id for row in criteria(confirmed=True).cautions} <= set(CAUTIONS)
