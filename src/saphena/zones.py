"""Whose rules of the clocks count: the machine's, or those that are pinned with us, whichever are newer.

A country changes its clocks at short notice, and a server is renewed more seldom than a telephone. Alberta, for one,
stopped changing them in 2026: a server with the rules of the year before tells every time an hour wrong from November.
"""

from __future__ import annotations

import os
import re
import zoneinfo
from pathlib import Path

import tzdata  # type: ignore[import-untyped]  # one module, one word in it

PINNED = str(tzdata.IANA_VERSION)
CHOSEN = "PYTHONTZPATH"  # whoever sets it has chosen for themselves
BEGINS = re.compile(r"#?\s*(?:version\s+)?(\d{4}[a-z]+)")


def use_the_newest() -> str:
    """Let `zoneinfo` read the newer rules from now on, and say which these are: "2026f", or "" where that is unknown.

    A machine that does not say how old its rules are gives way.
    """
    theirs = of_the_machine()
    if os.environ.get(CHOSEN) is not None or theirs > PINNED:
        return theirs
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    return PINNED


def of_the_machine() -> str:
    """The version of the first rules that are found on the machine, as they say it themselves; "" when they do not."""
    for folder in map(Path, zoneinfo.TZPATH):
        for name in ("tzdata.zi", "+VERSION"):
            try:
                with (folder / name).open(encoding="ascii", errors="replace") as told:
                    found = BEGINS.match(told.readline())
            except OSError:
                continue
            if found:
                return found[1]
    return ""
