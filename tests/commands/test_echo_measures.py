"""`saphena echo` on phantoms written as DICOM: the answers have the names that programs rely on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from saphena.echo.measurement import VERSION, Measurement
from saphena.echo.phantom.clips import FoamSpec, make_foam
from saphena.echo.phantom.dicom import data_set, picture_scale, strip_scale
from saphena.echo.phantom.sections import SectionSpec, make_section
from saphena.echo.phantom.strips import StripSpec, make_strip
from saphena.echo.regions import Box
from saphena.echo.report import Group, write_5100

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydicom import Dataset

    from tests.commands.conftest import Answer


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Dataset], str]:
    def write(made: Dataset) -> str:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.dcm"
        made.save_as(path, enforce_file_format=True)
        return str(path)

    return write


def test_reflux(saphena: Callable[..., Answer], written: Callable[[Dataset], str]) -> None:
    made = make_strip(np.random.default_rng(7), StripSpec())
    scale = strip_scale(made.box, made.seconds_per_pixel, made.speed_per_pixel, made.baseline)
    said = saphena("echo", "reflux", written(data_set(made.grey[np.newaxis], (scale,))), "--json")
    assert said.status == 0
    assert said.json["duration_s"] == pytest.approx(made.visible, abs=0.1)
    assert said.json["duration_extrapolated_s"] >= said.json["duration_s"]
    assert said.json["peak_cm_s"] == pytest.approx(made.peak, rel=0.1)
    assert (said.json["flags"], said.json["refused"]) == ([], None)
    assert (said.json["verified_on"], said.json["version"]) == ("phantoms only", VERSION)


def test_a_strip_without_a_scale_is_measured_by_one_set_by_hand(
    saphena: Callable[..., Answer], written: Callable[[Dataset], str]
) -> None:
    made = make_strip(np.random.default_rng(7), StripSpec())
    path = written(data_set(made.grey[np.newaxis], ()))
    speeds = made.baseline * made.speed_per_pixel, (made.baseline - 239) * made.speed_per_pixel
    said = saphena("echo", "reflux", path, "--strip", "0", "0", "599", "239", "6", *map(str, speeds), "--json")
    assert said.json["duration_s"] == pytest.approx(made.visible, abs=0.1)
    assert said.json["flags"] == ["the scale was set by hand"]
    assert "--strip" not in saphena("echo", "diameter", "--help").out


def test_on_a_terminal_each_number_has_its_unit(
    saphena: Callable[..., Answer], written: Callable[[Dataset], str]
) -> None:
    made = make_strip(np.random.default_rng(7), StripSpec())
    path = written(data_set(made.grey[np.newaxis], (strip_scale(made.box, 0.01, 0.4, made.baseline),)))
    told = saphena("echo", "distance", path, "10", "10", "100", "100").out
    assert "time: 0.9 s, give or take" in told
    assert "velocity difference: 36 cm/s, give or take" in told
    assert " cm/s" in next(line for line in saphena("echo", "reflux", path).out.splitlines() if "peak" in line)


def test_diameter_followed_through_a_clip(saphena: Callable[..., Answer], written: Callable[[Dataset], str]) -> None:
    spec = SectionSpec()
    made = [make_section(np.random.default_rng(seed), spec) for seed in (1, 2, 3)]
    frames = np.stack([each.grey for each in made])
    path = written(data_set(frames, (picture_scale(Box(0, 0, 399, 399), spec.millimetres),), 0.04))
    x, y = made[0].middle
    said = saphena("echo", "diameter", path, "--at", str(x), str(y), "--follow", "--json")
    assert said.json["ap_mm"] == pytest.approx(made[0].upright, abs=0.3)
    assert {"transverse_mm", "area_mm2", "depth_mm", "flags", "refused"} <= said.json.keys()
    assert [each["frame"] for each in said.json["frames"]] == [0, 1, 2]
    told = saphena("echo", "diameter", path, "--at", str(x), str(y), "--frame", "2")
    assert "proved on phantoms only" in told.out


def test_foam(saphena: Callable[..., Answer], written: Callable[[Dataset], str]) -> None:
    made = make_foam(np.random.default_rng(5), FoamSpec(frames=8, interval=0.2))
    scale = picture_scale(Box(0, 0, 439, 239), made.spec.millimetres)
    line = [str(value) for point in made.line for value in point]
    said = saphena("echo", "foam", written(data_set(made.frames, (scale,), 0.2)), "--vein", *line, "--json")
    assert [each["front_mm"] for each in said.json["frames"]] == pytest.approx(made.front.tolist(), abs=1.5)
    assert said.json["speed_mm_s"] is not None
    assert said.json["frames"][0].keys() == {"frame", "front_mm", "filled"}


def test_report(saphena: Callable[..., Answer], written: Callable[[Dataset], str]) -> None:
    made = make_section(np.random.default_rng(1), SectionSpec())
    header = data_set(made.grey[np.newaxis], ())
    group = Group("gsv.calf.upper", "right", (Measurement("upright diameter", 4.2, "mm"),), "1")
    path = written(write_5100(header, [group], datetime(2027, 3, 9, tzinfo=UTC)))
    (said,) = saphena("echo", "report", path, "--json").json["measurements"]
    assert (said["value"], said["unit"], said["segment"], said["side"]) == (4.2, "mm", "gsv.calf.upper", "right")


def test_a_refused_answer_has_the_same_names_as_a_measured_one(
    saphena: Callable[..., Answer], written: Callable[[Dataset], str]
) -> None:
    made = make_section(np.random.default_rng(1), SectionSpec())
    strip = make_strip(np.random.default_rng(7), StripSpec())
    picture = written(data_set(made.grey[np.newaxis], (picture_scale(Box(0, 0, 399, 399), 0.065),)))
    scale = strip_scale(strip.box, strip.seconds_per_pixel, strip.speed_per_pixel, strip.baseline)
    doppler = written(data_set(strip.grey[np.newaxis], (scale,)))
    at = ("--at", *map(str, made.middle))
    for what, good, bad, more in (("diameter", picture, doppler, at), ("reflux", doppler, picture, ())):
        measured, refused = (saphena("echo", what, path, *more, "--json").json for path in (good, bad))
        assert measured["refused"] is None
        assert refused["refused_code"] in {"no-region", "not-a-picture"}
        assert measured.keys() == refused.keys()


def test_a_picture_is_no_strip(saphena: Callable[..., Answer], written: Callable[[Dataset], str]) -> None:
    made = make_section(np.random.default_rng(1), SectionSpec())
    path = written(data_set(made.grey[np.newaxis], (picture_scale(Box(0, 0, 399, 399), 0.065),)))
    said = saphena("echo", "reflux", path, "--json")
    assert said.status == 2
    assert said.json["duration_s"] is None
    assert said.json["refused"].startswith("There is no calibrated Doppler strip in this picture.")
    assert "set its scale by hand" in said.json["refused"]


def test_a_frame_that_is_not_there_is_refused(
    saphena: Callable[..., Answer], written: Callable[[Dataset], str]
) -> None:
    made = make_section(np.random.default_rng(1), SectionSpec())
    path = written(data_set(made.grey[np.newaxis], (picture_scale(Box(0, 0, 399, 399), 0.065),)))
    said = saphena("echo", "diameter", path, "--at", "200", "180", "--frame", "9", "--json")
    assert "no frame 9" in said.json["refused"]
