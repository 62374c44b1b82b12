"""Where foam is in a clip: right on phantoms, or refused."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from saphena.echo.foam import FoamClip, measure_foam
from saphena.echo.measurement import Flag, Point, Refused
from saphena.echo.phantom.clips import OFF_POINT, Foam, FoamSpec, draw_foam, make_foam
from saphena.echo.reasons import Why
from saphena.echo.regions import Axis, Box, Kind, Region
from tests.echo.conftest import refuses


@lru_cache(maxsize=16)
def _made(spec: FoamSpec, seed: int) -> Foam:
    return make_foam(np.random.default_rng(seed), spec)


def clip(seed: int = 5, **spec: Any) -> Foam:
    """Foam that comes from the left at 12 mm/s into a vein of 5 mm, but for what is said; twenty frames."""
    return _made(FoamSpec(**{"frames": 20, "interval": 0.08, **spec}), seed)


def region(made: Foam) -> Region:
    centimetres = made.spec.millimetres / 10
    box = Box(0, 0, made.spec.columns - 1, made.spec.rows - 1)
    return Region(0, Kind.PICTURE, box, Axis("cm", centimetres, 0), Axis("cm", centimetres, 0))


def measured(made: Foam, junction: Point | None = None, interval: float | None = 0.08) -> FoamClip:
    return measure_foam(iter(made.frames), region(made), made.line, interval, junction)


def test_front_fill_and_speed_are_those_of_the_phantom() -> None:
    made = clip()
    found = measured(made)
    seen = made.front > 2
    assert np.abs(found.front - made.front)[seen].max() < 1.5
    assert np.abs(found.filled - made.filled).max() < 0.12
    assert found.speed.value == pytest.approx(np.polyfit(np.arange(20) * 0.08, made.front, 1)[0], rel=0.06)
    assert found.flags == ()


def test_foam_may_come_from_the_right() -> None:
    made = clip(slope=0.05)
    turned = measure_foam(iter(made.frames[:, :, ::-1]), region(made),
                          ((439.0 - made.line[0][0], made.line[0][1]), (0.0, made.line[1][1])), 0.08)  # fmt: skip
    assert np.nanmax(np.abs(turned.front - measured(made).front)) < 0.5


def test_a_front_does_not_go_back() -> None:
    assert (np.diff(measured(clip()).front) >= 0).all()


def test_when_foam_is_at_a_marked_junction_is_told() -> None:
    made = clip()
    place = (made.front[12] + 0.2) / made.spec.millimetres
    found = measured(made, (place, made.line[0][1]))
    assert found.reaches is not None
    assert found.reaches.value == pytest.approx(13 * 0.08, abs=0.17)


def test_a_junction_that_foam_does_not_reach_is_told_as_such() -> None:
    found = measured(clip(), (430.0, 118.0))
    assert found.reaches is not None
    assert found.reaches.refused == "The foam does not reach the junction in this clip."


def test_a_clip_without_foam_has_no_front() -> None:
    found = measured(clip(starts=-60.0))
    assert np.isnan(found.front).all()
    assert found.filled.max() == 0
    assert found.speed.value is None


def test_foam_that_has_passed_the_marked_vein_is_flagged() -> None:
    assert Flag.FOAM_LEFT_VIEW in measured(clip(speed=40.0)).flags


def test_a_clip_that_does_not_say_how_fast_it_is_has_no_speed() -> None:
    found = measured(clip(), interval=None)
    assert Flag.NO_TIME in found.flags
    assert "how fast its frames follow" in str(found.speed.refused)
    assert np.nanmax(found.front) > 5


def test_no_dark_vein_between_the_points_is_refused() -> None:
    made = clip()
    with pytest.raises(Refused, match="no dark vein"):
        measure_foam(iter(made.frames), region(made), ((10.0, 30.0), (420.0, 30.0)), 0.08)


def test_a_vein_that_is_too_short_or_lies_outside_is_refused() -> None:
    made = clip()
    with pytest.raises(Refused, match="mark at least 8 mm"):
        measure_foam(iter(made.frames), region(made), ((10.0, 118.0), (40.0, 118.0)), 0.08)
    with pytest.raises(Refused, match="in the calibrated picture"):
        measure_foam(iter(made.frames), region(made), ((10.0, 118.0), (900.0, 118.0)), 0.08)
    with refuses(Why.EMPTY_CLIP):
        measure_foam(iter(()), region(made), made.line, 0.08)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["base", "noise_minus_34_db", "thin_layer"])
def test_the_front_is_found_off_the_tuning_point_too(name: str) -> None:
    random = np.random.default_rng(2027)
    errors: list[float] = []
    for _ in range(3):
        made = make_foam(random, draw_foam(random, **{"frames": 20, **OFF_POINT.get(name, {})}))
        found = measure_foam(iter(made.frames), region(made), made.line, made.spec.interval)
        seen = (made.front > 3) & (made.front < 36) & np.isfinite(found.front)
        assert seen.sum() >= 4
        errors += np.abs(found.front - made.front)[seen].tolist()
    assert np.percentile(errors, 95) < 1.5
