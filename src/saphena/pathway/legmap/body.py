"""The drawn leg: contours and the course of every vein in each view, read once from body.toml and courses.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.anatomy import anatomy
from saphena.pathway.legmap.curves import Curve, Point, between, smooth
from saphena.pathway.legmap.marks import View

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Contour", "calls", "compartment", "contour", "course", "course_key", "views_of", "where"]


@dataclass(frozen=True, slots=True)
class Contour:
    """One view of the right leg, in centimetres: its skin (open above), the curve that closes it, and faint hints."""

    skin: Curve
    close: Curve
    faint: tuple[Curve, ...]
    outline: tuple[Point, ...]


@cache
def contour(view: View) -> Contour:
    raw = _read("body")[view]
    return Contour(
        smooth(_points(raw["skin"])),
        smooth(_points(raw["close"])),
        tuple(smooth(_points(each)) for each in raw["faint"]),
        tuple(_points(raw["skin"])),
    )


@cache
def course(segment: str, view: View) -> Curve:
    """The course of a segment in a view, from its lower end upwards; empty where it is not seen."""
    one = anatomy().segment(segment)
    key = course_key(segment)
    points = _read("courses").get(key, {}).get(view)
    if not isinstance(points, list):
        return []
    whole = smooth(_points(points))
    shared = key != segment or len(anatomy().of_vein(key)) > 1
    if not shared:
        return whole
    low = min(one.low, points[0][1]) if one.low == _lowest(key) else one.low
    return between(whole, low, points[-1][1] if one.high == _highest(key) else one.high)


@cache
def course_key(segment: str) -> str:
    """Under which name a segment's course stands: its own, its vein’s, or that of the trunk it ends."""
    rows = _read("courses")
    if segment in rows:
        return segment
    return next(
        (key for key, row in rows.items() if segment in row.get("with", ())), anatomy().segment(segment).vein.id
    )


@cache
def _members(key: str) -> tuple[str, ...]:
    own = _read("courses")
    parts = [part.id for part in anatomy().of_vein(key) if part.id not in own or part.id == key]
    return (*parts, *own[key].get("with", ()))


def _lowest(key: str) -> float:
    return min(anatomy().segment(id).low for id in _members(key))


def _highest(key: str) -> float:
    return max(anatomy().segment(id).high for id in _members(key))


@cache
def compartment(vein: str, view: View) -> Curve:
    """The whole course of a saphenous trunk, along which the fascia lies like an eye around it."""
    points = _read("courses").get(vein, {}).get(view)
    return smooth(_points(points)) if isinstance(points, list) else []


@cache
def views_of(segment: str) -> tuple[View, ...]:
    """The views in which a segment is seen, the one where its numbers stand first."""
    row = _read("courses").get(course_key(segment), {})
    seen = [view for view in View if view in row]
    return tuple(sorted(seen, key=lambda view: view != calls(segment)))


@cache
def calls(segment: str) -> View | None:
    """The view in which a segment's numbers stand beside it."""
    row = _read("courses").get(course_key(segment), {})
    return View(row["calls"]) if "calls" in row else next((view for view in View if view in row), None)


def where(perforator: str, view: View, height: float) -> Point | None:
    """Where a perforator of a group is in a view at a height on the leg of reference; nothing where it is not seen."""
    row = _read("courses").get(perforator, {}).get(view)
    if not isinstance(row, dict):
        return None
    if "x" in row:
        return (float(row["x"]), height)
    return (_x_at(compartment(row["on"], view), height), height)


def _x_at(curve: Curve, height: float) -> float:
    for cubic in curve:
        if height <= cubic[3][1] or cubic is curve[-1]:
            reach = (cubic[3][1] - cubic[0][1]) or 1.0
            piece = between([cubic], min(max(height, cubic[0][1]), cubic[3][1] - reach / 1e6), cubic[3][1])
            return piece[0][0][0] if piece else cubic[3][0]
    return 0.0


def _points(raw: Sequence[Sequence[float]]) -> list[Point]:
    return [(float(x), float(y)) for x, y in raw]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("saphena.pathway.legmap") / f"{name}.toml").read_text(encoding="utf-8"))
