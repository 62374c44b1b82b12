"""What was measured, for a terminal or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from saphena.commands.output import put
from saphena.echo.measurement import VERIFIED_ON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.echo.tasks import Answer

__all__ = ["show"]

AUTOMATIC = ("reflux", "diameter", "foam")
LEFT_OUT = ("file", "refused", "verified_on")
UNITS = {"_cm_s": "cm/s", "_mm_s": "mm/s", "_mm2": "mm2", "_mm": "mm", "_s": "s", "_px": "px"}
"""What the names of an answer end in."""
NAMES = {
    "ap": "upright diameter",
    "ap_uncertainty": "upright diameter, give or take",
    "transverse": "transverse diameter",
    "transverse_uncertainty": "transverse diameter, give or take",
    "transverse_refused": "transverse diameter, refused",
    "duration_extrapolated": "duration to zero velocity",
    "interval": "duration, 95 % interval",
}


def show(what: str, answers: list[Answer], *, as_json: bool) -> None:
    """Print them: one object for one file, a list for several."""
    if as_json:
        said: Any = answers[0] if len(answers) == 1 else answers
        put((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode(), "")
        return
    lines = [line for answer in answers for line in _lines(answer)]
    measured = sum(not answer["refused"] for answer in answers)
    if len(answers) > 1:
        lines.append(f"{measured} of {len(answers)} files measured, {len(answers) - measured} refused.")
    if what in AUTOMATIC and measured:
        lines.append(f"Measured automatically, proved on {VERIFIED_ON}: look at the picture before you trust a number.")
    put(("\n".join(lines) + "\n").encode(), "")


def _lines(answer: Answer) -> Iterator[str]:
    yield str(answer["file"])
    if answer["refused"]:
        yield f"  refused: {answer['refused']}"
    elif _is_measured(answer):
        yield from (f"  {line}" for line in _measured(answer))
    else:
        for name, value in answer.items():
            if name not in LEFT_OUT and value is not None:
                yield from _told(name, value)


def _told(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"  {_label(name)}:"
        for each in value:
            parts = [(key, part) for key, part in each.items() if part not in ([], None)]
            yield "    " + ", ".join(f"{_label(key)} {_plain(part)}{_unit(key)}" for key, part in parts)
    elif value != []:
        yield f"  {_label(name)}: {_plain(value)}{_unit(name)}"


def _is_measured(answer: Answer) -> bool:
    return {"value", "unit", "points"} <= answer.keys()


def _measured(answer: Answer) -> Iterator[str]:
    """A measurement in one line, what hangs on it below, and what the same two points say across."""
    unsure = "" if answer["uncertainty"] is None else f", give or take {answer['uncertainty']:g}"
    yield f"{answer['name']}: {_plain(answer['value'])} {answer['unit']}{unsure}"
    for name in ("frame", "region", "flags"):
        if answer[name] != []:
            yield f"{_label(name)}: {_plain(answer[name])}"
    if answer.get("across"):
        yield next(_measured(answer["across"]))


def _label(name: str) -> str:
    """`peak_cm_s` is told as the peak, with its unit behind the number."""
    bare = next((name.removesuffix(ending) for ending in UNITS if name.endswith(ending)), name)
    return NAMES.get(bare, bare.replace("_", " "))


def _unit(name: str) -> str:
    return next((f" {unit}" for ending, unit in UNITS.items() if name.endswith(ending)), "")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_plain(part) for part in value.values() if part is not None)
    if isinstance(value, list | tuple):
        return ("; " if any(isinstance(each, str) for each in value) else " ").join(map(_plain, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
