"""A vein's diameter from one point in it: right on phantoms, or flagged, or refused, but never quietly wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.echo.lumen import Vein, follow, layers, measure_vein
from saphena.echo.lumen import vein as looking
from saphena.echo.lumen.blur import Blur
from saphena.echo.lumen.ellipse import Ellipse
from saphena.echo.lumen.polar import Scene
from saphena.echo.measurement import Flag, Refused
from saphena.echo.phantom.sections import OFF_POINT, Section, SectionSpec, draw_section, make_section
from saphena.echo.reasons import Why
from saphena.echo.regions import Axis, Box, Kind, Region


@lru_cache(maxsize=32)
def _made(spec: SectionSpec, seed: int) -> Section:
    return make_section(np.random.default_rng(seed), spec)


def section(seed: int = 3, **spec: Any) -> Section:
    """A vein of 5 x 6 mm, 9 mm deep, but for what is said."""
    return _made(SectionSpec(**spec), seed)


def region(made: Section) -> Region:
    centimetres = made.spec.millimetres / 10
    box = Box(0, 0, made.spec.columns - 1, made.spec.rows - 1)
    return Region(0, Kind.PICTURE, box, Axis("cm", centimetres, 0), Axis("cm", centimetres, 0))


def measured(made: Section, dx: float = 0.0, dy: float = 0.0) -> Vein:
    x, y = made.middle
    step = made.spec.millimetres
    return measure_vein(made.grey, region(made), (x + dx / step, y + dy / step))


@pytest.mark.parametrize("height", [2.5, 5.0, 9.0])
def test_diameters_area_and_depth_are_those_of_the_phantom(height: float) -> None:
    made = section(height_mm=height, width_mm=1.2 * height)
    vein = measured(made)
    assert vein.upright.value == pytest.approx(made.upright, abs=0.25)
    assert vein.transverse.value == pytest.approx(made.level, abs=0.3)
    assert vein.area.value == pytest.approx(made.area, rel=0.08)
    assert vein.depth.value == pytest.approx(made.depth, abs=0.25)
    assert vein.middle == pytest.approx(made.middle, abs=4)


@pytest.mark.parametrize(("dx", "dy"), [(1.2, 0.0), (-1.2, 0.8), (0.0, -1.4)])
def test_any_point_within_the_vein_gives_the_same_vein(dx: float, dy: float) -> None:
    made = section()
    assert measured(made, dx, dy).upright.value == pytest.approx(measured(made).upright.value, abs=0.12)


def test_a_picture_with_other_steps_across_and_down_is_measured_in_millimetres() -> None:
    made = section()
    centimetres = made.spec.millimetres / 10
    narrow = replace(region(made), box=Box(0, 0, 199, 399), x=Axis("cm", 2 * centimetres, 0))
    vein = measure_vein(np.ascontiguousarray(made.grey[:, ::2]), narrow, (made.middle[0] / 2, made.middle[1]))
    assert vein.upright.value == pytest.approx(made.upright, abs=0.25)
    assert vein.transverse.value == pytest.approx(made.level, abs=0.6)


def test_side_walls_that_are_lost_are_flagged_on_what_needs_them_and_the_upright_diameter_stands() -> None:
    made = section(dropout=25.0)
    vein = measured(made)
    assert Flag.SIDE_WALLS in vein.transverse.flags
    assert Flag.SIDE_WALLS in vein.area.flags
    assert not vein.upright.flags
    assert vein.upright.value == pytest.approx(made.upright, abs=0.2)
    assert abs((vein.transverse.value or 0) - made.level) < (vein.transverse.uncertainty or 0)


@pytest.mark.parametrize("thickness", [0.2, 0.35, 0.6])
def test_lost_side_walls_of_any_thickness_are_flagged(thickness: float) -> None:
    """Nothing else tells: the outline is as round and as sharp as that of a wider vein."""
    veins = [measured(section(seed, dropout=25.0, thickness=thickness)) for seed in (3, 4, 5)]
    assert all(Flag.SIDE_WALLS in vein.transverse.flags for vein in veins)


@pytest.mark.parametrize(("seed", "name"), [((20261125, 4, 13), "hazy_lumen"), ((555, 7, 247), "strong_dropout")])
def test_a_width_is_flagged_when_the_answer_of_lost_walls_is_left_likely(seed: tuple[int, ...], name: str) -> None:
    """A shadow that runs into a hazy vein, and a wall barely brighter than tissue: a third of a millimetre and more too
    wide, and the likelier answer saw the side walls."""
    random = np.random.default_rng(seed)
    made = make_section(random, draw_section(random, **OFF_POINT[name]))
    dx, dy = random.uniform(-0.4, 0.4, 2) * made.upright / 2
    vein = measured(made, dx, dy)
    assert abs((vein.transverse.value or 0) - made.level) > 0.3
    assert Flag.SIDE_WALLS in vein.transverse.flags
    assert (vein.transverse.uncertainty or 0) >= 0.5


@pytest.mark.parametrize("height", [4.5, 7.5])
def test_haze_that_is_taken_for_the_near_wall_is_flagged_and_the_interval_reaches_to_the_wall(height: float) -> None:
    """All gates were passed by an outline that ends at the haze, more than a millimetre below the wall."""
    made = section(1, height_mm=height, width_mm=1.3 * height, haze=-14.0, lumen=-36.0, wall=9.0, dropout=3.0)
    vein = measured(made)
    assert (vein.upright.value or 0) < made.upright - 1.0
    assert {Flag.HAZE_ABOVE} <= set(vein.upright.flags) & set(vein.depth.flags) & set(vein.area.flags)
    assert vein.upright.value == pytest.approx(made.upright, abs=vein.upright.uncertainty)
    assert vein.depth.value == pytest.approx(made.depth, abs=vein.depth.uncertainty)


def test_a_near_wall_under_bright_fascia_needs_no_warning() -> None:
    assert Flag.HAZE_ABOVE not in measured(section(fascia=14.0)).upright.flags
    assert Flag.HAZE_ABOVE not in measured(section(haze=-34.0)).upright.flags


def test_side_walls_that_fade_a_little_do_not_widen_the_vein() -> None:
    for seed in (3, 4, 5):
        made = section(seed, dropout=12.0)
        assert measured(made).transverse.value == pytest.approx(made.level, abs=0.25)


def test_a_width_of_which_nothing_is_known_is_not_told_and_the_upright_diameter_is() -> None:
    made = section(lateral=0.5, axial=0.16, height_mm=2.0, width_mm=2.0)
    vein = measured(made)
    reasons = [each.refused.why for each in (vein.transverse, vein.area) if each.refused]
    assert reasons == [Why.SIDES_SAY_LITTLE] * 2
    assert vein.upright.value == pytest.approx(made.upright, abs=0.4)
    assert vein.outlined == pytest.approx(made.area, rel=0.3)


def test_where_speckle_is_as_wide_as_at_6_mhz_the_reason_says_between_what_the_width_lies() -> None:
    for seed in (3, 4, 5):
        made = section(seed, lateral=0.5, axial=0.16)
        refused = measured(made).transverse.refused
        assert refused is not None
        assert refused.why == Why.SIDES_SAY_LITTLE
        assert refused.values["least"] < made.level < refused.values["most"]
        assert refused.values["most"] - refused.values["least"] < 1.6


def test_a_vein_small_for_its_blur_is_flagged_and_a_large_one_is_not() -> None:
    coarse: dict[str, Any] = {"lateral": 0.5, "axial": 0.16}
    small, large = (measured(section(**coarse, height_mm=high, width_mm=1.1 * high)) for high in (2, 9))
    assert Flag.SMALL_FOR_BLUR in small.upright.flags
    assert (small.upright.uncertainty or 0) > 1.5 * (large.upright.uncertainty or 0)
    assert Flag.SMALL_FOR_BLUR not in large.upright.flags
    assert Flag.SMALL_FOR_BLUR not in measured(section(height_mm=2.5, width_mm=3.0)).upright.flags


@pytest.mark.parametrize(("lateral", "axial"), [(0.16, 0.065), (0.26, 0.1), (0.5, 0.16)])
def test_blur_and_decibels_are_told_from_speckle_of_any_width(lateral: float, axial: float) -> None:
    """What is taken off as coarse takes speckle with it, the wider the more: a third of it at 6 MHz."""
    made = section(lateral=lateral, axial=axial)
    look, (left, top) = looking._look(made.grey, region(made), made.middle)
    assert look.blur.across == pytest.approx(lateral / np.sqrt(2), rel=0.12)
    assert look.blur.down == pytest.approx(axial / np.sqrt(2), rel=0.12)
    rows, columns = look.power.grey.shape
    greys = np.ptp(made.grey[int(top) : int(top) + rows, int(left) : int(left) + columns].astype(float))
    decibels = 10 * np.log10(look.power.grey.max() / look.power.grey.min())
    assert decibels / greys == pytest.approx(made.spec.shown / 255, rel=0.08)


def test_side_walls_that_are_seen_are_believed() -> None:
    made = section(dropout=0.0)
    vein = measured(made)
    assert not vein.flags
    assert vein.transverse.value == pytest.approx(made.level, abs=0.3)


@given(
    first=st.floats(1, 6),
    second=st.floats(1, 6),
    tilt=st.floats(-1.5, 1.5),
    across=st.floats(0.7, 1.4),
    down=st.floats(0.7, 1.4),
)
def test_a_stretched_ellipse_has_just_the_chords_that_were_asked_for(
    first: float, second: float, tilt: float, across: float, down: float
) -> None:
    before = Ellipse(3.0, 4.0, first, second, tilt)
    after = before.stretched(across, down)
    assert after.level == pytest.approx(before.level * across)
    assert after.upright == pytest.approx(before.upright * down)
    assert after.area == pytest.approx(before.area * across * down)


def test_depth_counts_from_the_skin_and_not_from_the_gel() -> None:
    with_gel, without = section(skin=3.0), section(skin=0.0)
    assert measured(with_gel).depth.value == pytest.approx(measured(without).depth.value, abs=0.3)


def test_a_point_in_tissue_is_refused() -> None:
    with pytest.raises(Refused, match="does not lie in something darker"):
        measured(section(), dx=7.0)


def test_a_vein_at_the_edge_of_the_picture_is_refused() -> None:
    with pytest.raises(Refused, match=r"edge of the picture|Other starting points|The wall"):
        measured(section(aside=11.5))


def test_a_point_outside_the_calibrated_picture_is_refused() -> None:
    made = section()
    with pytest.raises(Refused, match="outside the calibrated picture"):
        measure_vein(made.grey, replace(region(made), box=Box(0, 0, 50, 50)), made.middle)


def test_a_second_vein_beside_it_changes_nothing() -> None:
    assert measured(section(neighbour=4.0)).upright.value == pytest.approx(measured(section()).upright.value, abs=0.2)


def test_a_shadow_and_writing_change_nothing() -> None:
    assert measured(section(shadow=5.0, text=True)).upright.value == pytest.approx(5.0, abs=0.25)


def test_an_empty_picture_is_refused() -> None:
    made = section()
    with pytest.raises(Refused, match="does not lie in something darker"):
        measure_vein(np.zeros_like(made.grey), region(made), made.middle)


def test_a_vein_is_followed_while_the_probe_presses() -> None:
    heights = [5.0, 4.6, 4.2, 3.8, 3.3, 2.9, 2.5]
    frames = [section(seed=number, height_mm=height, width_mm=6.0) for number, height in enumerate(heights)]
    found = follow((made.grey for made in frames), region(frames[0]), frames[0].middle)
    assert found.measured == len(frames)
    smallest = 1 - frames[-1].area / frames[0].area
    assert found.compressibility.value == pytest.approx(smallest, abs=0.08)


def test_a_vein_that_jumps_between_frames_is_refused_there_and_found_again() -> None:
    frames = [section(), section(height_mm=9.0, width_mm=9.5, depth=7.0), section(seed=4)]
    found = follow((made.grey for made in frames), region(frames[0]), frames[0].middle)
    assert [isinstance(vein, str) for vein in found.veins] == [False, True, False]
    assert "from one frame to the next" in str(found.veins[1])
    assert found.compressibility.refused == "The vein was measured in fewer than three frames."


@pytest.mark.slow
@pytest.mark.parametrize("name", ["base", "6_mhz", "noise_minus_34_db", "two_veins"])
def test_no_gross_error_is_returned(name: str) -> None:
    """A small sample of what the benchmark measures on thousands."""
    random = np.random.default_rng(2027)
    errors = []
    for _ in range(12):
        made = make_section(random, draw_section(random, **OFF_POINT.get(name, {})))
        try:
            errors.append(abs((measured(made).upright.value or 0) - made.upright))
        except Refused:
            continue
    assert len(errors) >= 10
    assert max(errors) < 0.6
    assert np.median(errors) < 0.13


def test_the_slopes_of_the_layers_are_those_of_the_power_they_show() -> None:
    """Those of the levels are exact; those of the outline leave out how the wall's level turns with it."""
    made = section()
    power = np.exp(made.grey.astype(np.float32) / 255 * 6)
    x, y = (each * made.spec.millimetres for each in made.middle)
    outline = Ellipse(x, y, 3.0, 2.5, 0.1)
    scene = Scene(power, made.spec.millimetres, made.spec.millimetres)
    seen, blood = layers._seen(scene, outline, Blur(0.25, 0.1))
    begun = np.array([layers._begun(outline, blood, *start) for start in (layers.SEEN, layers.LOST)])
    expected, slopes = layers._expected(begun, seen)
    for which, step in enumerate(1e-5 * np.eye(10)):
        higher, lower = (layers._expected(begun + sign * step, seen)[0] for sign in (1, -1))
        true = (higher - lower) / 2e-5 / expected
        assert np.corrcoef(true.ravel(), slopes[:, which].ravel())[0, 1] > 0.85
        if which >= layers.BLOOD:
            assert slopes[:, which] == pytest.approx(true, rel=0.01, abs=1e-3)
