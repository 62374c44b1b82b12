"""Cross-sections of a vein in its saphenous compartment, with known inner walls: B-mode speckle by convolution.

Complex scatterers under an echo map, blurred by the probe's point spread, with thin bright walls that fade at the sides
where the beam runs along them, fascia above and below, haze, noise that grows with depth, and a logarithmic display.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import ndimage

from saphena.echo.phantom.overlays import write_text

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Field = NDArray[np.float32]

__all__ = ["OFF_POINT", "Section", "SectionSpec", "draw_section", "make_section"]


@dataclass(frozen=True)
class SectionSpec:
    """Lengths in mm, levels in dB against the tissue's echo. The vein is an ellipse, tilted by `tilt` degrees. Its wall
    is `wall` above tissue where it faces the beam and `dropout` below at the sides, the later the higher `fading`."""

    height_mm: float = 5.0
    width_mm: float = 6.0
    tilt: float = 0.0
    squareness: float = 2.0
    depth: float = 9.0
    aside: float = 0.0
    skin: float = 1.5
    millimetres: float = 0.065
    rows: int = 400
    columns: int = 400
    axial: float = 0.10
    lateral: float = 0.26
    lumen: float = -32.0
    haze: float = -60.0
    noise: float = -46.0
    wall: float = 8.0
    dropout: float = 8.0
    fading: float = 2.0
    thickness: float = 0.35
    fascia: float = 10.0
    enhancement: float = 4.0
    shown: float = 58.0
    gain: float = 0.0
    texture: float = 2.0
    neighbour: float = 0.0
    shadow: float = 0.0
    text: bool = False


@dataclass(frozen=True)
class Section:
    """The picture, and the truth of its inner walls in mm: upright and level chord through the middle, area, depth of
    the near wall below the skin; `middle` is the vein's centre in pixels."""

    spec: SectionSpec
    grey: NDArray[np.uint8]
    middle: tuple[float, float]
    upright: float
    level: float
    area: float
    depth: float


def draw_section(random: Generator, **fixed: Any) -> SectionSpec:
    """A vein of 2 to 10 mm from the ordinary range of depth, probe and gain."""
    height = random.uniform(2.0, 10.0)
    width = height * random.uniform(1.0, 1.45)
    frequency = random.uniform(8.5, 14.0)
    drawn = SectionSpec(
        height_mm=height, width_mm=width, tilt=random.uniform(-20, 20), squareness=random.uniform(1.9, 2.3),
        depth=random.uniform(4.0, 11.0), aside=random.uniform(-3, 3), skin=random.choice([0.0, random.uniform(1, 3)]),
        axial=0.95 / frequency, lateral=random.uniform(2.2, 3.4) / frequency, lumen=random.uniform(-38, -26),
        haze=random.uniform(-60, -34), noise=random.uniform(-52, -42), wall=random.uniform(3, 12),
        dropout=random.uniform(0, 12), fascia=random.uniform(4, 14), enhancement=random.uniform(0, 6),
        shown=random.uniform(50, 68), gain=random.uniform(-5, 6), texture=random.uniform(0.5, 3.0),
        neighbour=random.choice([0.0, random.uniform(2, 4)]), shadow=random.choice([0.0, 0.0, random.uniform(2, 6)]),
        text=bool(random.random() < 0.2),
    )  # fmt: skip
    return replace(drawn, **fixed)


OFF_POINT: dict[str, dict[str, Any]] = {
    "6_mhz": {"axial": 0.16, "lateral": 0.5},
    "14_mhz": {"axial": 0.065, "lateral": 0.16},
    "noise_minus_34_db": {"noise": -34.0},
    "hazy_lumen": {"lumen": -20.0, "haze": -24.0},
    "range_45_db": {"shown": 45.0},
    "range_75_db": {"shown": 75.0},
    "strong_dropout": {"dropout": 25.0},
    "two_veins": {"neighbour": 5.0},
    "thick_wall": {"thickness": 0.6},
    "thin_wall": {"thickness": 0.2},
    "dropout_of_thick_wall": {"dropout": 25.0, "thickness": 0.6},
    "late_dropout": {"dropout": 25.0, "fading": 4.0},
    "haze_like_a_wall": {"haze": -15.0, "lumen": -34.0},
}
"""Ranges that nothing was tuned on."""


def make_section(random: Generator, spec: SectionSpec) -> Section:
    """The cross-section as a machine would show it."""
    y, x = np.indices((spec.rows, spec.columns), dtype=np.float32)
    depth = y * np.float32(spec.millimetres) - np.float32(spec.skin)
    across = (x - (spec.columns - 1) / 2) * np.float32(spec.millimetres)
    middle = spec.depth + spec.height_mm / 2
    inside, outward = _vein(spec, across - spec.aside, depth - middle)
    decibels = _tissue(random, spec, depth, across, middle)
    decibels = np.where(inside < 1, spec.lumen, decibels)
    ring = (inside >= 1) & ((inside - 1) * spec.height_mm / 2 < spec.thickness)
    facing = np.abs(outward)
    walls = spec.wall * facing**2 - spec.dropout * (1 - facing) ** spec.fading
    decibels = np.where(ring, decibels + walls, decibels)
    if spec.neighbour:
        decibels = _neighbour(spec, decibels, across, depth - middle)
    haze = np.exp(-(((inside - 0.75) / 0.2) ** 2)) * (depth < middle) * (inside < 1)
    amplitude = 10 ** (decibels / 20) + haze * 10 ** (spec.haze / 20)
    amplitude[depth < 0] = 10 ** (-50 / 20)
    seen = _blurred(random, spec, amplitude.astype(np.float32))
    return Section(
        spec, _display(random, spec, seen, depth), _pixel(spec, middle),
        upright=2 * _chord(spec, 0.0, 1.0), level=2 * _chord(spec, 1.0, 0.0), area=_area(spec),
        depth=middle - _chord(spec, 0.0, 1.0),
    )  # fmt: skip


def _pixel(spec: SectionSpec, middle: float) -> tuple[float, float]:
    x = (spec.columns - 1) / 2 + spec.aside / spec.millimetres
    return x, (middle + spec.skin) / spec.millimetres


def _vein(spec: SectionSpec, across: Field, down: Field) -> tuple[Field, Field]:
    """Below 1 inside the vein; and how squarely the wall there faces the probe."""
    angle = np.radians(spec.tilt)
    u = (across * np.cos(angle) + down * np.sin(angle)) / (spec.width_mm / 2)
    v = (-across * np.sin(angle) + down * np.cos(angle)) / (spec.height_mm / 2)
    power = spec.squareness
    reach = (np.abs(u) ** power + np.abs(v) ** power) ** (1 / power)
    facing = v / np.maximum(np.hypot(u, v), 1e-6)
    return np.asarray(reach, np.float32), np.asarray(facing, np.float32)


def _chord(spec: SectionSpec, across: float, down: float) -> float:
    """From the middle to the wall in one direction, in mm."""
    reach, _ = _vein(spec, np.float32(across), np.float32(down))  # type: ignore[arg-type]
    return 1 / float(reach)


def _area(spec: SectionSpec) -> float:
    from scipy.special import gamma

    n = spec.squareness
    return float(spec.width_mm * spec.height_mm * gamma(1 + 1 / n) ** 2 / gamma(1 + 2 / n))


def _tissue(random: Generator, spec: SectionSpec, depth: Field, across: Field, middle: float) -> Field:
    small = random.standard_normal((spec.rows // 20 + 2, spec.columns // 20 + 2)).astype(np.float32)
    coarse = ndimage.zoom(small, 20, order=1)[: spec.rows, : spec.columns]
    decibels = spec.texture * coarse - 3
    decibels += np.where(depth < 1.4, 5.0, 0.0)  # dermis
    for side in (-1, 1):  # the two layers of the saphenous fascia, like the lids of an eye
        line = middle + side * (spec.height_mm / 2 + 1.6 - 0.5 * np.clip(across / 8, -1, 1) ** 2)
        decibels += spec.fascia * np.exp(-(((depth - line) / 0.25) ** 2))
    behind = (depth > middle) & (np.abs(across - spec.aside) < spec.width_mm / 2 * 0.8)
    decibels += np.where(behind, spec.enhancement, 0)
    if spec.shadow:
        decibels -= np.where((np.abs(across - 6) < 1) & (depth > 3), 3 * spec.shadow, 0)
    found: Field = decibels.astype(np.float32)
    return found


def _neighbour(spec: SectionSpec, decibels: Field, across: Field, down: Field) -> Field:
    """A second vessel beside it, with a clear wall between."""
    place = spec.aside + (-1 if spec.aside > 0 else 1) * (spec.width_mm / 2 + spec.neighbour / 2 + 1.2)
    apart = np.hypot(across - place, down - 0.5) / (spec.neighbour / 2)
    return np.where(apart < 1, spec.lumen, decibels).astype(np.float32)


def _blurred(random: Generator, spec: SectionSpec, amplitude: Field) -> Field:
    sigma = (spec.axial / spec.millimetres, spec.lateral / spec.millimetres)
    norm = np.sqrt(2 * np.sqrt(np.pi) * sigma[0] * 2 * np.sqrt(np.pi) * sigma[1])
    parts = [
        ndimage.gaussian_filter(amplitude * random.standard_normal(amplitude.shape, np.float32), sigma, truncate=3)
        for _ in range(2)
    ]
    return np.asarray(np.stack(parts) * np.float32(norm * np.sqrt(0.5)))


def _display(random: Generator, spec: SectionSpec, seen: Field, depth: Field) -> NDArray[np.uint8]:
    grown = 10 ** ((spec.noise + 8 * depth / depth.max()) / 20) * np.sqrt(0.5)
    noise = ndimage.gaussian_filter(random.standard_normal(seen.shape).astype(np.float32), (0, 0.8, 0.8)) * 2.83
    power = ((seen + grown * noise) ** 2).sum(axis=0)
    decibels = 10 * np.log10(power + 1e-9) + spec.gain - 16
    grey = np.clip(255 * (1 + decibels / spec.shown), 0, 255)
    if spec.text:
        write_text(grey, "LT GSV THIGH", (12, spec.rows - 30), 230)
    shades: NDArray[np.uint8] = grey.astype(np.uint8)
    return shades
