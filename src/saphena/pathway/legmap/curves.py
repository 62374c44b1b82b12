"""Smooth curves through points: cubic Béziers that can be cut at a height, walked along, and written as SVG paths.

A point is (x, y). A curve is a list of cubics that follow one another; a cubic is its four control points.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Cubic",
    "Curve",
    "Point",
    "between",
    "closed_path",
    "dashes",
    "path",
    "ribbon",
    "smooth",
    "walked",
    "walked_at",
]

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]
Curve = list[Cubic]

FINE = 8  # steps per cubic when a curve is measured
CUTS = 24  # halvings when a height is looked for: finer than a printer's dot


def smooth(points: Sequence[Point], *, closed: bool = False) -> Curve:
    """One smooth curve through all of the points (a Catmull-Rom spline written as Béziers)."""
    if len(points) < 2:
        return []
    first, last = (points[-1], points[0]) if closed else (points[0], points[-1])
    line = [first, *points, *([points[0], points[1]] if closed else [last])]
    return [_cubic(line[i - 1], line[i], line[i + 1], line[i + 2]) for i in range(1, len(line) - 2)]


def _cubic(before: Point, start: Point, end: Point, after: Point) -> Cubic:
    return (
        start,
        (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6),
        (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6),
        end,
    )


def between(curve: Curve, low: float, high: float) -> Curve:
    """The part of a rising curve from one height to another, cut exactly."""
    kept: Curve = []
    for cubic in curve:
        bottom, top = cubic[0][1], cubic[3][1]
        if top <= low or bottom >= high:
            continue
        piece = _split(cubic, _at_height(cubic, low))[1] if bottom < low else cubic
        kept.append(_split(piece, _at_height(piece, high))[0] if top > high else piece)
    return kept


def _at_height(cubic: Cubic, y: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(CUTS):
        middle = (low + high) / 2
        low, high = (middle, high) if _point(cubic, middle)[1] < y else (low, middle)
    return (low + high) / 2


def _point(cubic: Cubic, t: float) -> Point:
    a, b, c, d = cubic
    u = 1 - t
    p, q, r, s = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return (p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1])


def _split(cubic: Cubic, t: float) -> tuple[Cubic, Cubic]:
    a, b, c, d = cubic
    ab, bc, cd = _mix(a, b, t), _mix(b, c, t), _mix(c, d, t)
    abc, bcd = _mix(ab, bc, t), _mix(bc, cd, t)
    middle = _mix(abc, bcd, t)
    return (a, ab, abc, middle), (middle, bcd, cd, d)


def _mix(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def walked(curve: Curve, parts: int) -> list[tuple[Point, Point]]:
    """Points at even distances along a curve, both ends too, each with the direction there (of length one)."""
    return walked_at(curve, [number / parts for number in range(parts + 1)])


def walked_at(curve: Curve, places: Sequence[float]) -> list[tuple[Point, Point]]:
    """Points at some places along a curve (0 its beginning, 1 its end), each with the direction there."""
    fine, far = _measured(tuple(curve))
    found = []
    for place in places:
        wanted = far[-1] * min(place, 1.0)
        i = min(max(bisect_right(far, wanted) - 1, 0), len(fine) - 2)
        a, b = fine[i], fine[i + 1]
        length = (far[i + 1] - far[i]) or 1.0
        found.append((_mix(a, b, (wanted - far[i]) / length), ((b[0] - a[0]) / length, (b[1] - a[1]) / length)))
    return found


@lru_cache(maxsize=1024)
def _measured(curve: tuple[Cubic, ...]) -> tuple[list[Point], list[float]]:
    """A fine line along a curve, and how far each of its points is from the beginning."""
    fine = [_point(cubic, step / FINE) for cubic in curve for step in range(FINE)] + [curve[-1][3]]
    far = [0.0]
    for a, b in pairwise(fine):
        far.append(far[-1] + hypot(b[0] - a[0], b[1] - a[1]))
    return fine, far


def ribbon(curve: Curve, stops: Sequence[tuple[float, float]]) -> Curve:
    """The closed outline of a vein whose width changes along its course: stops are (how far along, 0 to 1; width)."""
    parts = max(2 * len(curve), 2)
    left, right = [], []
    for number, ((x, y), (dx, dy)) in enumerate(walked(curve, parts)):
        half = _along(stops, number / parts) / 2
        left.append((x - dy * half, y + dx * half))
        right.append((x + dy * half, y - dx * half))
    up, down = smooth(left), smooth(right[::-1])
    return [*up, _straight(left[-1], right[-1]), *down, _straight(right[0], left[0])]


def dashes(curve: Curve, stops: Sequence[tuple[float, float]], on: float = 6.4, off: float = 4.0) -> str:
    """A dashed line whose width changes along its course, as an SVG path: each dash is a small area."""
    fine = walked(curve, 2 * len(curve))
    tall = sum(hypot(b[0][0] - a[0][0], b[0][1] - a[0][1]) for a, b in pairwise(fine))
    many = max(1, round((tall + off) / (on + off)))
    step = 1 / (many - off / (on + off))  # begins and ends with a dash
    cuts = [place for n in range(many) for place in (n * step, n * step + step * on / (on + off))]
    ends = walked_at(curve, cuts)
    wide = [_along(stops, at) for at in cuts]
    return "".join(_dash(ends[n], ends[n + 1], wide[n], wide[n + 1]) for n in range(0, len(cuts), 2))


def _dash(start: tuple[Point, Point], end: tuple[Point, Point], first: float, last: float) -> str:
    corners = []
    for ((x, y), (dx, dy)), wide in ((start, first), (end, last)):
        corners += [(x - dy * wide / 2, y + dx * wide / 2), (x + dy * wide / 2, y - dx * wide / 2)]
    a, b, d, c = ((round(x * 10), round(y * 10)) for x, y in corners)
    steps = [n for one, other in ((a, b), (b, c), (c, d)) for n in (other[0] - one[0], other[1] - one[1])]
    return f"M{_joined(a)}l{_joined(steps)}z"


def _along(stops: Sequence[tuple[float, float]], at: float) -> float:
    before = stops[0]
    for stop in stops:
        if at <= stop[0]:
            reach = (stop[0] - before[0]) or 1.0
            return before[1] + (stop[1] - before[1]) * (at - before[0]) / reach
        before = stop
    return before[1]


def _straight(a: Point, b: Point) -> Cubic:
    return (a, _mix(a, b, 1 / 3), _mix(a, b, 2 / 3), b)


def path(curve: Curve) -> str:
    """As the `d` of an SVG path, in tenths, each step relative to where the last one really ended."""
    if not curve:
        return ""
    x, y = round(curve[0][0][0] * 10), round(curve[0][0][1] * 10)
    parts = [f"M{_tenths(x)} {_tenths(y)}c"]
    numbers: list[int] = []
    for _, b, c, d in curve:
        ends = [(round(p[0] * 10), round(p[1] * 10)) for p in (b, c, d)]
        numbers += [n for px, py in ends for n in (px - x, py - y)]
        x, y = ends[2]
    parts.append(_joined(numbers))
    return "".join(parts)


def closed_path(curve: Curve) -> str:
    """The same, closed: for what is filled."""
    return f"{path(curve)}z" if curve else ""


def _joined(numbers: Sequence[int]) -> str:
    text = ""
    for number in numbers:
        written = _tenths(number)
        text += written if not text or written.startswith("-") else f" {written}"
    return text


def _tenths(number: int) -> str:
    """125 -> “12.5”, 5 -> “.5”, 120 -> “12”: the shortest that SVG reads."""
    whole, part = divmod(abs(number), 10)
    sign = "-" if number < 0 else ""
    if not part:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{part}"
