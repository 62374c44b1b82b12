"""A set of criteria: from which value on a vein refluxes, and what else is called what. Each row has its source.

What was only recalled is off: a threshold that nobody has read again judges nothing, until a physician of the clinic
has confirmed it (`confirmed`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from saphena.pathway.anatomy import anatomy
from saphena.pathway.mapping.quantities import OPERATORS
from saphena.pathway.refused import Refused

__all__ = ["Axial", "Caution", "CriteriaSet", "Limit", "Pathologic", "Row", "Threshold", "criteria", "shipped"]

SURE = ("found", "engineering", "recalled")
DEFAULT = "svs_2023"


@dataclass(frozen=True, slots=True)
class Limit:
    """A value with its operator: “> 500 ms”."""

    operator: str
    value: Decimal
    unit: str

    def met_by(self, measured: Decimal) -> bool:
        return OPERATORS[self.operator](measured, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row says of itself: its id, where it stands, of which year, and how sure we are of it."""

    id: str
    source: str
    year: int
    sure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Row):
    """From when on flow backwards is reflux, for some groups of veins or some segments."""

    limit: Limit
    groups: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathologic(Row):
    """When a perforator is called pathologic: every condition has to hold."""

    reflux: Limit
    diameter: Limit
    under_ulcer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Axial(Row):
    """When reflux of a trunk is called axial: through all these segments, or at two places so far apart."""

    through: tuple[str, ...] = ()
    veins: tuple[str, ...] = ()
    apart: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Row):
    """What is said beside a target: a trunk that is very wide, a vein close to the skin."""

    of: str
    limit: Limit
    groups: tuple[str, ...]


@dataclass(frozen=True)
class CriteriaSet:
    """One set as it judges: rows that are off are not in it."""

    id: str
    year: int
    title: dict[str, str]
    sources: dict[str, dict[str, str]]
    thresholds: dict[str, Threshold]  # by segment id
    pathologic: Pathologic | None
    axial: tuple[Axial, ...]
    parts: Axial
    cautions: tuple[Caution, ...]
    rows: tuple[Row, ...]  # all of them, for showing
    off: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """A set that has lost its thresholds to “recalled” cannot judge a map."""
        return any(segment.startswith("gsv") for segment in self.thresholds)


def shipped() -> tuple[str, ...]:
    """The ids of the sets that ship, the default first."""
    folder = files("saphena.pathway.mapping.criteria")
    names = sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(sorted(names, key=lambda name: name != DEFAULT))


@cache
def criteria(name: str = DEFAULT, *, confirmed: bool = False) -> CriteriaSet:
    """A set by its id. With `confirmed`, the rows that were only recalled judge too: a physician has read them again.

    Raises `Refused` for a set that does not exist.
    """
    if name not in shipped():
        raise Refused(f"There is no set of criteria “{name}”. There are: {', '.join(shipped())}.", "criteria")
    path = files("saphena.pathway.mapping.criteria") / f"{name}.toml"
    return read(tomllib.loads(path.read_text(encoding="utf-8")), confirmed=confirmed)


def read(raw: dict[str, Any], *, confirmed: bool = False) -> CriteriaSet:
    """A set from its file. Raises `ValueError` for a row without operator, source, or how sure it is."""
    thresholds = [_threshold(row) for row in raw["reflux"]]
    pathologic = _pathologic(raw["pathologic"]) if "pathologic" in raw else None
    axial = [_axial(name, row) for name, row in raw["axial"].items()]
    parts = _axial("parts", raw["parts"])
    cautions = [_caution(row) for row in raw.get("caution", ())]
    rows: list[Row] = [*thresholds, *([pathologic] if pathologic else []), *axial, parts, *cautions]
    for row in rows:
        if row.sure not in SURE or not row.source:
            raise ValueError(f"{row.id}: a row needs a source, and how sure it is: {', '.join(SURE)}")
    off = () if confirmed else tuple(row.id for row in rows if row.sure == "recalled")
    return CriteriaSet(
        id=raw["set"]["id"],
        year=raw["set"]["year"],
        title=raw["set"]["title"],
        sources=raw["sources"],
        thresholds=_by_segment([row for row in thresholds if row.id not in off]),
        pathologic=pathologic if pathologic and pathologic.id not in off else None,
        axial=tuple(row for row in axial if row.id not in off),
        parts=parts,
        cautions=tuple(row for row in cautions if row.id not in off),
        rows=tuple(rows),
        off=off,
    )


def _by_segment(rows: list[Threshold]) -> dict[str, Threshold]:
    """Each segment's own row: one that names the segment counts before one that names its group."""
    named = {segment: row for row in rows for segment in row.segments}
    grouped = {group: row for row in rows for group in row.groups}
    found = {segment.id: named.get(segment.id) or grouped.get(segment.group) for segment in anatomy()}
    return {id: row for id, row in found.items() if row}


def _limit(row: dict[str, Any]) -> Limit:
    if row["operator"] not in OPERATORS:
        raise ValueError(f"“{row['operator']}” is no operator: {', '.join(OPERATORS)}")
    return Limit(row["operator"], Decimal(row["value"]), row["unit"])


def _sourced(row: dict[str, Any]) -> dict[str, Any]:
    return {"source": row["source"], "year": row["year"], "sure": row["sure"]}


def _threshold(row: dict[str, Any]) -> Threshold:
    groups, segments = tuple(row.get("groups", ())), tuple(row.get("segments", ()))
    return Threshold(id=row["id"], limit=_limit(row), groups=groups, segments=segments, **_sourced(row))


def _pathologic(row: dict[str, Any]) -> Pathologic:
    reflux, diameter = _limit(row["reflux"]), _limit(row["diameter"])
    return Pathologic(id=row["id"], reflux=reflux, diameter=diameter, under_ulcer=row["under_ulcer"], **_sourced(row))


def _axial(name: str, row: dict[str, Any]) -> Axial:
    through, veins = tuple(row.get("through", ())), tuple(row.get("veins", ()))
    apart = _limit(row["apart"]) if "apart" in row else None
    return Axial(id=name, through=through, veins=veins, apart=apart, **_sourced(row))


def _caution(row: dict[str, Any]) -> Caution:
    return Caution(id=row["id"], of=row["of"], limit=_limit(row), groups=tuple(row["groups"]), **_sourced(row))
