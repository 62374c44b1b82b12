"""A picture that was enlarged after its regions were written is found out by its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import ndimage

from saphena.echo.agreement import believed
from saphena.echo.frames import open_clip
from saphena.echo.phantom.dicom import data_set, picture_scale
from saphena.echo.phantom.sections import SectionSpec, make_section
from saphena.echo.regions import Box, read_regions
from saphena.echo.tasks import Task, answer
from tests.echo.conftest import real

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from pydicom import Dataset

BOX = Box(60, 40, 459, 439)


def screen() -> NDArray[np.uint8]:
    """A cross-section in the middle of a black screen."""
    full = np.zeros((480, 640), np.uint8)
    full[BOX.top : BOX.bottom + 1, BOX.left : BOX.right + 1] = make_section(
        np.random.default_rng(1), SectionSpec()
    ).grey
    return full


def test_a_picture_that_ends_at_its_box_is_believed() -> None:
    made = data_set(screen()[np.newaxis], (picture_scale(BOX, 0.065),))
    assert len(believed(read_regions(made), screen()).regions) == 1


@pytest.mark.parametrize("times", [1.3, 2.0])
def test_an_enlarged_picture_has_no_scale(times: float, saved: Callable[[Dataset], Path]) -> None:
    large = np.asarray(ndimage.zoom(screen(), times, order=1), np.uint8)
    made = data_set(large[np.newaxis], (picture_scale(BOX, 0.065),))
    said = answer(str(saved(made)), Task("distance", {"x1": 100, "y1": 100, "x2": 200, "y2": 200}))
    assert said["value"] is None
    assert "enlarged after its regions were written" in said["refused"]


@pytest.mark.parametrize(
    "name", ["OBXXXX1A.dcm", "color3d_jpeg_baseline.dcm", "JPGLosslessP14SV1_1s_1f_8b.dcm", "gdcm-US-ALOKA-16.dcm"]
)
def test_real_pictures_are_believed(name: str) -> None:
    with open_clip(real(name)) as clip:
        assert believed(clip.calibration, clip.grey(0)) == clip.calibration
