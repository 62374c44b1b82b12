"""Clips of foam in a vein seen lengthwise, with the truth of every frame: how far its front has come, how full it is.

Blood is dark, foam is bright and moving; it floats, so that it may fill only the upper part; it throws a shadow, and
the vein narrows in spasm behind it. Speckle moves with the foam and loses its likeness from frame to frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Field = NDArray[np.float32]
    Line = NDArray[np.float64]

__all__ = ["OFF_POINT", "Foam", "FoamSpec", "draw_foam", "make_foam"]


@dataclass(frozen=True)
class FoamSpec:
    """Lengths in mm, times in s, levels in dB against the tissue's echo. Foam comes from the left; its `nose` is how
    far the top leads, `mist` over how much it thins out; its front is where half of it is left."""

    diameter: float = 5.0
    slope: float = 0.0
    depth: float = 10.0
    starts: float = 3.0
    speed: float = 12.0
    slowing: float = 0.15
    nose: float = 2.0
    mist: float = 0.8
    filled: float = 0.8
    foam: float = 4.0
    blood: float = -28.0
    shadow: float = 1.6
    spasm: float = 0.1
    noise: float = -44.0
    shown: float = 60.0
    gain: float = 0.0
    likeness: float = 0.85
    frames: int = 40
    interval: float = 0.05
    millimetres: float = 0.085
    rows: int = 240
    columns: int = 440
    drift: float = 0.0


@dataclass(frozen=True)
class Foam:
    """The clip, uint8 (frames, rows, columns), and by frame the `front` in mm from the left edge along the vein and the
    part of the vein that is `filled`; `line` is the vein's middle from the left edge to the right one, in pixels."""

    spec: FoamSpec
    frames: NDArray[np.uint8]
    front: Line
    filled: Line
    line: tuple[tuple[float, float], tuple[float, float]]


def draw_foam(random: Generator, **fixed: Any) -> FoamSpec:
    """Foam of ordinary speed and brightness in a vein of 3 to 7 mm."""
    drawn = FoamSpec(
        diameter=random.uniform(3, 7), slope=random.uniform(-0.08, 0.08), depth=random.uniform(8, 12),
        starts=random.uniform(-2, 5), speed=random.uniform(6, 18), slowing=random.uniform(0.0, 0.3),
        nose=random.uniform(0.5, 4), mist=random.uniform(0.1, 2.0), filled=random.uniform(0.55, 1.0),
        foam=random.uniform(2, 8), blood=random.uniform(-34, -22), shadow=random.uniform(0.5, 2.0),
        spasm=random.uniform(0, 0.25),
        noise=random.uniform(-50, -40), shown=random.uniform(50, 66), gain=random.uniform(-4, 4),
        likeness=random.uniform(0.6, 0.95), interval=random.uniform(0.033, 0.07),
        drift=random.uniform(-0.6, 0.6),
    )  # fmt: skip
    return replace(drawn, **fixed)


OFF_POINT: dict[str, dict[str, Any]] = {
    "noise_minus_34_db": {"noise": -34.0},
    "range_45_db": {"shown": 45.0},
    "thin_layer": {"filled": 0.4},
    "heavy_shadow": {"shadow": 4.0},
    "grey_blood": {"blood": -16.0},
}
"""Ranges that nothing was tuned on."""


def make_foam(random: Generator, spec: FoamSpec) -> Foam:
    """The clip as a machine would show it."""
    y, x = np.indices((spec.rows, spec.columns), dtype=np.float32) * np.float32(spec.millimetres)
    time = np.arange(spec.frames) * spec.interval
    front = spec.starts + spec.speed * (1 - np.exp(-spec.slowing * time)) / max(spec.slowing, 1e-6)
    scatter = _complex(random, y.shape)
    frames, filled = [], []
    foam_scatter = _complex(random, y.shape)
    for place, moment in zip(front, time, strict=True):
        shift = float(place - front[0]) / spec.millimetres
        moved = np.roll(foam_scatter, round(shift), axis=1)
        foam_scatter = np.complex64(spec.likeness) * foam_scatter + np.complex64(
            np.sqrt(1 - spec.likeness**2)
        ) * _complex(random, y.shape)
        decibels, inside, there = _scene(spec, x, y, float(place), spec.drift * float(moment))
        amplitude = (10 ** (decibels / 20)).astype(np.float32)
        frames.append(_display(random, spec, amplitude * np.where(there, moved, scatter), y))
        filled.append(float((there & inside).sum() / inside.sum()))
    start = (0.0, spec.depth / spec.millimetres)
    end = (spec.columns - 1.0, (spec.depth + spec.slope * spec.columns * spec.millimetres) / spec.millimetres)
    along = np.hypot(1, spec.slope)
    return Foam(spec, np.stack(frames), front * along, np.array(filled), (start, end))


def _scene(
    spec: FoamSpec, x: Field, y: Field, front: float, drift: float
) -> tuple[Field, NDArray[np.bool_], NDArray[np.bool_]]:
    """Echo in dB, which pixels are inside the vein, and which hold foam."""
    middle = spec.depth + drift + spec.slope * x
    half = spec.diameter / 2 * (1 - spec.spasm * np.clip((front - x) / 10, 0, 1))
    inside = np.abs(y - middle) < half
    nose = front - spec.nose * ((y - middle + half) / (2 * half)).clip(0, 1)  # it floats: the top leads
    dense = np.clip((nose - x) / spec.mist + 0.5, 0, 1) * (inside & (y < middle - half + 2 * half * spec.filled))
    there = dense > 0.5
    decibels = np.where(inside, spec.blood, 0.0)
    wall = np.abs(np.abs(y - middle) - half - 0.15) < 0.2
    decibels = np.where(wall & ~inside, 7.0, decibels)
    mixed = 10 * np.log10(dense * 10 ** (spec.foam / 10) + (1 - dense) * 10 ** (spec.blood / 10))
    decibels = np.where(dense > 0, mixed, decibels)
    above = np.cumsum(there, axis=0) * spec.millimetres
    decibels = decibels - spec.shadow * np.where(inside, 0.5 * above, above)
    return decibels.astype(np.float32), inside, there


def _display(random: Generator, spec: FoamSpec, field: NDArray[Any], depth: Field) -> NDArray[np.uint8]:
    sigma = (0.11 / spec.millimetres, 0.28 / spec.millimetres)
    gain = np.float32(np.sqrt(2 * np.sqrt(np.pi) * sigma[0] * 2 * np.sqrt(np.pi) * sigma[1]))
    parts = [ndimage.gaussian_filter(part, sigma, truncate=2.5) * gain for part in (field.real, field.imag)]
    level = np.float32(10 ** (spec.noise / 20) * np.sqrt(0.5))
    noisy = [part + level * random.standard_normal(part.shape, np.float32) for part in parts]
    decibels = 10 * np.log10(noisy[0] ** 2 + noisy[1] ** 2 + 1e-9) + spec.gain - 16
    shades: NDArray[np.uint8] = np.clip(255 * (1 + decibels / spec.shown), 0, 255).astype(np.uint8)
    return shades


def _complex(random: Generator, shape: tuple[int, ...]) -> NDArray[np.complex64]:
    half = np.float32(np.sqrt(0.5))
    made = (random.standard_normal(shape, np.float32) + 1j * random.standard_normal(shape, np.float32)) * half
    return np.asarray(made, np.complex64)
