"""The leg map on a page: the table says what the picture says, in the page's language."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from saphena.clinic.design.leg_map import LegMapPicture, leg_map_picture
from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap import ChangeMark, LegMap, State, TributaryMark, View
from saphena.pathway.legmap.examples import EXAMPLES, bilateral, great_saphenous


def page(picture: LegMapPicture) -> str:
    return Template("{% load design %}{% leg_map picture 'The map' %}").render(Context({"picture": picture}))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_mark_of_the_map_is_a_row_of_the_table(name: str) -> None:
    leg_map = EXAMPLES[name]()
    rows = leg_map_picture(leg_map).rows
    marks = [mark.segment for mark in leg_map.segments] + [mark.segment for mark in leg_map.perforators]
    marks += [mark.key for mark in leg_map.tributaries]
    assert sorted(row.segment for row in rows) == sorted(marks)


def test_both_legs_have_six_views_and_one_leg_has_three() -> None:
    assert len(leg_map_picture(bilateral()).views) == 6
    assert len(leg_map_picture(bilateral(), legs=[Leg.LEFT]).views) == 3


def test_the_table_of_one_leg_holds_nothing_of_the_other() -> None:
    assert {row.leg for row in leg_map_picture(bilateral(), legs=[Leg.LEFT]).rows} == {"left"}


def test_the_page_says_it_in_french_with_a_decimal_comma() -> None:
    with translation.override("fr-ca"):
        said = page(leg_map_picture(great_saphenous(), legs=[Leg.RIGHT]))
    assert "Diamètre" in said
    assert "9,6" in said
    assert "reflux" in said
    assert "9.6 mm" not in said


def test_the_page_has_no_inline_style_and_no_script() -> None:
    said = page(leg_map_picture(bilateral(), choosable=True, chosen="left gsv.knee", course_field="id_course"))
    assert "style=" not in said
    assert "<script" not in said
    assert 'chosen="left gsv.knee"' in said
    assert 'course-field="id_course"' in said


def test_a_leg_that_nobody_looked_at_says_so() -> None:
    assert "Nothing has been noted of this leg yet." in page(leg_map_picture(LegMap(), legs=[Leg.LEFT]))


def test_two_maps_stand_side_by_side_with_ids_of_their_own() -> None:
    before = leg_map_picture(great_saphenous(), legs=[Leg.RIGHT], key="before")
    after = leg_map_picture(
        great_saphenous(), legs=[Leg.RIGHT], key="after", changes=[ChangeMark(Leg.RIGHT, "gsv.knee", "wider")]
    )
    pair = Template("{% load design %}{% leg_map_pair before after 'March' 'April' %}").render(
        Context({"before": before, "after": after})
    )
    assert "wider" in pair
    assert 'id="before-right-inner-l"' in pair
    assert 'id="after-right-inner-l"' in pair


def test_the_key_of_a_tributary_cannot_become_markup() -> None:
    mark = TributaryMark(Leg.LEFT, "<b>T", "tr.calf.inner", View.INNER, ((0, 10), (1, 20)), State.COMPETENT, 3.0)
    said = page(leg_map_picture(LegMap(tributaries=(mark,)), legs=[Leg.LEFT], choosable=True))
    assert "<b>T" not in said
    assert "&lt;b&gt;T" in said
