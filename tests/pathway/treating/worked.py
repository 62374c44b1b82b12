"""Reads docs/mechanisms/worked-doses.md: the tables that a person can check with a pencil."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from saphena.pathway.treating import Dose, Drawn, Form, Library, library, read_ratio, shipped
from tests.project.checkout import ROOT

PAGE = ROOT / "docs" / "mechanisms" / "worked-doses.md"
TODAY = date(2027, 3, 9)
SYRINGE = re.compile(r"(?:-(\d)d )?(\w+) ([\d.]+)%(?: (\d\+\d))?(?: ([\d.]+))?(?: (left|right))?(?: @(\w+))?")


def table(heading: str) -> list[list[str]]:
    """The rows under a heading, without the two lines that head them."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| \n").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@cache
def everything_confirmed() -> Library:
    return library(shipped().waiting)


def dose(text: str) -> Dose:
    """`-6d trombovar 3% 8` or `aethoxysklerol 3% 1+4 4 @gsv`; without mL it is 1 mL."""
    found = SYRINGE.fullmatch(text.strip())
    assert found, text
    back, product, percent, parts, volume, leg, vein = found.groups()
    foam = parts is not None or shipped().products[product].canister is not None
    drawn = Drawn(product, Decimal(percent), Form.FOAM if foam else Form.LIQUID, read_ratio(parts) if parts else None)
    return Dose(drawn, Decimal(volume or 1), TODAY - timedelta(days=int(back or 0)), vein or "", leg or "")


def doses(text: str) -> list[Dose]:
    return [] if text == "–" else [dose(part) for part in text.split(";")]
