"""Every vein is drawn where anatomy has it: inside the skin, from below upwards, and joined to what it drains into."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.legmap.body import calls, contour, course, views_of, where
from saphena.pathway.legmap.curves import between, walked
from saphena.pathway.legmap.marks import View

LEG = anatomy()
ELSEWHERE = {"ivc", "civ", "iiv", "pelv", "ret", "tel"}  # above the drawing, or without a course
WITH_A_COURSE = [segment for segment in LEG if segment.category is not Category.PERFORATOR]


def skin_at(view: View, height: float) -> tuple[float, float]:
    """The outermost x of the skin at a height, left and right."""
    points = [point for point, _ in walked(contour(view).skin, 600)]
    here = [x for x, y in points if abs(y - height) < 0.8]
    return min(here), max(here)


@pytest.mark.parametrize("id", [segment.id for segment in WITH_A_COURSE if segment.id not in ELSEWHERE])
def test_every_vein_has_a_view_in_which_it_is_named(id: str) -> None:
    view = calls(id)
    assert view
    assert course(id, view)
    assert views_of(id)[0] is view


@pytest.mark.parametrize("id", [segment.id for segment in LEG.of_category(Category.PERFORATOR)])
def test_every_perforator_has_a_place(id: str) -> None:
    assert any(where(id, view, LEG.segment(id).height(0.5)) for view in View)


@pytest.mark.parametrize("view", list(View))
def test_no_vein_leaves_the_skin(view: View) -> None:
    for segment in WITH_A_COURSE:
        for (x, y), _ in walked(course(segment.id, view), 12) if course(segment.id, view) else ():
            if 1 < y < 82:
                left, right = skin_at(view, y)
                assert left - 0.3 <= x <= right + 0.3, f"{segment.id} at {y:.0f} cm"


@pytest.mark.parametrize("vein", ["gsv", "aasv", "ssv", "fv", "popv"])
def test_the_segments_of_a_trunk_are_one_line(vein: str) -> None:
    for view in View:
        parts = [course(segment.id, view) for segment in LEG.of_vein(vein)]
        if all(parts):
            assert all(upper[0][0] == pytest.approx(lower[-1][3], abs=1e-4) for upper, lower in pairwise(parts))


@pytest.mark.parametrize("id", ["gsv.thigh.upper", "aasv.upper", "pasv.thigh", "pasv.leg", "ssv.upper", "te", "ptcv"])
def test_a_trunk_ends_where_it_drains(id: str) -> None:
    view = calls(id)
    assert view
    x, y = course(id, view)[-1][3] if id != "te" else course(id, view)[0][0]
    target = course("ssv.upper" if id == "te" else LEG.drains_into(id)[0].segment, view)
    assert min(hypot(x - tx, y - ty) for (tx, ty), _ in walked(target, 60)) < 1.2


def test_the_great_saphenous_vein_runs_before_the_ankle_behind_the_knee_and_to_the_groin() -> None:
    ankle = course("gsv.calf.lower", View.INNER)[0][0]
    knee = course("gsv.knee", View.INNER)[0][0]
    groin = course("gsv.thigh.upper", View.INNER)[-1][3]
    assert ankle[0] < -1.5  # in front of the ankle bone, whose middle is near 0
    assert knee[0] > 2.5
    assert groin[0] < -4


def test_the_small_saphenous_vein_runs_from_behind_the_outer_ankle_to_the_crease_of_the_knee() -> None:
    assert course("ssv.lower", View.BACK)[0][0][0] > 2
    assert abs(course("ssv.upper", View.BACK)[-1][3][0]) < 1


def test_a_course_that_is_cut_away_is_empty() -> None:
    assert between(course("gsv.knee", View.INNER), 0, 1) == []
    assert course("ssv.upper", View.FRONT) == []
