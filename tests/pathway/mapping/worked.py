"""The worked cases (cases.toml), and readings as short lines: “gsv.thigh.upper reflux 501”."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saphena.pathway.mapping import LegDerived, Place, Reading, criteria, derive, quantities

if TYPE_CHECKING:
    from saphena.pathway.mapping.deriving import Derived


@cache
def cases() -> tuple[dict[str, Any], ...]:
    text = (Path(__file__).parent / "cases.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["cases"])


def reading(line: str, leg: str = "left", note: str = "") -> Reading:
    where, quantity, value = line.split(" ", 2)
    segment, _sign, level = where.partition("@")
    place = Place(leg, segment, Decimal(level) if level else None)
    known: Decimal | str = Decimal(value) if quantity in quantities().numbers else value
    return Reading(place, quantity, known, note=note)


def readings(*lines: str, leg: str = "left") -> list[Reading]:
    return [reading(line, leg) for line in lines]


def derived(*lines: str, rules: str = "svs_2023", confirmed: bool = False) -> Derived:
    return derive(readings(*lines), criteria(rules, confirmed=confirmed))


def left(*lines: str, rules: str = "svs_2023", confirmed: bool = False) -> LegDerived:
    return derived(*lines, rules=rules, confirmed=confirmed).legs["left"]
