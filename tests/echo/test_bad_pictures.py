"""What is wrong with a picture, a strip or a scale is said by a reason of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pydicom
import pytest

from saphena.echo.calipers import distance, read_point
from saphena.echo.lumen import follow, measure_vein
from saphena.echo.phantom.dicom import Scale
from saphena.echo.phantom.sections import SectionSpec, make_section
from saphena.echo.reasons import Reason, Why
from saphena.echo.regions import Axis, Box, Kind, Region, read_regions
from saphena.echo.spectral import measure_reflux
from tests.echo import strips
from tests.echo.conftest import refuses

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom import Dataset

STRIP = Scale(Box(10, 20, 89, 79), Kind.SPECTRAL, ("s", "cm/s"), (0.01, -0.5), (0, 30))
PLAIN = Scale(Box(10, 20, 89, 79), Kind.PICTURE, ("cm", "cm"), (0.01, 0.01))
WHOLE = Axis("cm", 0.0065, 0)
REGION = Region(0, Kind.PICTURE, Box(0, 0, 399, 399), WHOLE, WHOLE)


def header(scale: Scale, **values: Any) -> Dataset:
    made = pydicom.Dataset()
    made.Rows, made.Columns, made.SequenceOfUltrasoundRegions = 80, 100, [scale.item()]
    for name, value in values.items():
        setattr(made.SequenceOfUltrasoundRegions[0], name, value)
    return made


@pytest.mark.parametrize(
    ("scale", "values", "why"),
    [
        (STRIP, {"RegionDataType": 0x10}, Why.WRITING),
        (STRIP, {"RegionDataType": 0xE}, Why.A_COLOUR_BAR),
        (PLAIN, {"PhysicalUnitsYDirection": 7}, Why.UNFITTING_UNITS),
        (PLAIN, {"PhysicalDeltaX": 1.0}, Why.IMPLAUSIBLE_STEP),
        (replace(STRIP, units=("s", "Hz"), steps=(0.01, -10.0), kilohertz=5000, angle=85.0), {}, Why.STEEP_ANGLE),
    ],
)
def test_a_region_is_refused_by_its_own_reason(scale: Scale, values: dict[str, Any], why: Why) -> None:
    ((_, reason),) = read_regions(header(scale, **values)).refused
    assert reason.why is why


def test_a_picture_of_another_size_than_its_header_was_rescaled() -> None:
    reasons = [reason.why for _, reason in read_regions(header(STRIP), 160, 200).refused]
    assert reasons == [Why.RESCALED, Why.ONE_MISFIT]


def test_a_distance_needs_a_picture_and_a_velocity_a_strip() -> None:
    with refuses(Why.NOT_A_PICTURE):
        distance(read_regions(header(STRIP)), (20, 30), (40, 30))
    with refuses(Why.NOT_A_STRIP):
        read_point(read_regions(header(PLAIN)), (20, 30))
    with refuses(Why.NO_REGION):
        read_regions(header(PLAIN)).one(Kind.SPECTRAL)
    with refuses(Why.NO_SCALE):
        read_regions(header(PLAIN, PhysicalDeltaX=1.0)).at((20, 30))


def test_a_strip_that_shows_one_direction_only_is_refused() -> None:
    made = strips.strip()
    region = strips.region(made)
    with refuses(Why.NO_BASELINE):
        measure_reflux(made.grey, replace(region, y=replace(region.y, zero=-10.0)))


def tissue(holes: list[tuple[float, float, float, float]]) -> NDArray[np.uint8]:
    """Speckle with dark holes: middle and half axes in pixels."""
    random, (y, x) = np.random.default_rng(3), np.indices((400, 400))
    grey = np.clip(140 + 25 * random.standard_normal((400, 400)), 0, 255)
    for cx, cy, a, b in holes:
        grey[((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 < 1] = 10
    return np.asarray(grey, np.uint8)


def test_two_veins_that_run_into_one_another_are_no_ellipse() -> None:
    with refuses(Why.NO_ELLIPSE):
        measure_vein(tissue([(170, 200, 40, 22), (230, 215, 25, 60)]), REGION, (185, 200))


def test_a_vein_at_the_edge_is_cut_by_it() -> None:
    with refuses(Why.CUT_BY_EDGE):
        measure_vein(tissue([(30, 200, 40, 40)]), REGION, (32, 200))


def test_a_vein_that_is_gone_for_long_is_lost() -> None:
    made = make_section(np.random.default_rng(3), SectionSpec())
    found = follow([made.grey, *[np.zeros_like(made.grey)] * 7], REGION, made.middle)
    reasons = [each.why for each in found.veins[1:] if isinstance(each, Reason)]
    assert reasons == [Why.NOT_DARK] * 5 + [Why.LOST] * 2
