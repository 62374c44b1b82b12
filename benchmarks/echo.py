"""How right and how quick the measurements of `saphena.echo` are, on phantoms that nothing was tuned on.

Every figure is from phantoms of our own but for `real_*`. `ordinary` is drawn from the whole ordinary range with
another seed than tuning had; the others lie outside it (see `OFF_POINT` in each phantom). A gross error is more than
0.3 s or 1 mm; it counts when no flag warns of it. The side of 0.5 s counts twice: on all strips, and on those that tell
it, whose 95 % interval does not hold 0.5 s. A transverse diameter misleads when it is wrong by more than 0.3 mm and no
flag warns of it. Bars: reflux MAE 0.05 s, p95 0.12 s, side of 0.5 s 99 %, refused 5 %;
peak bias 2 %, SD 4 %; diameter median 0.10 mm, p95 0.25 mm, no gross error in 2,000; depth 0.15 mm; front p95 1.5 mm,
speed 5 %, fill 0.10; a strip 60 ms, a diameter 15 ms, a frame of foam 8 ms on one core. SAPHENA_ECHO_CASES says how
many cross-sections there are (2,000); strips are a third, clips a fiftieth. The worst cases are drawn in var/echo/.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks._real_ultrasound import real_files
from saphena.echo.foam import measure_foam
from saphena.echo.lumen import measure_vein
from saphena.echo.measurement import Flag, Refused
from saphena.echo.phantom import clips, sections, strips
from saphena.echo.regions import Axis, Box, Kind, Region
from saphena.echo.spectral import measure_reflux

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator
    from numpy.typing import NDArray

SEED = 20261125
CASES = int(os.environ.get("SAPHENA_ECHO_CASES", "2000"))
WORST = 3
PICTURES = Path(__file__).parents[1] / "var" / "echo"
HARMLESS = {str(flag) for flag in (Flag.INVERTED, Flag.STRIP_BEGINS_LATE, Flag.NO_REFLUX, Flag.FEW_COLUMNS)}
MISLEADING = 0.3
"""mm by which a transverse diameter is wrong that must not stand without a flag."""
PEAK_FROM = 0.1
"""s: reflux shorter than this has no peak that a window of 40 ms could show."""


@dataclass(frozen=True)
class Case:
    """One phantom measured: errors by name, whether a flag warned, the reason if it was refused, and its time in s;
    `sides` whether a flag warned of the transverse diameter alone."""

    seed: tuple[int, ...]
    errors: dict[str, float]
    flagged: bool
    refused: str | None
    seconds: float
    sides: bool = False


def measure() -> dict[str, float]:
    figures: dict[str, float] = real_files()
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for kind, (one, off, whole, part) in KINDS.items():
            for number, name in enumerate(["ordinary", *off]):
                count = max(4, whole if name == "ordinary" else part)
                seeds = [(SEED, number, case) for case in range(count)]
                cases = list(pool.map(partial(one, name), seeds, chunksize=4))
                figures |= {f"{kind}_{name}_{key}": value for key, value in TOLD[kind](cases).items()}
                told = {key: round(value, 4) for key, value in TOLD[kind](cases).items()}
                print(f"{kind} {name}: {told}", flush=True)
                draw_worst(kind, name, cases)
    return figures | speeds()


def one_strip(name: str, seed: tuple[int, ...]) -> Case:
    made = strip(name, np.random.default_rng(seed))
    began = process_time()
    try:
        found = measure_reflux(made.grey, strip_region(made))
    except Refused as refusal:
        return Case(seed, {}, flagged=True, refused=refusal.reason, seconds=process_time() - began)
    seconds = process_time() - began
    duration = found.duration.value or 0.0
    right = float((duration > 0.5) == (made.visible > 0.5))
    unsure = found.duration.uncertainty or 0.0
    held = float(abs(duration - made.visible) <= unsure)
    errors = {"duration": duration - made.visible, "side": right, "held": held}
    if abs(duration - 0.5) > unsure:
        errors["told side"] = right
    if made.visible > PEAK_FROM and made.peak:
        errors["peak"] = (found.peak.value or 0.0) / made.peak - 1
    return Case(seed, errors, bool({str(flag) for flag in found.flags} - HARMLESS), None, seconds)


def strip(name: str, random: Generator) -> strips.Strip:
    fixed = dict(strips.OFF_POINT.get(name, {}))
    alias, three = fixed.pop("alias", False), fixed.pop("three", False)
    spec = strips.draw_far(random) if three else strips.draw_spec(random, **fixed)
    if alias:  # a scale on which the augmentation leaves at the edge, with room for it at the other
        span = 1.15 * spec.augmentation + 1.1 * spec.peak + 4
        spec = replace(spec, span=span, baseline=0.62 if spec.inverted else 0.38)
    return strips.make_strip(random, spec)


def strip_region(made: strips.Strip) -> Region:
    speed = Axis("cm/s", -made.speed_per_pixel, made.baseline)
    return Region(0, Kind.SPECTRAL, made.box, Axis("s", made.seconds_per_pixel, 0), speed)


def picture_region(grey: NDArray[np.uint8], millimetres: float) -> Region:
    rows, columns = grey.shape[-2:]
    axis = Axis("cm", millimetres / 10, 0)
    return Region(0, Kind.PICTURE, Box(0, 0, columns - 1, rows - 1), axis, axis)


def section(name: str, random: Generator) -> tuple[sections.Section, tuple[float, float]]:
    """A cross-section, and a point somewhere within the vein."""
    made = sections.make_section(random, sections.draw_section(random, **sections.OFF_POINT.get(name, {})))
    half = made.upright / 2 / made.spec.millimetres
    dx, dy = random.uniform(-0.4, 0.4, 2) * half
    return made, (made.middle[0] + dx, made.middle[1] + dy)


def one_section(name: str, seed: tuple[int, ...]) -> Case:
    made, at = section(name, np.random.default_rng(seed))
    region = picture_region(made.grey, made.spec.millimetres)
    began = process_time()
    try:
        vein = measure_vein(made.grey, region, at)
    except Refused as refusal:
        return Case(seed, {}, flagged=True, refused=refusal.reason, seconds=process_time() - began)
    seconds = process_time() - began
    errors = {
        "diameter": (vein.upright.value or 0) - made.upright,
        "depth": (vein.depth.value or 0) - made.depth,
        "outlined": vein.outlined / made.area - 1,
    }
    if vein.transverse.value is not None:
        errors["transverse"] = vein.transverse.value - made.level
    return Case(seed, errors, bool(vein.upright.flags), None, seconds, bool(vein.transverse.flags))


def one_clip(name: str, seed: tuple[int, ...]) -> Case:
    random = np.random.default_rng(seed)
    made = clips.make_foam(random, clips.draw_foam(random, **clips.OFF_POINT.get(name, {})))
    region = picture_region(made.frames, made.spec.millimetres)
    began = process_time()
    try:
        found = measure_foam(iter(made.frames), region, made.line, made.spec.interval)
    except Refused as refusal:
        return Case(seed, {}, flagged=True, refused=refusal.reason, seconds=process_time() - began)
    seconds = (process_time() - began) / len(made.frames)
    length = made.spec.columns * made.spec.millimetres * np.hypot(1, made.spec.slope)
    seen = (made.front > 2) & (made.front < length - 1)
    off = np.where(np.isfinite(found.front), found.front - made.front, made.front)[seen]  # missed: as far off as it is
    errors = {f"front{index}": float(value) for index, value in enumerate(off)}
    fuller = (found.filled - made.filled)[made.front < length]
    errors |= {f"fill{index}": float(value) for index, value in enumerate(fuller)}
    free = seen & (made.front < length - 1.5)
    if found.speed.value is not None and free.sum() > 4:
        truth = np.polyfit(np.flatnonzero(free) * made.spec.interval, made.front[free], 1)[0]
        errors["speed"] = found.speed.value / truth - 1
    return Case(seed, errors, bool(found.flags), None, seconds)


def values(cases: list[Case], name: str) -> NDArray[np.float64]:
    found = [value for case in cases for key, value in case.errors.items() if key.rstrip("0123456789") == name]
    return np.array(found) if found else np.array([np.nan])


def spread(off: NDArray[np.float64], unit: str) -> dict[str, float]:
    away = np.abs(off)
    return {
        f"bias_{unit}": float(off.mean()),
        f"mae_{unit}": float(away.mean()),
        f"median_{unit}": float(np.median(away)),
        f"p95_{unit}": float(np.percentile(away, 95)),
        f"worst_{unit}": float(away.max()),
    }


def gross(cases: list[Case], name: str, limit: float) -> int:
    return sum(abs(case.errors.get(name, 0)) > limit and not case.flagged for case in cases)


def told_strips(cases: list[Case]) -> dict[str, float]:
    shared = {"cases": len(cases), "refused": sum(case.refused is not None for case in cases) / len(cases)}
    if all(case.refused for case in cases):
        return shared
    peak = values(cases, "peak")
    return {
        **shared,
        **spread(values(cases, "duration"), "s"),
        "right_side_of_half_a_second": float(values(cases, "side").mean()),
        "right_side_when_told": float(values(cases, "told side").mean()),
        "too_near_to_tell": 1 - len(values(cases, "told side")) / len(values(cases, "side")),
        "interval_holds": float(values(cases, "held").mean()),
        "gross_unflagged": gross(cases, "duration", 0.3),
        "peak_bias": float(peak.mean()),
        "peak_sd": float(peak.std()),
    }


def told_sections(cases: list[Case]) -> dict[str, float]:
    across, depth = spread(values(cases, "transverse"), "mm"), spread(values(cases, "depth"), "mm")
    told = [case for case in cases if "transverse" in case.errors]
    believed = [case for case in told if not case.sides]
    stands = np.abs(values(believed, "transverse"))
    wrong = [case for case in told if abs(case.errors["transverse"]) > MISLEADING]
    measured = max(1, sum(bool(case.errors) for case in cases))
    return {
        "cases": len(cases),
        "refused": sum(case.refused is not None for case in cases) / len(cases),
        **spread(values(cases, "diameter"), "mm"),
        "gross_unflagged": gross(cases, "diameter", 1.0) + gross(believed, "transverse", 1.0),
        "transverse_median_mm": across["median_mm"],
        "transverse_p95_mm": across["p95_mm"],
        "transverse_worst_mm": across["worst_mm"],
        "transverse_left_out": 1 - len(told) / measured,
        "transverse_flagged": (len(told) - len(believed)) / measured,
        "transverse_unflagged_p95_mm": float(np.percentile(stands, 95)),
        "transverse_unflagged_worst_mm": float(stands.max()),
        "transverse_misleading": sum(not case.sides for case in wrong) / measured,
        "transverse_wrong": len(wrong) / measured,
        "depth_median_mm": depth["median_mm"],
        "depth_p95_mm": depth["p95_mm"],
        "area_median": float(np.median(np.abs(values(cases, "outlined")))),
    }


def told_clips(cases: list[Case]) -> dict[str, float]:
    speed = np.abs(values(cases, "speed"))
    return {
        "cases": len(cases),
        "refused": sum(case.refused is not None for case in cases) / len(cases),
        **{f"front_{key}": value for key, value in spread(values(cases, "front"), "mm").items()},
        "fill_p95": float(np.percentile(np.abs(values(cases, "fill")), 95)),
        "speed_median": float(np.median(speed)),
        "speed_p95": float(np.percentile(speed, 95)),
    }


KINDS: dict[str, tuple[Callable[[str, tuple[int, ...]], Case], dict[str, Any], int, int]] = {
    "reflux": (one_strip, strips.OFF_POINT, CASES // 3, CASES // 20),
    "diameter": (one_section, sections.OFF_POINT, CASES * 3 // 5, CASES // 20),
    "foam": (one_clip, clips.OFF_POINT, CASES // 50, CASES // 250),
}
TOLD = {"reflux": told_strips, "diameter": told_sections, "foam": told_clips}


def speeds() -> dict[str, float]:
    """Milliseconds of one core at 640 x 480: the median of several, which one slow moment does not move."""
    random = np.random.default_rng(SEED)
    made = strips.make_strip(random, strips.StripSpec(width=640, height=480))
    vein = sections.make_section(random, sections.SectionSpec(rows=480, columns=640))
    foam = clips.make_foam(random, clips.FoamSpec(rows=480, columns=640, millimetres=0.06, frames=20))
    region = picture_region(vein.grey, vein.spec.millimetres)
    wide = picture_region(foam.frames, foam.spec.millimetres)
    frames = len(foam.frames)
    return {
        "reflux_ms_a_strip": timed(lambda: measure_reflux(made.grey, strip_region(made)), 15),
        "diameter_ms_a_frame": timed(lambda: measure_vein(vein.grey, region, vein.middle), 25),
        "foam_ms_a_frame": timed(lambda: measure_foam(iter(foam.frames), wide, foam.line, 0.05), 7) / frames,
    }


def timed(act: Callable[[], object], rounds: int) -> float:
    act()
    times = []
    for _ in range(rounds):
        began = process_time()
        act()
        times.append(process_time() - began)
    return 1000 * float(np.median(times))


def draw_worst(kind: str, name: str, cases: list[Case]) -> None:
    """The worst cases as pictures, each made again from its seed, with what was found drawn into it."""
    first = {"reflux": "duration", "diameter": "diameter", "foam": "front0"}[kind]
    ranked = sorted((case for case in cases if case.errors), key=lambda case: -abs(case.errors.get(first, 0)))
    for rank, case in enumerate(ranked[:WORST], start=1):
        random = np.random.default_rng(case.seed)
        picture = DRAWN[kind](name, random)
        save(picture, PICTURES / f"{kind}-{name}-{rank}-off-{case.errors.get(first, 0):+.2f}.png")


def drawn_strip(name: str, random: Generator) -> NDArray[np.uint8]:
    made = strip(name, random)
    found = measure_reflux(made.grey, strip_region(made))
    shown = np.repeat(made.grey[:, :, None], 3, axis=2)
    rows = np.clip(np.round(made.baseline - found.trace / made.speed_per_pixel * (-1 if made.spec.inverted else 1)),
                   0, len(shown) - 1).astype(int)  # fmt: skip
    shown[rows, np.arange(shown.shape[1])] = (255, 60, 60)
    ends = [(made.begins, (0, 255, 255)), (made.begins + made.visible, (0, 255, 255))]
    for seconds, colour in ends:
        shown[:, min(shown.shape[1] - 1, int(seconds / made.seconds_per_pixel))] = colour
    for column in (found.start, found.end):
        if column is not None:
            shown[::2, min(shown.shape[1] - 1, int(column))] = (255, 220, 0)
    return shown


def drawn_section(name: str, random: Generator) -> NDArray[np.uint8]:
    made, at = section(name, random)
    vein = measure_vein(made.grey, picture_region(made.grey, made.spec.millimetres), at)
    shown = np.repeat(made.grey[:, :, None], 3, axis=2)
    for x, y in vein.outline:
        shown[round(y), round(x)] = (255, 60, 60)
    shown[round(at[1]), round(at[0])] = (0, 255, 255)
    return shown


def drawn_clip(name: str, random: Generator) -> NDArray[np.uint8]:
    made = clips.make_foam(random, clips.draw_foam(random, **clips.OFF_POINT.get(name, {})))
    found = measure_foam(iter(made.frames), picture_region(made.frames, made.spec.millimetres), made.line)
    shown = np.repeat(made.frames[len(made.frames) // 2][:, :, None], 3, axis=2)
    middle = len(made.frames) // 2
    for front, colour in ((made.front[middle], (0, 255, 255)), (found.front[middle], (255, 60, 60))):
        if np.isfinite(front):
            shown[:, int(np.clip(front / made.spec.millimetres, 0, shown.shape[1] - 1))] = colour
    return shown


DRAWN = {"reflux": drawn_strip, "diameter": drawn_section, "foam": drawn_clip}


def save(picture: NDArray[np.uint8], path: Path) -> None:
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path)
