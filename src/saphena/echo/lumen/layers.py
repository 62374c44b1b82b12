"""Blood, wall and tissue as a picture would show them, fitted to the speckle round a vein.

An outline alone cannot say whether what ends the dark at the side is the wall's inner edge or the tissue behind a wall
that sends nothing back. All that surrounds the vein says more: how bright the wall is where it faces the beam, how it
fades from there towards the sides, and how wide the probe blurs. So a picture of three layers is drawn from ten numbers
(an ellipse with four leaves, the level of blood, the wall's facing the beam and at the sides, the beam's direction),
blurred as the probe does, and the numbers are sought under which the speckle seen is likeliest: its power is spread
exponentially about what is expected. It is sought twice, from side walls that are seen and from side walls that are
lost, for these are two answers with nothing between them. What the speckle leaves open is the doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage
from scipy.special import ndtr

from saphena.echo.lumen.polar import between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.lumen.blur import Blur
    from saphena.echo.lumen.ellipse import Ellipse
    from saphena.echo.lumen.polar import Line, Scene

    Grid = NDArray[np.float64]

__all__ = ["Layers", "fit_layers"]

RAYS = 64
OFFS: Line = np.arange(-0.8, 1.35, 0.13)
"""mm before and behind the outline where the picture is compared, on so many rays."""
FACING = 0.72
"""The sine of a ray's angle above which every second ray is enough."""
NEAR, FAR = 1.15, 0.6
"""mm behind the outline to which it is compared, and from which there is tissue."""
THICK = 0.40
"""mm of wall."""
BRIGHTEST = 4.0
"""Times what is expected, above which a speck counts no more."""
FIRST, MOST, ENOUGH, STUCK = 3, 5, 0.1, 100.0
"""Rounds with the fall nearly held, rounds at most after them; the gain, and the damping, after which none follows."""
DECIBEL = np.log(10) / 10

X, Y, WIDE, HIGH, TILT, LEAF, BLOOD, WALL, FALL, BEAM = range(10)
USUAL: Line = np.array([0, 0, 0, 0, 0, 0, 0, 7.0, 8.0, 0])
SPREAD: Line = np.array([np.inf, np.inf, np.inf, np.inf, 0.15, 0.011, np.inf, 5.0, 12.0, 0.2])
"""What walls are like before a picture is seen: tilt and beam in radians, leaf as part of the radius, wall and fall in
decibels above tissue where it faces the beam and below it at the very sides."""
LONGEST: Line = np.array([0.2, 0.2, 0.2, 0.2, 0.2, 0.01, 1.0, 3.0, 5.0, 0.15])
"""The longest step of a round."""
FAINTEST = 30.0
"""Decibels of fall at most: a wall that has lost so much is no more seen, and more would only take the rest away."""
SEEN, LOST = (4.0, 0.0), (22.0, 0.3)
"""Decibels of fall with which it is begun, and mm by which the true wall then lies within what was outlined."""
NEARLY = 2.0
LEFT_LIKELY = 5.6
"""The difference in logarithms of likelihood up to which the other answer may be the true one: specks are not quite as
independent as they are counted, and a shadow or a wall barely brighter than tissue is in no answer."""


@dataclass(frozen=True)
class Layers:
    """The level chord (mm), half of a 68 % interval as far as speckle and the two answers leave it open, and by how
    many decibels the wall has fallen below tissue at the sides, in whichever answer that is left likely says most."""

    level: float
    doubt: float
    fall: float


@dataclass(frozen=True)
class _Seen:
    """Places (mm) and power there, with the tissue's behind, how far each counts, and the point spread."""

    x: Line
    y: Line
    power: Line
    tissue: Line
    counts: Line
    across: float
    down: float


@dataclass(frozen=True)
class _State:
    """By answer: the numbers, how unlikely the speckle would be (a negative logarithm), the power expected, and by what
    part of itself it grows with each number."""

    numbers: Grid
    unlikely: Line
    expected: Grid
    slopes: Grid

    def or_better(self, other: _State, better: NDArray[np.bool_]) -> _State:
        if better.all():
            return other
        return _State(
            np.where(better[:, None], other.numbers, self.numbers),
            np.where(better, other.unlikely, self.unlikely),
            np.where(better[:, None], other.expected, self.expected),
            np.where(better[:, None, None], other.slopes, self.slopes),
        )


@dataclass(frozen=True)
class _Usual:
    """What is held for likely before the picture is seen."""

    middle: Grid
    spread: Line

    def cost(self, state: _State) -> Line:
        """How unlikely the numbers and the speckle are together."""
        unusual = (((state.numbers - self.middle) / self.spread) ** 2).sum(axis=1) / 2
        return np.asarray(state.unlikely + unusual)


ANY = _Usual(USUAL[None], SPREAD)


def fit_layers(power: Scene, outline: Ellipse, blur: Blur) -> Layers:
    """The layers round an outline that was found in a picture of power; lengths in mm."""
    seen, blood = _seen(power, outline, blur)
    usual, first = np.tile(USUAL, (2, 1)), SPREAD.copy()
    usual[:, FALL], first[FALL], first[LEAF] = (SEEN[0], LOST[0]), NEARLY, SPREAD[LEAF] / 3
    begun = _stated(np.array([_begun(outline, blood, *start) for start in (SEEN, LOST)]), seen)
    nearly = _likeliest(begun, seen, _Usual(usual, first), FIRST)
    return _weighed(_likeliest(nearly, seen, ANY, MOST), seen)


def _seen(power: Scene, outline: Ellipse, blur: Blur) -> tuple[_Seen, float]:
    turns = (np.arange(RAYS) * 2 * np.pi / RAYS)[:, None]
    facing = np.abs(np.sin(turns)) > FACING
    radii = np.maximum(outline.reach(turns) + OFFS, 0.05)
    x, y = outline.x + radii * np.cos(turns), outline.y + radii * np.sin(turns)
    found = between(power.grey, x / power.across, y / power.down).astype(np.float64)
    tissue = ndimage.uniform_filter1d(found[:, OFFS > FAR].mean(axis=1), RAYS // 10 | 1, mode="wrap")[:, None]
    speck = 4 * np.pi * blur.across * blur.down
    counts = radii * (2 * np.pi / RAYS) * (OFFS[1] - OFFS[0]) / speck * np.where(facing, 2, 1)
    counts = np.minimum(counts, 1) * (radii > 0.2)
    kept = np.ix_(~facing[:, 0] | (np.arange(RAYS) % 2 == 0), OFFS < NEAR)
    x, y, seen, tissue, counts = (
        each[kept].ravel() for each in (x, y, found, np.broadcast_to(tissue, x.shape), counts)
    )
    return _Seen(x, y, seen, tissue, counts, blur.across, blur.down), float(found[:, OFFS < -0.5].mean())


def _begun(outline: Ellipse, blood: float, fall: float, within: float) -> Line:
    tilt = (outline.tilt + np.pi / 4) % (np.pi / 2) - np.pi / 4
    lying = abs(np.cos(outline.tilt - tilt)) > 0.7
    wide, high = (outline.first, outline.second) if lying else (outline.second, outline.first)
    wide, high = wide - within * abs(np.cos(tilt)), high - within * abs(np.sin(tilt))
    return np.array([outline.x, outline.y, wide, high, tilt, 0, np.log(max(blood, 1e-9)), USUAL[WALL], fall, 0])


def _likeliest(state: _State, seen: _Seen, usual: _Usual, rounds: int) -> _State:
    """Fisher's scoring from each beginning at once, with a step that shrinks where it fails."""
    held, damped = usual.spread**-2.0, np.full(len(state.numbers), 0.1)
    for _ in range(rounds):
        more = seen.counts * (np.minimum(seen.power / state.expected, BRIGHTEST) - 1)
        uphill = (state.slopes @ more[:, :, None])[:, :, 0] - held * (state.numbers - usual.middle)
        curved = _curved(state, seen, held)
        diagonal = np.diagonal(curved, axis1=1, axis2=2) + 1e-9
        firm = curved + (damped[:, None] * diagonal)[:, :, None] * np.eye(len(held))
        step = np.linalg.solve(firm, uphill[:, :, None])[:, :, 0]
        numbers = state.numbers + np.clip(step, -LONGEST, LONGEST)
        numbers[:, FALL] = np.minimum(numbers[:, FALL], FAINTEST)
        tried = _stated(numbers, seen)
        gained = usual.cost(state) - usual.cost(tried)
        better = gained > 0
        state = state.or_better(tried, better)
        damped = np.where(better, np.maximum(damped / 5, 1e-4), damped * 5)
        if np.all((better & (gained < ENOUGH)) | (damped > STUCK)):
            break
    return state


def _curved(state: _State, seen: _Seen, held: Line) -> Grid:
    return (state.slopes * seen.counts) @ state.slopes.transpose(0, 2, 1) + np.diag(held)


def _stated(numbers: Grid, seen: _Seen) -> _State:
    expected, slopes = _expected(numbers, seen)
    times = seen.power / expected
    beyond = np.maximum(times, BRIGHTEST) / BRIGHTEST
    unlikely = np.log(expected) + np.minimum(times, BRIGHTEST) + BRIGHTEST * np.log(beyond)
    return _State(numbers, unlikely @ seen.counts, expected, slopes)


def _expected(numbers: Grid, seen: _Seen) -> tuple[Grid, Grid]:
    """The power that such layers would show, and by what part of itself it grows with each number."""
    x, y, wide, high, tilt, leaf, blood, wall, fall, beam = numbers.T[:, :, None]
    cos, sin = np.cos(tilt), np.sin(tilt)
    dx, dy = seen.x - x, seen.y - y
    u, v = (dx * cos + dy * sin) / wide, (dy * cos - dx * sin) / high
    u2, v2, uv = u * u, v * v, u * v
    out2 = u2 + v2 + 1e-12
    round4 = 8 / (out2 * out2)
    leaves = 1 - uv * uv * round4
    aslant = 2 * leaf * uv * (u2 - v2) * round4
    nu, nv = (u - v * aslant) / wide, (v + u * aslant) / high
    steep = 1 / np.sqrt(nu * nu + nv * nv + 1e-12)
    nx, ny = (nu * cos - nv * sin) * steep, (nu * sin + nv * cos) * steep
    off = (out2 - out2 * leaf * leaves - np.sqrt(out2)) * steep
    towards = nx * np.sin(beam) + ny * np.cos(beam)
    facing = np.abs(towards)
    aside = 1 - facing
    squares, fades = facing * facing, aside * aside
    spread = np.sqrt((seen.across * nx) ** 2 + (seen.down * ny) ** 2)
    lit = seen.tissue * np.exp(DECIBEL * (wall * squares - fall * fades))
    expected, rise, glow, dim = _blurred(off, spread, np.exp(blood), lit, seen.tissue)
    turning = (nx * np.cos(beam) - ny * np.sin(beam)) * np.sign(towards)
    reach = rise * steep
    slopes = np.stack([
        -rise * nx, -rise * ny, -reach * u2 / wide, -reach * v2 / high,
        reach * uv * (high / wide - wide / high), -reach * leaves * out2, dim,
        glow * squares, -glow * fades, glow * 2 * (wall * facing + fall * aside) * turning,
    ], axis=1)  # fmt: skip
    return expected, slopes


def _blurred(off: Grid, spread: Grid, dark: Grid, lit: Grid, tissue: Line) -> tuple[Grid, Grid, Grid, Grid]:
    """Blood, wall and tissue one behind another, `off` mm outward of the inner edge, under so much blur: their power,
    and by what part of itself it grows outward, with a decibel of wall, and with the logarithm of blood's power."""
    away, behind = off / spread, (off - THICK) / spread
    begun, ended = ndtr(away), ndtr(behind)
    wall, back = lit - dark, tissue - lit
    power = dark + wall * begun + back * ended + 1e-12
    bells = (wall * np.exp(away * away * -0.5) + back * np.exp(behind * behind * -0.5)) / spread
    outward, louder = bells / (power * np.sqrt(2 * np.pi)), lit * (begun - ended) * DECIBEL / power
    return power, outward, louder, dark * (1 - begun) / power


def _weighed(state: _State, seen: _Seen) -> Layers:
    """Both answers, each as far as it is likely."""
    cost = ANY.cost(state)
    best = int(cost.argmin())
    likely = np.exp(cost[best] - cost)
    likely /= likely.sum()
    chords = _chords(state.numbers)
    level = likely @ chords
    spread = _open(state, seen) + (chords - level) ** 2
    faded = state.numbers[cost < cost[best] + LEFT_LIKELY, FALL].max()
    return Layers(float(level), float(np.sqrt(likely @ spread)), float(faded))


def _open(state: _State, seen: _Seen) -> Line:
    """The square of the level chord's standard deviation (mm), as far as speckle leaves it open."""
    steps = 1e-4 * np.eye(len(USUAL))[:, None]
    slope = (_chords(state.numbers + steps) - _chords(state.numbers - steps)) / 2e-4
    open_to = np.linalg.solve(_curved(state, seen, SPREAD**-2.0), slope.T[:, :, None])[:, :, 0]
    return np.asarray(np.maximum(0, (slope.T * open_to).sum(axis=1)))


def _chords(numbers: Grid) -> Line:
    """The level chords through the middles, in mm."""
    wide, high, tilt, leaf = (numbers[..., which] for which in (WIDE, HIGH, TILT, LEAF))
    u, v = np.cos(tilt) / wide, np.sin(tilt) / high
    out2 = u * u + v * v
    return np.asarray(2 / np.sqrt(out2) / (1 - leaf * (1 - 8 * (u * v / out2) ** 2)))
