"""The feeding trunk comes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.planning.ordering import in_order, too_early

FEEDS = {"gsv-thigh": ["sfj"], "gsv-calf": ["gsv-thigh"], "tributary": ["gsv-calf"], "aasv": ["sfj"]}
VEINS = ["sfj", "gsv-thigh", "gsv-calf", "tributary", "aasv"]


def test_a_trunk_comes_before_what_it_feeds() -> None:
    assert in_order(["tributary", "gsv-calf", "gsv-thigh"], FEEDS) == ["gsv-thigh", "gsv-calf", "tributary"]


def test_a_vein_between_that_is_not_treated_changes_nothing() -> None:
    assert in_order(["tributary", "gsv-thigh"], FEEDS) == ["gsv-thigh", "tributary"]


def test_veins_that_do_not_feed_each_other_stay_as_they_were_given() -> None:
    assert in_order(["aasv", "gsv-thigh"], FEEDS) == ["aasv", "gsv-thigh"]


def test_a_ring_of_veins_keeps_its_order() -> None:
    ring = {"giacomini": ["gsv"], "gsv": ["ssv"], "ssv": ["giacomini"]}
    assert in_order(["ssv", "giacomini", "gsv"], ring) == ["ssv", "giacomini", "gsv"]
    assert too_early([["ssv"], ["gsv"]], ring) == []


def test_a_tributary_before_its_trunk_is_said() -> None:
    assert too_early([["tributary"], ["gsv-thigh"]], FEEDS) == [("tributary", "gsv-thigh")]
    assert too_early([["tributary", "gsv-thigh"]], FEEDS) == []
    assert too_early([["gsv-thigh"], ["tributary", "gsv-thigh"]], FEEDS) == []


@given(targets=st.lists(st.sampled_from(VEINS), unique=True))
def test_in_order_one_session_each_is_never_too_early(targets: list[str]) -> None:
    ordered = in_order(targets, FEEDS)
    assert sorted(ordered) == sorted(targets)
    assert too_early([[target] for target in ordered], FEEDS) == []
