"""The peak of the reverse flow is where half the power of blood is left, whatever the noise, sweep or persistence."""

from __future__ import annotations

import numpy as np
import pytest

from saphena.echo.measurement import Flag
from saphena.echo.spectral.runs import peak_of
from saphena.echo.spectral.sheet import cut
from tests.echo.strips import measured, region, strip


def errors(**spec: float) -> list[float]:
    """Relative errors of the peak on strips of several seeds."""
    made = [strip(seed=seed, **spec) for seed in (21, 22, 23, 24, 25)]
    return [(measured(each).peak.value or 0) / each.peak - 1 for each in made]


def test_noise_does_not_raise_the_peak() -> None:
    assert abs(float(np.mean(errors(snr=2.0)))) < 0.03


@pytest.mark.parametrize("persistence", [0.0, 0.4])
def test_the_peak_of_a_long_strip_is_not_cut_off(persistence: float) -> None:
    """Twelve seconds on six hundred columns: one column is as long as half a window."""
    found = errors(seconds=12.0, reflux=0.6, persistence=persistence)
    assert abs(float(np.mean(found))) < 0.04
    assert max(map(abs, found)) < 0.1


def test_a_short_reversal_keeps_its_peak() -> None:
    assert abs(float(np.mean(errors(reflux=0.25)))) < 0.06


def test_the_peak_of_a_short_reversal_is_said_to_be_less_sure() -> None:
    long, short = (measured(strip(reflux=reflux)).peak for reflux in (2.0, 0.15))
    sure = [(peak.uncertainty or 0) / (peak.value or 1) for peak in (long, short)]
    assert sure[0] < 0.07
    assert sure[1] > 0.1


def test_a_reversal_of_a_few_columns_warns_that_its_peak_may_be_low() -> None:
    coarse, fine = (measured(strip(reflux=0.15, seconds=seconds, seed=21)) for seconds in (12.0, 4.0))
    assert Flag.FEW_COLUMNS in coarse.peak.flags
    assert Flag.FEW_COLUMNS not in fine.peak.flags
    assert (coarse.peak.uncertainty or 0) > 0.18 * (coarse.peak.value or 0)


@pytest.mark.parametrize("shown", [35.0, 60.0])
def test_a_decibel_is_told_from_the_speckle(shown: float) -> None:
    made = strip(shown=shown)
    assert cut(made.grey, region(made)).decibel == pytest.approx(255 / shown, rel=0.15)


def test_a_single_column_makes_no_peak() -> None:
    flat = np.full(100, 10.0)
    flat[50] = 30.0
    assert peak_of(flat, 0.01) < 13
