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


def show(what: str, answers: list[Answer], *, as_json: bool) -> None:
    """Print them: one object for one file, a list for several."""
    if as_json:
        said: Any = answers[0] if len(answers) == 1 else answers
        put((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode(), "")
        return
    lines = [line for answer in answers for line in _lines(answer)]
    if what in AUTOMATIC:
        lines.append(f"Measured automatically, proved on {VERIFIED_ON}: look at the picture before you trust a number.")
    put(("\n".join(lines) + "\n").encode(), "")


def _lines(answer: Answer) -> Iterator[str]:
    yield str(answer["file"])
    if answer["refused"]:
        yield f"  refused: {answer['refused']}"
        return
    for name, value in answer.items():
        if name not in ("file", "refused") and value is not None:
            yield from _told(name, value)


def _told(name: str, value: Any) -> Iterator[str]:
    label = name.replace("_", " ")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"  {label}:"
        for each in value:
            parts = [(key.replace("_", " "), part) for key, part in each.items() if part not in ([], None)]
            yield "    " + ", ".join(f"{key} {_plain(part)}" for key, part in parts)
    elif value != []:
        yield f"  {label}: {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_plain(part) for part in value.values() if part is not None)
    if isinstance(value, list | tuple):
        return ("; " if any(isinstance(each, str) for each in value) else " ").join(map(_plain, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
