"""One question about one file, answered as plain values: what `saphena echo` prints and what a cluster sends back.

Every answer has `file` and `refused`; a refusal is an answer too, so the rest of a batch goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from saphena.echo.measurement import VERIFIED_ON, VERSION, Measurement, rounded
from saphena.echo.reasons import Reason, Refused, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.echo.frames import Clip
    from saphena.echo.lumen import Vein
    from saphena.echo.regions import Calibration

__all__ = ["Answer", "Task", "answer", "failed"]

Answer = dict[str, Any]

PROVED = {"verified_on": VERIFIED_ON, "version": VERSION}
"""What goes with every automatic measurement."""


@dataclass(frozen=True)
class Task:
    """What to measure, and how it was asked for: plain values that travel to another machine."""

    what: str
    options: dict[str, Any] = field(default_factory=dict)


def answer(path: str, task: Task) -> Answer:
    """Measure one file. Never raises for what is wrong with the file: the answer says it in `refused`."""
    try:
        found = TASKS[task.what](path, task.options)
    except Refused as refusal:
        found = {**EMPTY.get(task.what, {}), "refused": refusal.reason, "refused_code": refusal.code}
    except Exception as error:
        return failed(path, task, error)
    return {"file": path, **found, "refused": found.get("refused"), "refused_code": found.get("refused_code")}


def failed(path: str, task: Task, error: Exception) -> Answer:
    """A fault of ours, or a file stranger than any seen: said as such, and the other files go on."""
    said = Reason(Why.FAULT, {"kind": type(error).__name__, "words": str(error)})
    return {"file": path, **EMPTY.get(task.what, {}), "refused": said, "refused_code": said.code}


def _scale(clip: Clip, options: dict[str, Any]) -> Calibration:
    from saphena.echo.agreement import believed
    from saphena.echo.regions import by_hand
    from saphena.echo.strip_by_hand import strip_by_hand

    if "strip" in options:
        x1, y1, x2, y2, seconds, upper, lower = options["strip"]
        return strip_by_hand(clip.rows, clip.columns, ((x1, y1), (x2, y2)), seconds, (upper, lower))
    if "scale" not in options:
        return believed(clip.calibration, clip.grey(0))
    x1, y1, x2, y2, millimetres = options["scale"]
    return by_hand(clip.rows, clip.columns, (x1, y1), (x2, y2), millimetres)


def _regions(path: str, options: dict[str, Any]) -> Answer:
    from saphena.echo.frames import open_clip

    with open_clip(path) as clip:
        scale = _scale(clip, options)
        return {
            "rows": clip.rows,
            "columns": clip.columns,
            "frames": clip.count,
            "seconds_per_frame": rounded(clip.seconds_per_frame, 6),
            "regions": [
                {
                    "region": region.index,
                    "kind": region.kind.words,
                    "box": list(region.box.corners),
                    "x": {"unit": region.x.unit, "per_pixel": rounded(region.x.step, 9)},
                    "y": {"unit": region.y.unit, "per_pixel": rounded(region.y.step, 9)},
                    "zero": [region.x.pixel(0), region.y.pixel(0)],
                    "flags": [str(flag) for flag in region.flags],
                }
                for region in scale.regions
            ],
            "not_used": [{"region": index, "reason": reason} for index, reason in scale.refused],
        }


def _distance(path: str, options: dict[str, Any]) -> Answer:
    from saphena.echo.calipers import caliper
    from saphena.echo.frames import open_clip

    with open_clip(path) as clip:
        frame = int(options.get("frame", 0))
        clip.check_index(frame)
        first, second = (options["x1"], options["y1"]), (options["x2"], options["y2"])
        along, *across = caliper(_scale(clip, options), first, second, frame)
        return {**along.object(), "across": across[0].object() if across else None}


def _reflux(path: str, options: dict[str, Any]) -> Answer:
    from saphena.echo.frames import open_clip
    from saphena.echo.regions import Kind
    from saphena.echo.spectral import measure_reflux

    with open_clip(path) as clip:
        region = _scale(clip, options).one(Kind.SPECTRAL)
        found = measure_reflux(clip.grey(0), region, clip.colourful(0))
        error = found.duration.uncertainty or 0.0
        return {
            "duration_s": rounded(found.duration.value),
            "duration_extrapolated_s": rounded(found.extrapolated.value),
            "interval_s": [rounded(max(0.0, (found.duration.value or 0) + side * error)) for side in (-1, 1)],
            "peak_cm_s": rounded(found.peak.value),
            "mean_cm_s": rounded(found.mean.value),
            "augmentation_cm_s": rounded(found.augmentation.value),
            "start_px": rounded(found.start),
            "end_px": rounded(found.end),
            "region": region.index,
            "flags": [str(flag) for flag in (*region.flags, *found.flags)],
            **PROVED,
        }


def _diameter(path: str, options: dict[str, Any]) -> Answer:
    from saphena.echo.frames import open_clip
    from saphena.echo.lumen import follow, measure_vein

    frame, at = int(options.get("frame", 0)), (options["at"][0], options["at"][1])
    with open_clip(path) as clip:
        region = _scale(clip, options).at(at)
        vein = measure_vein(clip.grey(frame), region, at, frame)
        told = {**_vein(vein), "region": region.index, **PROVED}
        if options.get("follow"):
            followed = follow(clip.greys(frame), region, at, frame)
            told["compressibility"] = rounded(followed.compressibility.value)
            told["frames"] = [
                {"frame": number, "refused": each} if isinstance(each, str) else {"frame": number, **_vein(each)}
                for number, each in enumerate(followed.veins, start=frame)
            ]
        return told


def _vein(vein: Vein) -> Answer:
    return {
        "ap_mm": rounded(vein.upright.value),
        "transverse_mm": rounded(vein.transverse.value),
        "transverse_refused": vein.transverse.refused,
        "area_mm2": rounded(vein.area.value),
        "depth_mm": rounded(vein.depth.value),
        "ap_uncertainty_mm": rounded(vein.upright.uncertainty),
        "transverse_uncertainty_mm": rounded(vein.transverse.uncertainty),
        "middle_px": [round(value, 2) for value in vein.middle],
        "flags": [str(flag) for flag in vein.flags],
    }


def _foam(path: str, options: dict[str, Any]) -> Answer:
    from math import isnan

    from saphena.echo.foam import measure_foam
    from saphena.echo.frames import open_clip

    x1, y1, x2, y2 = options["vein"]
    with open_clip(path) as clip:
        region = _scale(clip, options).at((x1, y1), (x2, y2))
        junction = (options["junction"][0], options["junction"][1]) if "junction" in options else None
        found = measure_foam(clip.greys(), region, ((x1, y1), (x2, y2)), clip.seconds_per_frame, junction)
        return {
            "frames": [
                {"frame": number, "front_mm": None if isnan(front) else rounded(front), "filled": rounded(full)}
                for number, (front, full) in enumerate(zip(found.front.tolist(), found.filled.tolist(), strict=True))
            ],
            "speed_mm_s": rounded(found.speed.value),
            "speed_refused": found.speed.refused,
            "reaches_junction_s": rounded(found.reaches.value) if found.reaches else None,
            "region": region.index,
            "flags": [str(flag) for flag in found.flags],
            **PROVED,
        }


def _report(path: str, options: dict[str, Any]) -> Answer:
    from saphena.echo.report import read_report

    found = read_report(path)
    return {
        "title": found.title,
        "measurements": [measured.object() for measured in found.measurements],
        "comments": list(found.comments),
        "unread": list(found.unread),
    }


def _nothing(*names: str, **lists: list[Any]) -> Answer:
    return {**dict.fromkeys(names), **lists}


EMPTY: dict[str, Answer] = {
    "regions": _nothing("rows", "columns", "frames", "seconds_per_frame", regions=[], not_used=[]),
    "distance": {**Measurement("distance", None, "mm").object(), "across": None},
    "reflux": {
        **_nothing(
            "duration_s", "duration_extrapolated_s", "interval_s", "peak_cm_s", "mean_cm_s", "augmentation_cm_s"
        ),
        **_nothing("start_px", "end_px", "region", flags=[]),
        **PROVED,
    },
    "diameter": {
        **_nothing(
            "ap_mm",
            "transverse_mm",
            "transverse_refused",
            "area_mm2",
            "depth_mm",
            "ap_uncertainty_mm",
            "transverse_uncertainty_mm",
            "middle_px",
            "region",
            flags=[],
        ),
        **PROVED,
    },
    "foam": {
        **_nothing("speed_mm_s", "speed_refused", "reaches_junction_s", "region", frames=[], flags=[]),
        **PROVED,
    },
    "report": {"title": "", "measurements": [], "comments": [], "unread": []},
}
"""What an answer holds when there is none: the same names, so that a reader of many files finds them all."""

TASKS: dict[str, Callable[[str, dict[str, Any]], Answer]] = {
    "regions": _regions,
    "distance": _distance,
    "reflux": _reflux,
    "diameter": _diameter,
    "foam": _foam,
    "report": _report,
}
