"""What a pixel stands for, and which regions cannot be trusted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.echo.calipers import caliper, distance, read_point
from saphena.echo.frames import open_clip
from saphena.echo.measurement import Flag, Refused
from saphena.echo.phantom.dicom import Scale, strip_scale
from saphena.echo.regions import Box, Kind, by_hand, read_regions
from tests.echo.conftest import real

if TYPE_CHECKING:
    from pydicom import Dataset

STRIP = Scale(Box(10, 20, 89, 79), Kind.SPECTRAL, ("s", "cm/s"), (0.01, -0.5), (0, 30))


def header(*scales: Scale, rows: int = 80, columns: int = 100) -> Dataset:
    made = pydicom.Dataset()
    made.Rows, made.Columns = rows, columns
    made.SequenceOfUltrasoundRegions = [scale.item() for scale in scales]
    return made


def changed(scale: Scale, **values: Any) -> Dataset:
    made = header(scale)
    for name, value in values.items():
        setattr(made.SequenceOfUltrasoundRegions[0], name, value)
    return made


def test_the_caliper_on_the_screen_of_a_real_machine_reads_the_same() -> None:
    """A Philips CX50 drew a caliper between these crosses and wrote 1.06 cm beside it."""
    with open_clip(real("OBXXXX1A.dcm")) as clip:
        measured = distance(clip.calibration, (460, 291), (499, 302))
    assert measured.value == pytest.approx(10.6, abs=0.1)
    assert (measured.unit, measured.region, measured.refused) == ("mm", 0, None)
    assert measured.uncertainty is not None
    assert measured.uncertainty < 0.3


def test_the_reference_pixel_counts_from_the_corner_of_its_box() -> None:
    strip = read_regions(header(STRIP)).regions[0]
    assert strip.y.pixel(0) == 50  # 20 of the box and 30 of the reference
    time, velocity = read_point(read_regions(header(STRIP)), (30, 40))
    assert [time.value, velocity.value] == pytest.approx([0.2, 5.0])
    assert [time.unit, velocity.unit] == ["s", "cm/s"]  # up is positive


def test_a_negative_step_measures_the_same_distance(picture: Dataset) -> None:
    item = picture.SequenceOfUltrasoundRegions[0]
    before = distance(read_regions(picture), (10, 20), (40, 60)).value
    item.PhysicalDeltaX = -item.PhysicalDeltaX
    assert distance(read_regions(picture), (10, 20), (40, 60)).value == before == pytest.approx(5.0)


def test_a_strip_gives_seconds_and_centimetres_a_second() -> None:
    time, velocity = caliper(read_regions(header(STRIP)), (20, 30), (70, 60))
    assert [time.value, velocity.value] == pytest.approx([0.5, 15.0])
    assert [time.unit, velocity.unit] == ["s", "cm/s"]
    with pytest.raises(Refused, match="is a Doppler strip in s and cm/s"):
        distance(read_regions(header(STRIP)), (20, 30), (70, 60))


def test_a_scale_in_hertz_becomes_velocity_by_the_angle() -> None:
    hertz = Scale(STRIP.box, Kind.SPECTRAL, ("s", "Hz"), (0.01, -10.0), (0, 30), kilohertz=5000, angle=60)
    region = read_regions(header(hertz)).regions[0]
    assert region.y.unit == "cm/s"
    assert region.y.at(40) == pytest.approx(100 * 154_000 / (2 * 5e6 * 0.5))
    assert region.flags == (Flag.FROM_FREQUENCY,)


def test_a_scale_in_hertz_without_a_frequency_is_refused() -> None:
    hertz = Scale(STRIP.box, Kind.SPECTRAL, ("s", "Hz"), (0.01, -10.0), (0, 30))
    ((_, reason),) = read_regions(header(hertz)).refused
    assert "frequency is not given" in reason


def test_a_velocity_scale_is_not_corrected_a_second_time() -> None:
    region = read_regions(changed(STRIP, DopplerCorrectionAngle=60.0, TransducerFrequency=5000)).regions[0]
    assert region.y.step == -0.5


def test_flags_that_contradict_the_units_are_said() -> None:
    region = read_regions(changed(STRIP, RegionFlags=6)).regions[0]
    assert (region.y.unit, region.flags) == ("cm/s", (Flag.FLAGS_DISAGREE,))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"RegionDataType": 0}, "such boxes are decoys"),
        ({"RegionSpatialFormat": 5}, "such boxes are decoys"),
        ({"RegionDataType": 13}, "a grey bar"),
        ({"RegionDataType": 10}, "an ECG trace"),
        ({"PhysicalUnitsXDirection": 0}, "has no unit that"),
        ({"PhysicalUnitsXDirection": 3}, "its units are cm and cm/s"),
        ({"PhysicalDeltaX": 1.0}, "One pixel would be 1 s"),
        ({"PhysicalDeltaY": 0.0}, "One pixel would be 0 cm/s"),
        ({"PhysicalDeltaY": float("nan")}, "PhysicalDeltaY is missing"),
        ({"RegionLocationMaxX1": None}, "RegionLocationMaxX1 is missing"),
        ({"RegionLocationMaxX1": 101}, "does not fit the picture"),
        ({"RegionLocationMinX0": 95}, "does not fit the picture"),
    ],
)
def test_a_region_that_cannot_be_trusted_is_refused_with_the_reason(values: dict[str, Any], reason: str) -> None:
    calibration = read_regions(changed(STRIP, **values))
    assert calibration.regions == ()
    assert reason in calibration.refused[0][1]
    with pytest.raises(Refused, match="no scale that can be trusted"):
        calibration.at((30, 40))


@pytest.mark.parametrize("name", ["examples_palette.dcm", "examples_ybr_color.dcm"])
def test_a_picture_that_was_cut_or_rescaled_after_its_regions_were_written_has_no_scale(name: str) -> None:
    with open_clip(real(name)) as clip:
        assert clip.calibration.regions == ()
        with pytest.raises(Refused, match="does not fit the picture"):
            distance(clip.calibration, (100, 100), (110, 110))


def test_one_box_that_does_not_fit_makes_the_others_doubtful() -> None:
    calibration = read_regions(header(STRIP, Scale(Box(0, 0, 200, 60), Kind.PICTURE, ("cm", "cm"), (0.01, 0.01))))
    assert calibration.regions == ()
    assert [index for index, _ in calibration.refused] == [0, 1]


def test_a_picture_of_another_size_than_its_header_has_no_scale() -> None:
    assert read_regions(header(STRIP), 160, 200).regions == ()


def test_both_halves_of_a_double_picture_are_calibrated() -> None:
    with open_clip(real("gdcm-US-ALOKA-16.dcm")) as clip:
        assert [region.box.left for region in clip.calibration.regions] == [32, 336]
        assert clip.calibration.refused == ((2, "It is a grey bar."),)
        with pytest.raises(Refused, match="different regions"):
            distance(clip.calibration, (100, 100), (500, 100))


def test_the_smaller_of_two_regions_in_front_is_meant() -> None:
    inset = Scale(Box(40, 30, 60, 50), Kind.PICTURE, ("cm", "cm"), (0.02, 0.02))
    calibration = read_regions(header(STRIP, inset))
    assert calibration.at((50, 40)).index == 1
    assert calibration.at((20, 40)).index == 0
    calibration = read_regions(changed(STRIP))
    with pytest.raises(Refused, match="outside every calibrated region"):
        calibration.at((1, 1))
    with pytest.raises(Refused, match="outside the picture"):
        calibration.at((-5, 1))


def test_pixel_spacing_serves_where_no_region_does_and_is_marked() -> None:
    plain = pydicom.Dataset()
    plain.Rows, plain.Columns, plain.PixelSpacing = 80, 100, [0.2, 0.1]
    measured = distance(read_regions(plain), (0, 0), (30, 20))
    assert measured.value == pytest.approx(5.0)  # rows 0.2 mm apart, columns 0.1 mm
    assert measured.flags == (Flag.PIXEL_SPACING,)


def test_a_scale_set_by_hand_is_marked() -> None:
    measured = distance(by_hand(80, 100, (10, 0), (10, 50), 10.0), (0, 0), (30, 40))
    assert measured.value == pytest.approx(10.0)
    assert measured.flags == (Flag.MANUAL_SCALE,)
    with pytest.raises(Refused, match="at least 10 pixels"):
        by_hand(80, 100, (10, 0), (10, 5), 10.0)


@given(
    x=st.floats(10, 89), y=st.floats(20, 79), seconds=st.floats(0.001, 0.05), speed=st.floats(0.05, 2),
    baseline=st.integers(-20, 80),
)  # fmt: skip
def test_a_pixel_and_its_value_lead_to_each_other(
    x: float, y: float, seconds: float, speed: float, baseline: int
) -> None:
    region = read_regions(header(strip_scale(STRIP.box, seconds, speed, baseline))).regions[0]
    assert math.isclose(region.x.pixel(region.x.at(x)), x, abs_tol=1e-6)
    assert math.isclose(region.y.pixel(region.y.at(y)), y, abs_tol=1e-6)
