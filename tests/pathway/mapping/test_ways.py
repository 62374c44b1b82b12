"""Where reflux comes from, which way it goes, where it ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.anatomy import Category, anatomy
from tests.pathway.mapping.worked import left

TRUNK = ("gsv.thigh.upper", "gsv.thigh.middle", "gsv.thigh.lower", "gsv.knee", "gsv.calf.upper")


def ways_of(*lines: str) -> list[tuple[str, ...]]:
    return [way.segments for way in left(*lines).ways]


def refluxing(*segments: str) -> list[str]:
    return [f"{segment} reflux 900" for segment in segments]


def test_from_the_groin_through_the_trunk_into_a_tributary() -> None:
    way = ("sfj", "sfj.preterminal", *TRUNK, "tr.calf.inner")
    assert ways_of(*refluxing(*way)) == [way]
    assert left(*refluxing(*way)).ways[0].fed_from == "cfv"


def test_a_competent_junction_is_no_source() -> None:
    assert ways_of("sfj reflux 0", *refluxing(*TRUNK[:2])) == [TRUNK[:2]]


def test_a_trunk_that_splits_has_two_ways() -> None:
    found = ways_of(*refluxing("gsv.knee", "gsv.calf.upper", "tr.calf.inner", "tr.calf.front"))
    assert {way[-1] for way in found} == {"tr.calf.inner", "tr.calf.front"}


def test_a_part_that_nobody_saw_makes_the_way_unsure_and_does_not_break_it() -> None:
    way = left(*refluxing("gsv.thigh.upper", "gsv.thigh.lower"), "gsv.thigh.middle state not_seen").ways
    assert [each.segments for each in way] == [("gsv.thigh.upper", "gsv.thigh.middle", "gsv.thigh.lower")]
    assert way[0].unsure == ("gsv.thigh.middle",)


def test_a_part_that_is_competent_breaks_it() -> None:
    found = ways_of(*refluxing("gsv.thigh.upper", "gsv.thigh.lower"), "gsv.thigh.middle reflux 100")
    assert found == [("gsv.thigh.upper",), ("gsv.thigh.lower",)]


def test_from_one_vein_to_another_nobody_is_led_over_what_was_not_seen() -> None:
    found = ways_of(*refluxing("gsv.thigh.upper", "ssv.upper"))
    assert found == [("gsv.thigh.upper",), ("ssv.upper",)]


def test_through_the_intersaphenous_vein_when_it_was_seen_to_reflux() -> None:
    found = ways_of(*refluxing("gsv.thigh.upper", "giac", "te", "ssv.upper"))
    assert found == [("gsv.thigh.upper", "giac", "te", "ssv.upper")]


def test_a_leaking_perforator_feeds_the_vein_that_it_leaves() -> None:
    way = left("pv.paratibial@38 reflux 700", *refluxing("gsv.calf.upper", "gsv.calf.middle")).ways
    assert [each.segments for each in way] == [("pv.paratibial", "gsv.calf.upper", "gsv.calf.middle")]
    assert way[0].fed_from == "ptv"


def test_a_tributary_comes_off_where_it_was_seen_to() -> None:
    usual = ways_of(*refluxing("ssv.upper", "gsv.calf.upper", "tr.calf.inner"))
    noted = ways_of(*refluxing("ssv.upper", "gsv.calf.upper", "tr.calf.inner"), "tr.calf.inner joins ssv.upper")
    assert ("gsv.calf.upper", "tr.calf.inner") in usual
    assert ("ssv.upper", "tr.calf.inner") in noted


def test_no_reflux_no_way() -> None:
    assert ways_of("gsv.thigh.upper reflux 200") == []


SUPERFICIAL = [
    segment.id for segment in anatomy() if segment.category in (Category.TRUNK, Category.JUNCTION, Category.TRIBUTARY)
]


@given(st.sets(st.sampled_from(SUPERFICIAL), min_size=1, max_size=25))
def test_every_refluxing_segment_lies_on_a_way_and_every_way_begins_where_nothing_above_refluxes(ids: set[str]) -> None:
    leg = left(*refluxing(*sorted(ids)))
    on_a_way = {id for way in leg.ways for id in way.segments}
    assert ids <= on_a_way
    for way in leg.ways:
        assert way.source in ids
        assert set(way.segments) - ids == set(way.unsure)
        assert len(set(way.segments)) == len(way.segments)
