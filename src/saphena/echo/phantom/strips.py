"""Doppler strips with known truth: flow through a vein as slow-time signals, wall-filtered, transformed, displayed.

A parabolic profile of streamlines of equal area, each with its own fading, under clutter of the wall and white noise.
Speckle, the filter's gap, aliasing and the blur of the window come out of the signal by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import fft, signal

from saphena.echo.phantom.overlays import write_text
from saphena.echo.regions import Box

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Wave = NDArray[np.float64]

__all__ = ["OFF_POINT", "Strip", "StripSpec", "draw_far", "draw_spec", "make_strip"]

STREAMLINES = 28
FADING = 60.0
"""Hz: how quickly the scatterers of one streamline are exchanged."""


@dataclass(frozen=True)
class StripSpec:
    """Everything that a strip is made of. Velocities in cm/s, times in s, levels in dB."""

    reflux: float = 1.5
    peak: float = 14.0
    decay: float = 1.8
    augmentation: float = 28.0
    squeeze: float = 0.55
    starts: float = 1.0
    resting: float = 2.0
    span: float = 100.0
    baseline: float = 0.5
    seconds: float = 6.0
    width: int = 600
    height: int = 240
    per_hertz: float = 0.0308
    wall: float = 1.8
    window: float = 0.040
    snr: float = 14.0
    clutter: float = 12.0
    shown: float = 45.0
    gain: float = 0.0
    mirror: float = -40.0
    inverted: bool = False
    line: bool = True
    text: bool = False
    persistence: float = 0.0


@dataclass(frozen=True)
class Strip:
    """A strip as it is displayed, and the truth: reverse flow in s, above the wall filter and from zero to zero; its
    peak and mean velocity in cm/s; whether it outlasts the strip; whether anything runs over the edge of the scale."""

    spec: StripSpec
    grey: NDArray[np.uint8]
    seconds_per_pixel: float
    speed_per_pixel: float
    baseline: int
    visible: float
    whole: float
    peak: float
    mean: float
    begins: float
    outlasts: bool
    aliased: bool
    velocity: Wave = field(repr=False)
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "box", Box(0, 0, self.grey.shape[1] - 1, self.grey.shape[0] - 1))


def draw_spec(random: Generator, **fixed: Any) -> StripSpec:
    """A strip from the ordinary range: three in ten are competent valves, the rest have reflux up to 4.5 s."""
    short = random.random() < 0.3
    reflux = random.uniform(0.05, 0.4) if short else float(np.exp(random.uniform(np.log(0.55), np.log(4.5))))
    augmentation = random.uniform(15, 45)
    baseline = random.uniform(0.35, 0.65)
    peak = random.uniform(6, 28)
    inverted = bool(random.random() < 0.2)
    needed = max(augmentation / (1 - baseline if inverted else baseline),
                 peak / (baseline if inverted else 1 - baseline))  # fmt: skip
    drawn = StripSpec(
        reflux=reflux, peak=peak, decay=random.uniform(1.3, 2.5), augmentation=augmentation,
        squeeze=random.uniform(0.35, 0.8), starts=random.uniform(0.4, 1.2), resting=random.uniform(0, 3),
        span=needed * random.uniform(1.1, 2.0), baseline=baseline, width=int(random.integers(420, 700)),
        seconds=random.uniform(5.0, 8.0), height=int(random.integers(180, 280)),
        per_hertz=random.uniform(0.018, 0.034), wall=random.uniform(1.0, 2.5), window=random.uniform(0.03, 0.05),
        snr=random.uniform(8, 25), clutter=random.uniform(0, 20), shown=random.uniform(35, 60),
        gain=random.uniform(-4, 6), mirror=random.uniform(-40, -18), inverted=inverted,
        line=bool(random.random() < 0.7), text=bool(random.random() < 0.3), persistence=random.uniform(0, 0.4),
    )  # fmt: skip
    return replace(drawn, **fixed)


OFF_POINT: dict[str, dict[str, Any]] = {
    "aliased": {"alias": True},
    "snr_2_db": {"snr": 2.0},
    "snr_minus_4_db": {"snr": -4.0},
    "range_30_db": {"shown": 30.0},
    "range_65_db": {"shown": 65.0},
    "slow_sweep": {"seconds": 12.0, "starts": 2.0},
    "fast_sweep": {"seconds": 4.0, "reflux": 1.0},
    "long_window": {"window": 0.080},
    "short_window": {"window": 0.020},
    "coarse_scale": {"span": 160.0},
    "high_filter": {"wall": 4.0},
    "strong_mirror": {"mirror": -10.0},
    "no_flow": {"augmentation": 0.0, "peak": 0.0, "resting": 0.0},
    "three_at_once": {"three": True},
}
"""Ranges that nothing was tuned on. `alias`, a scale that the augmentation leaves, and `three` of `FAR` are drawn."""

FAR: dict[str, tuple[float, float]] = {
    "snr": (-6.0, 8.0), "mirror": (-14.0, -5.0), "wall": (2.5, 5.0), "window": (0.02, 0.08), "shown": (28.0, 70.0),
    "clutter": (20.0, 30.0), "resting": (3.0, 8.0), "persistence": (0.4, 0.8), "gain": (-10.0, 12.0),
    "decay": (0.7, 1.3), "peak": (2.5, 6.0), "squeeze": (0.2, 1.2),
}  # fmt: skip
"""Far from the ordinary range, from and to."""


def draw_far(random: Generator) -> StripSpec:
    """An ordinary strip with three things wrong at once: to look for gross errors that nothing warns of."""
    spec = draw_spec(random)
    names = random.choice([*FAR, "span"], 3, replace=False)
    far: dict[str, Any] = {name: random.uniform(*FAR[name]) for name in names if name != "span"}
    return replace(spec, span=spec.span * (random.uniform(1.5, 3) if "span" in names else 1), **far)


def make_strip(random: Generator, spec: StripSpec) -> Strip:
    """The strip as a machine would show it. Takes a tenth of a second."""
    rate = spec.span / spec.per_hertz
    time = np.arange(-spec.window, spec.seconds + spec.window, 1 / rate)
    velocity, ends = flow(spec, time)
    power = _spectrum(random, spec, time, velocity, rate)
    grey = _display(random, spec, power)
    inside = (time >= ends[0]) & (time < min(ends[1], spec.seconds))
    reverse = np.where(inside, np.maximum(-velocity, 0), 0)
    seen = reverse > spec.wall
    baseline = round(spec.baseline * (spec.height - 1))
    up, down = spec.baseline * spec.span, (1 - spec.baseline) * spec.span
    tops = (-velocity.min(), velocity.max()) if spec.inverted else (velocity.max(), -velocity.min())
    return Strip(
        spec, grey, spec.seconds / spec.width, spec.span / spec.height, baseline,
        visible=float(seen.sum() / rate), whole=max(0.0, min(ends[1], spec.seconds) - ends[0]),
        peak=float(reverse.max()), mean=float(reverse[seen].mean()) if seen.any() else 0.0,
        begins=float(time[seen.argmax()]) if seen.any() else ends[0], outlasts=ends[1] > spec.seconds,
        aliased=bool(tops[0] > up or tops[1] > down), velocity=velocity,
    )  # fmt: skip


def flow(spec: StripSpec, time: Wave) -> tuple[Wave, tuple[float, float]]:
    """The velocity in the middle of the vein, forward positive, and when the reverse flow begins and ends."""
    stop = spec.starts + spec.squeeze
    breath = spec.resting * (0.6 + 0.4 * np.sin(2 * np.pi * 0.25 * time))
    bump = np.clip((time - spec.starts) / spec.squeeze, 0, 1)
    squeezed = spec.augmentation * np.sin(np.pi * bump**0.8) ** 0.7
    since = time - stop
    part = np.clip(since / spec.reflux, 0, 1)
    rise = min(0.06, spec.reflux / 4)
    shape = (1 - np.exp(-np.maximum(since, 0) / rise)) * (1 - part**spec.decay)
    back = -spec.peak * shape / max(shape.max(), 1e-9)
    after = np.clip((since - spec.reflux - 0.3) / 0.5, 0, 1)
    before = np.clip((spec.starts - time) / 0.15, 0, 1)
    rest = breath * np.where(time < stop, before, after)
    return np.where(since < 0, squeezed, back) + rest, (stop, stop + spec.reflux)


def _spectrum(random: Generator, spec: StripSpec, time: Wave, velocity: Wave, rate: float) -> Wave:
    """Power by velocity (rows, from -half to half the span) and column."""
    count = len(time)
    amplitude = _band(random, (STREAMLINES, count), FADING / rate)
    way = np.exp(2j * np.pi / spec.span / STREAMLINES / 2 * np.cumsum(velocity)).astype(np.complex64)
    turned, step = way.copy(), way * way
    blood = np.zeros(count, np.complex64)
    for streamline in amplitude:  # at (n + 1/2) of 28 parts of the peak velocity: equal areas of a parabola
        blood += streamline * turned
        turned *= step
    blood /= np.sqrt(STREAMLINES)
    noise = _complex(random, count) * 10 ** (-spec.snr / 20)
    wall = _band(random, (1, count), 0.5 * spec.wall / spec.span)[0] * 10 ** (spec.clutter / 20)
    moving = 0.15 + np.exp(-(((time - spec.starts - spec.squeeze / 2) / spec.squeeze) ** 2))
    whole = blood + noise + wall * moving
    mirrored = np.conj(blood) * 10 ** (spec.mirror / 20)
    taps = 2 * int(min(0.06, 2.2 * spec.per_hertz / spec.wall) * rate / 2) + 1
    keep = signal.firwin(taps, min(0.95, spec.wall / (spec.span / 2)), pass_zero=False)
    filtered = signal.fftconvolve(whole + mirrored, keep, mode="same")
    return _short_time(spec, filtered, rate)


def _short_time(spec: StripSpec, values: NDArray[Any], rate: float) -> Wave:
    length = max(16, int(spec.window * rate))
    centres = ((np.arange(spec.width) + 0.5) * spec.seconds / spec.width + spec.window) * rate
    places = centres.astype(int)[:, None] - length // 2 + np.arange(length)
    pieces = np.take(values, np.clip(places, 0, len(values) - 1)) * np.hanning(length).astype(np.float32)
    size = max(spec.height, length)
    power = np.abs(fft.fft(pieces, size, axis=1)) ** 2 / length
    bins = (np.arange(spec.height) / spec.height * size).astype(int)
    return np.asarray(fft.fftshift(power[:, bins], axes=1).T, dtype=np.float64)


def _display(random: Generator, spec: StripSpec, power: Wave) -> NDArray[np.uint8]:
    """Logarithm, grey, baseline where the machine has put it; up is forward unless the display is inverted."""
    rows = spec.height
    baseline = round(spec.baseline * (rows - 1))
    zero = rows // 2
    order = np.remainder(zero + (baseline - np.arange(rows)) * (-1 if spec.inverted else 1), rows)
    shown = power[order]
    if spec.persistence:
        shown = signal.lfilter([1 - spec.persistence], [1, -spec.persistence], shown, axis=1)
    decibels = 10 * np.log10(shown + 1e-12)
    # The operator turns the gain until blood, which is some 6 dB above the mean of everything, is light grey.
    blood = -10 * np.log10(max(0.02, spec.augmentation / spec.span)) + 3
    top = 10 * np.log10(0.75) + blood + 8 - spec.gain
    grey = np.clip(255 * (1 + (decibels - top) / spec.shown), 0, 255)
    if spec.line:
        grey[baseline] = 160
    if spec.text:
        write_text(grey, "V. SAPH. MAGNA 60", (8, 6 if baseline > rows // 2 else rows - 16), 220)
    shades: NDArray[np.uint8] = grey.astype(np.uint8)
    return shades


def _band(random: Generator, shape: tuple[int, int], width: float) -> NDArray[Any]:
    """Complex noise of power 1 that is no wider than `width`, a part of the sampling rate; smooth in time."""
    rows, count = shape
    half = max(4, int(width * count / 2))
    padded = np.zeros(shape, np.complex64)
    taper = np.hanning(2 * half + 2)[1:-1].astype(np.float32)
    part = _complex(random, (rows, 2 * half)) * taper / np.sqrt((taper**2).sum())
    padded[:, :half], padded[:, -half:] = part[:, half:], part[:, :half]
    return np.asarray(fft.ifft(padded, axis=1) * count)


def _complex(random: Generator, shape: int | tuple[int, ...]) -> NDArray[Any]:
    return (random.standard_normal(shape, np.float32) + 1j * random.standard_normal(shape, np.float32)) * np.float32(
        np.sqrt(0.5)
    )
