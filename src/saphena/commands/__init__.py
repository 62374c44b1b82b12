"""One module per command of `saphena`: what it takes (`add_arguments`), and `run`, which gives the exit status."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class CommandFailed(Exception):
    """The command cannot go on. Its message is the one line that the person at the terminal reads."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` (did you mean demo?)` for `dmeo`; nothing when no known name is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]}?)" if near else ""
