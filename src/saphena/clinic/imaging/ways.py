"""The ways of measuring on an image: each hands a frame, or a clip, and points to `saphena.echo`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import hypot
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.imaging.looking import calibrated
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saphena.clinic.imaging.models import Instance
    from saphena.echo.frames import Clip
    from saphena.echo.lumen import Vein
    from saphena.echo.measurement import Measurement as Measured
    from saphena.echo.measurement import Point
    from saphena.echo.regions import Calibration, Region

__all__ = ["WAYS", "Found", "Looked", "Way"]

MOST_FRAMES = 600
"""Of one clip: some twenty seconds. A longer one is cut before it is followed."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One frame of an open file."""

    instance: Instance
    clip: Clip
    frame: int

    @property
    def scale(self) -> Calibration:
        return calibrated(self.instance, self.clip, self.frame)

    @property
    def whole_clip(self) -> bool:
        return 1 < self.clip.count <= MOST_FRAMES


@dataclass(frozen=True, slots=True)
class Found:
    """The values, those too that could not be told, and what a clip says frame by frame: lists of one number a frame,
    empty where there is none."""

    values: Sequence[Measured]
    series: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """How many points it needs, whether it finds by itself, whether it follows the whole clip."""

    points: int
    automatic: bool
    measure: Callable[[Looked, list[Point]], Found]


def _distance(looked: Looked, points: list[Point]) -> Found:
    from saphena.echo.calipers import caliper

    return Found(caliper(looked.scale, points[0], points[1], looked.frame))


def _reflux(looked: Looked, points: list[Point]) -> Found:
    from saphena.echo.regions import Kind
    from saphena.echo.spectral import measure_reflux

    region = looked.scale.one(Kind.SPECTRAL)
    found = measure_reflux(looked.clip.grey(looked.frame), region, looked.clip.colourful(looked.frame))
    zero = region.y.pixel(0)
    ends: dict[str, object] = (
        {} if found.start is None or found.end is None else {"ends": [[found.start, zero], [found.end, zero]]}
    )
    values = [
        replace(each, flags=(*region.flags, *found.flags), frame=looked.frame, region=region.index)
        for each in (found.duration, found.extrapolated, found.peak)
    ]
    return Found(values, ends)


def _ends(looked: Looked, points: list[Point]) -> Found:
    """The same strip between two columns that a person has set."""
    from saphena.echo.regions import Kind
    from saphena.echo.spectral import between, measure_reflux

    region = looked.scale.one(Kind.SPECTRAL)
    found = measure_reflux(looked.clip.grey(looked.frame), region, looked.clip.colourful(looked.frame))
    start, end = sorted((points[0][0], points[1][0]))
    duration, peak, _mean = between(found.trace, region, start, end)
    values = [replace(each, frame=looked.frame) for each in (duration, peak)]
    zero = region.y.pixel(0)
    return Found(values, {"ends": [[start, zero], [end, zero]]})


def _vein(looked: Looked, points: list[Point]) -> Found:
    from saphena.echo.lumen import measure_vein

    region = looked.scale.at(points[0])
    vein = measure_vein(looked.clip.grey(looked.frame), region, points[0], looked.frame)
    return Found(_of_vein(vein, region, looked.frame))


def _of_vein(vein: Vein, region: Region, frame: int) -> list[Measured]:
    values = (vein.upright, vein.transverse, vein.depth)
    named = zip(("upright diameter", "transverse diameter", "depth"), values, strict=True)
    flagged = [tuple(dict.fromkeys((*region.flags, *each.flags))) for each in values]  # the sides say nothing of height
    return [
        replace(each, name=name, flags=flags, frame=frame) for (name, each), flags in zip(named, flagged, strict=True)
    ]


def _follow(looked: Looked, points: list[Point]) -> Found:
    """The vein from this frame to the clip's end: where it is widest, and how far it was pressed together."""
    from saphena.echo.lumen import Vein, follow

    _check_clip(looked)
    region = looked.scale.at(points[0])
    followed = follow(looked.clip.greys(looked.frame), region, points[0], looked.frame)
    seen = [each if isinstance(each, Vein) else None for each in followed.veins]
    widest = max((each for each in seen if each), key=lambda vein: vein.outlined)
    values = _of_vein(widest, region, widest.upright.frame)
    heights = [None if each is None or each.upright.value is None else round(each.upright.value, 2) for each in seen]
    series = {"first": looked.frame, "diameter_mm": heights}
    pressed = replace(followed.compressibility, flags=values[0].flags)
    return Found([*values, pressed], series)


def _foam(looked: Looked, points: list[Point]) -> Found:
    """Foam along the vein between the first two points, first where it comes from; a third marks a junction."""
    from saphena.echo.foam import measure_foam
    from saphena.echo.measurement import Measurement as Measured

    _check_clip(looked)
    region = looked.scale.at(*points[:2])
    junction = points[2] if len(points) > 2 else None
    clip = looked.clip
    found = measure_foam(clip.greys(), region, (points[0], points[1]), clip.seconds_per_frame, junction)
    fronts = [None if front != front else round(front, 2) for front in found.front.tolist()]
    series: dict[str, object] = {
        "first": 0, "front_mm": fronts, "filled": [round(each, 3) for each in found.filled.tolist()],
        "vein": [list(point) for point in points[:2]], "length_mm": _length(region, points),
    }  # fmt: skip
    seen = [(number, front) for number, front in enumerate(fronts) if front is not None]
    if not seen:
        raise Refused(_("No foam is seen in this clip between the two points."))
    last, front = max(seen, key=lambda each: each[1])
    line, flags = (points[0], points[1]), found.flags
    values = [
        Measured("foam front", front, "mm", None, line, last, region.index, flags),
        Measured("filled part of the vein", found.filled.tolist()[last], "", None, line, last, region.index, flags),
        found.speed,
    ]
    return Found([*values, *([found.reaches] if found.reaches else [])], series)


def _length(region: Region, points: Sequence[Point]) -> float:
    across, down = region.millimetres
    (x1, y1), (x2, y2) = points[:2]
    return round(hypot((x2 - x1) * across, (y2 - y1) * down), 3)


def _check_clip(looked: Looked) -> None:
    if not looked.whole_clip:
        raise Refused(_("This needs a clip of two to %(most)s frames.") % {"most": MOST_FRAMES}, "what")


WAYS: dict[str, Way] = {
    "distance": Way(2, automatic=False, measure=_distance),
    "reflux": Way(0, automatic=True, measure=_reflux),
    "ends": Way(2, automatic=False, measure=_ends),
    "vein": Way(1, automatic=True, measure=_vein),
    "follow": Way(1, automatic=True, measure=_follow),
    "foam": Way(2, automatic=True, measure=_foam),
}
