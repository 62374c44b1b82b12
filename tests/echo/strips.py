"""Strips for tests, made once for all of them: phantoms whose truth is known."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from saphena.echo.phantom.dicom import strip_scale
from saphena.echo.phantom.strips import Strip, StripSpec, make_strip
from saphena.echo.regions import Region, read_regions
from saphena.echo.spectral import Reflux, measure_reflux


@lru_cache(maxsize=64)
def _made(spec: StripSpec, seed: int) -> Strip:
    return make_strip(np.random.default_rng(seed), spec)


def strip(seed: int = 7, **spec: Any) -> Strip:
    """A clear strip with 1.5 s of reflux, but for what is said."""
    return _made(StripSpec(**spec), seed)


def region(made: Strip) -> Region:
    import pydicom

    header = pydicom.Dataset()
    header.Rows, header.Columns = made.grey.shape
    scale = strip_scale(made.box, made.seconds_per_pixel, made.speed_per_pixel, made.baseline)
    header.SequenceOfUltrasoundRegions = [scale.item()]
    return read_regions(header).regions[0]


def measured(made: Strip) -> Reflux:
    return measure_reflux(made.grey, region(made))
