"""The map as SVG: what is found is there, in its line and its colour, and nothing that a strict policy forbids."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.anatomy import Landmarks, Leg, anatomy
from saphena.pathway.legmap import (
    BOTH,
    GREY,
    KINDS,
    PAPER,
    SCREEN,
    ChangeMark,
    LegMap,
    Look,
    PerforatorMark,
    Pin,
    Place,
    Scar,
    SegmentMark,
    Sore,
    State,
    Theme,
    View,
    draw,
    one_leg,
)
from saphena.pathway.legmap.examples import EXAMPLES, bilateral

THEMES = [SCREEN, PAPER, GREY]
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_example_is_well_formed_without_style_or_script(name: str, theme: Theme, language: str) -> None:
    svg = draw(EXAMPLES[name](), BOTH, Look(theme=theme, language=language, legend=True, choosable=theme is SCREEN))
    parsed(svg)
    assert "style=" not in svg
    assert "<script" not in svg
    assert "NaN" not in svg


def test_on_paper_there_are_no_classes_and_on_screen_no_colours() -> None:
    assert 'class="' not in draw(bilateral(), look=Look(theme=PAPER, legend=True))
    assert 'fill="#' not in draw(bilateral(), look=Look(legend=True)).replace('stop-color="#', "")


def test_the_same_data_give_the_same_drawing() -> None:
    assert draw(bilateral()) == draw(bilateral())


def test_a_whole_bilateral_map_is_small() -> None:
    assert len(draw(bilateral(), look=Look(legend=True)).encode()) < 60_000


def test_reflux_and_competent_differ_by_more_than_their_colour() -> None:
    def of(state: State) -> str:
        mark = SegmentMark(Leg.RIGHT, "ssv.middle", state, 4.0, 1.0)
        return draw(LegMap((mark,)), [(Leg.RIGHT, View.BACK)], Look(theme=GREY, labels=False))

    assert len({of(state) for state in State}) == len(State)


def test_the_left_leg_is_the_right_one_in_a_mirror() -> None:
    right = draw(LegMap(), [(Leg.RIGHT, View.FRONT)], Look(theme=GREY, labels=False))
    left = draw(LegMap(), [(Leg.LEFT, View.FRONT)], Look(theme=GREY, labels=False))
    assert len(right) == pytest.approx(len(left), rel=0.02)
    assert "Right, from the front" in right
    assert "Left, from the front" in left


def test_numbers_stand_beside_what_they_belong_to_in_the_readers_language() -> None:
    marks = (SegmentMark(Leg.LEFT, "gsv.knee", State.INCOMPETENT, 6.25, 2.4),)
    perforators = (PerforatorMark(Leg.LEFT, "pv.tibial.upper", State.INCOMPETENT, 26.5, 3.9, 0.8),)
    leg_map = LegMap(marks, perforators)
    assert {"6.2 mm · 2.4 s", "CPV 26.5 cm", "3.9 mm · 0.8 s"} <= set(texts(draw(leg_map, one_leg(Leg.LEFT))))
    assert "3,9 mm · 0,8 s" in texts(draw(leg_map, one_leg(Leg.LEFT), Look(language="fr")))


def test_numbers_appear_once_although_a_vein_is_seen_twice() -> None:
    leg_map = LegMap((SegmentMark(Leg.LEFT, "gsv.thigh.middle", State.COMPETENT, 3.7),))
    assert texts(draw(leg_map, one_leg(Leg.LEFT))).count("3.7 mm") == 1
    assert "3.7 mm" in texts(draw(leg_map, [(Leg.LEFT, View.FRONT)]))


def test_the_older_name_of_the_femoral_vein_is_not_on_the_map() -> None:
    marks = tuple(SegmentMark(Leg.LEFT, segment.id, State.COMPETENT, 5) for segment in anatomy())
    assert "superficial femoral" not in draw(LegMap(marks), look=Look(legend=True)).lower()


def test_a_perforator_stands_at_its_height_on_a_leg_of_any_length() -> None:
    mark = PerforatorMark(Leg.RIGHT, "pv.paratibial", State.INCOMPETENT, 46.0, 4.0)
    tall = LegMap(perforators=(mark,), landmarks={Leg.RIGHT: Landmarks(9, 57.5, 103.75)})
    usual = replace(tall, landmarks={}, perforators=(replace(mark, height=37.0),))
    look = Look(labels=False, ruler=False, theme=GREY)
    at = [
        [each.get("cy") for each in parsed(draw(each, [(Leg.RIGHT, View.INNER)], look)).iter(f"{SVG}circle")]
        for each in (tall, usual)
    ]
    assert float(at[0][0] or 0) == pytest.approx(float(at[1][0] or 1), abs=3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_has_a_sign_and_the_legend_explains_it(kind: str) -> None:
    leg_map = EXAMPLES["treated"]()
    leg = leg_map.segments[0].leg
    without = draw(leg_map, one_leg(leg), Look(legend=True))
    changed = draw(leg_map, one_leg(leg), Look(legend=True), [ChangeMark(leg, "gsv.thigh.middle", kind)])
    assert len(changed) > len(without)
    assert len(texts(changed)) == len(texts(without)) + 1


def test_pins_scars_and_ulcers_are_drawn_in_their_view_alone() -> None:
    leg_map = LegMap(
        pins=(Pin(Leg.RIGHT, 7, place=Place(View.BACK, 1, 30)), Pin(Leg.RIGHT, 8, "ssv.middle")),
        scars=(Scar(Leg.RIGHT, Place(View.BACK, 0, 20), Sore.ULCER), Scar(Leg.RIGHT, Place(View.BACK, 0, 60))),
        segments=(SegmentMark(Leg.RIGHT, "ssv.middle", State.CLOSED, 4),),
    )
    back, front = draw(leg_map, [(Leg.RIGHT, View.BACK)]), draw(leg_map, [(Leg.RIGHT, View.FRONT)])
    assert {"7", "8"} <= set(texts(back))
    assert not {"7", "8"} & set(texts(front))
    assert back.count("<ellipse") == 1
    assert front.count("<ellipse") == 0


def test_everything_that_can_be_chosen_has_a_target() -> None:
    svg = draw(bilateral(), one_leg(Leg.LEFT), Look(choosable=True))
    targets = {each.get("data-segment") for each in parsed(svg).iter() if each.get("class") == "hit"}
    assert {"gsv.knee", "ssv.upper", "T1", "pv.gastro.inner", "tr.thigh.back"} <= targets


def test_reflux_that_branches_off_has_no_source_of_its_own() -> None:
    svg = draw(EXAMPLES["small saphenous"](), [(Leg.LEFT, View.BACK)], Look(theme=GREY, labels=False))
    rings = [each for each in parsed(svg).iter(f"{SVG}circle") if each.get("r") == "5.2"]
    assert len(rings) == 1


@given(
    st.lists(
        st.builds(
            SegmentMark,
            st.sampled_from(Leg),
            st.sampled_from(sorted(anatomy().by_id)),
            st.sampled_from(State),
            st.none() | st.floats(0.1, 60),
            st.none() | st.floats(0, 20),
        ),
        max_size=12,
    )
)
def test_whatever_was_found_can_be_drawn(marks: list[SegmentMark]) -> None:
    parsed(draw(LegMap(tuple(marks)), BOTH, Look(legend=True, choosable=True)))
