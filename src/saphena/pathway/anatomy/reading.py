"""veins.toml -> segments; whatever is incomplete or points at nothing is an error that names the row."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.anatomy.landmarks import Landmarks
from saphena.pathway.anatomy.segments import Category, Code, Face, Group, Inflow, Segment, Vein

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LANGUAGES", "PRIVATE", "read", "segments"]

LANGUAGES = ("en", "fr")
PRIVATE = "99VEIN"
DICOM_CODE_LENGTH = 16


def read() -> tuple[tuple[Segment, ...], Landmarks]:
    """What ships: every segment, in the order of an examination's report, and the leg that the heights are on."""
    raw = tomllib.loads((files("saphena.pathway.anatomy") / "veins.toml").read_text(encoding="utf-8"))
    marks = raw["landmarks"]
    return tuple(segments(raw)), Landmarks(marks["ankle"], marks["knee"], marks["groin"])


def segments(raw: dict[str, Any]) -> list[Segment]:
    """The rows as segments. Raises `ValueError` for a row that nothing can be made of."""
    found = [segment for id, row in raw["veins"].items() for segment in _read(id, row)]
    known = {segment.id for segment in found}
    if len(known) < len(found):
        raise ValueError("two segments have the same id")
    for segment in found:
        _check(segment, known)
    return found


def _read(id: str, row: dict[str, Any]) -> list[Segment]:
    try:
        return list(_vein(id, row))
    except KeyError as missing:
        raise ValueError(f"{id}: a row without {missing}") from missing


def _vein(id: str, row: dict[str, Any]) -> Iterator[Segment]:
    vein = Vein(
        id,
        row["abbr"],
        {language: row[language] for language in LANGUAGES},
        tuple(row["also"]),
        Category(row["category"]),
        Group(row["group"]),
    )
    several = len(row["parts"]) > 1
    for part in row["parts"]:
        code = part.get("code") or row.get("code")
        yield Segment(
            id=part["id"],
            vein=vein,
            parts={language: part[language] for language in LANGUAGES if several},
            ceap=part.get("ceap") or row["ceap"],
            code=_code(part["id"], code, broader=several and "code" not in part, meaning=vein.names["en"]),
            low=float(part["low"]),
            high=float(part["high"]),
            drains=tuple(_inflow(text) for text in _several(part["into"])),
            leaves=_inflow(part["from"]) if "from" in part else None,
            face=Face(part["face"]) if "face" in part else None,
            also=tuple(part.get("also", ())),
            fma=row.get("fma", ""),
            read_as=tuple(row.get("read_as", ())),
            artery=row.get("artery", False),
        )


def _code(id: str, raw: dict[str, Any] | None, *, broader: bool, meaning: str) -> Code:
    if raw is None:
        return Code(PRIVATE, id, meaning)
    return Code("SCT", raw["value"], raw["meaning"], raw.get("broader", broader))


def _several(into: str | list[str]) -> list[str]:
    return [into] if isinstance(into, str) else into


def _inflow(text: str) -> Inflow:
    id, _, at = text.partition("@")
    return Inflow(id, float(at or 0))


def _check(segment: Segment, known: set[str]) -> None:
    places = (*segment.drains, *((segment.leaves,) if segment.leaves else ()))
    if lost := [place.segment for place in places if place.segment not in known]:
        raise ValueError(f"{segment.id} drains into {lost[0]}, which there is not")
    if any(not 0 <= place.at <= 1 for place in places):
        raise ValueError(f"{segment.id} joins another outside its course")
    if segment.low >= segment.high:
        raise ValueError(f"{segment.id} ends below where it begins")
    if len(segment.id) > DICOM_CODE_LENGTH:
        raise ValueError(f"{segment.id} is longer than a DICOM code value may be")
    if (segment.category is Category.PERFORATOR) != (segment.leaves is not None and segment.face is not None):
        raise ValueError(f"{segment.id}: a perforator, and nothing else, leaves a vein on a face of the leg")
