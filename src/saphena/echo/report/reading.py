"""Any DICOM structured report to plain measurements: every number is kept, with whatever says what it is about.

Machines differ in how they nest, and use codes of their own. So nothing is expected of the tree: all of it is walked,
each number takes what the containers and modifiers above and beside it say, and what is not known keeps its code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from saphena.echo.opening import check_beginning, read
from saphena.echo.quiet import quiet
from saphena.echo.reasons import Refused, Why
from saphena.echo.report.codes import LEVELS, MEASURES, SITES, VEINS, Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import Dataset

    from saphena.echo.measurement import Point

__all__ = ["Report", "Reported", "read_report"]

DEEPEST, MOST = 40, 20_000
"""Levels and items after which a report is taken for nonsense."""
REFLUX = re.compile(r"reflux|valve clos|\bv?rt\b|retrograde.*(time|duration)", re.IGNORECASE)
LATERALITY, SITE, LEVEL = ("272741003", "SCT"), ("363698007", "SCT"), ("106233006", "SCT")
SIDES = {"7771000": "left", "24028007": "right", "G-A101": "left", "G-A100": "right"}
OLD = {"G-C171": LATERALITY, "G-C0E3": SITE}
"""What older reports call the same."""
LEVEL_OF = {code.key: level for level, code in LEVELS.items()}


@dataclass(frozen=True)
class Reported:
    """One number of a report. `name` is ours when the code is known (as in `MEASURES`), else None; `segment` is a guess
    at the clinic's id or its beginning; `path` are the headings above it; `about` what else is said of it, by name."""

    value: float
    unit: str
    code: Code
    name: str | None
    segment: str | None
    side: str | None
    path: tuple[str, ...]
    about: dict[str, str] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    image: str | None = None
    frame: int = 0

    def object(self) -> dict[str, Any]:
        return {
            "value": self.value, "unit": self.unit, "name": self.name, "segment": self.segment, "side": self.side,
            "code": [self.code.value, self.code.scheme, self.code.meaning], "path": list(self.path),
            "about": self.about, "points": [[round(x, 2), round(y, 2)] for x, y in self.points], "image": self.image,
            "frame": self.frame,
        }  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What a report says: its `title`, its numbers, its comments, and what of it could not be read."""

    title: str
    measurements: tuple[Reported, ...]
    comments: tuple[str, ...]
    unread: tuple[str, ...]


def read_report(source: str | Path | BinaryIO) -> Report:
    """Read a report. Raises `Refused` when the file is none, or is damaged beyond reading."""
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as file:
                return read_report(file)
        except OSError as error:
            raise Refused(Why.UNREADABLE, words=error.strerror or str(error)) from None
    beginning = check_beginning(source)
    with quiet():
        root = read(source, force=beginning[128:132] != b"DICM")
        if "ContentSequence" not in root:
            raise Refused(Why.NO_REPORT)
        return _Walk().report(root)


@dataclass(frozen=True)
class _Above:
    """What the items above and beside have said."""

    path: tuple[str, ...] = ()
    segment: str | None = None
    side: str | None = None
    level: str | None = None
    about: dict[str, str] = field(default_factory=dict)


class _Walk:
    def __init__(self) -> None:
        self.found: list[Reported] = []
        self.comments: list[str] = []
        self.unread: list[str] = []
        self.count = 0

    def report(self, root: Dataset) -> Report:
        title = _code(root, "ConceptNameCodeSequence")
        self._children(root, _Above(), 0)
        return Report(title.meaning if title else "", tuple(self.found), tuple(self.comments), tuple(self.unread))

    def _children(self, item: Dataset, above: _Above, depth: int) -> None:
        if depth > DEEPEST:
            raise Refused(Why.NESTED)
        children = list(_items(item, "ContentSequence"))
        beside = above
        for child in children:
            beside = _told_by(child, beside)
        for child in children:
            self.count += 1
            if self.count > MOST:
                raise Refused(Why.TOO_MANY_ITEMS)
            self._one(child, beside, depth)

    def _one(self, item: Dataset, above: _Above, depth: int) -> None:
        kind, name = _text(item, "ValueType"), _code(item, "ConceptNameCodeSequence")
        if kind == "NUM":
            self._number(item, name, above)
        elif kind == "TEXT" and name and name.value == "121106":
            self.comments.append(_text(item, "TextValue"))
        elif kind == "CONTAINER":
            heading = name.meaning if name else ""
            segment = (_segment(name) if name else None) or above.segment
            fresh = above.level if segment == above.segment else None
            below = _Above((*above.path, heading), segment, above.side, fresh, above.about)
            self._children(item, below, depth + 1)

    def _number(self, item: Dataset, name: Code | None, above: _Above) -> None:
        name = name or Code("", "", "")
        where = " > ".join((*above.path, name.meaning))
        try:
            measured = next(iter(_items(item, "MeasuredValueSequence")))
            value = float(measured.NumericValue)
        except StopIteration:
            self.unread.append(f"{where}: no value")
            return
        except Exception:  # a damaged element may raise anything when it is read
            self.unread.append(f"{where}: its value is no number")
            return
        unit = _code(measured, "MeasurementUnitsCodeSequence")
        for child in _items(item, "ContentSequence"):
            above = _told_by(child, above)
        points, image, frame = _geometry(item)
        units = unit.value if unit else ""
        self.found.append(Reported(value, units, name, _known(name, units, above.about), _with_level(above), above.side,
                                   above.path, above.about, points, image, frame))  # fmt: skip


def _items(item: Dataset, name: str) -> Iterator[Dataset]:
    try:
        yield from item.get(name) or []
    except Exception:  # pydicom reads a sequence when it is asked for, and raises whatever the bytes provoke
        return


def _text(item: Dataset, name: str) -> str:
    """What stands there; nothing where the bytes cannot be read as what they claim to be."""
    try:
        return str(item.get(name) or "")
    except Exception:  # as with a sequence
        return ""


def _numbers(item: Dataset, name: str) -> list[float]:
    """Those that stand there: one, several or none; none at all where one of them is no number."""
    try:
        given = item.get(name)
        several = (given,) if isinstance(given, str | int | float) else given or ()
        found = [float(value) for value in several]
        return found if all(map(isfinite, found)) else []
    except Exception:  # as with a sequence
        return []


def _code(item: Dataset, name: str) -> Code | None:
    for code in _items(item, name):
        value = _text(code, "CodeValue") or _text(code, "LongCodeValue") or _text(code, "URNCodeValue")
        return Code(value, _text(code, "CodingSchemeDesignator"), _text(code, "CodeMeaning"))
    return None


def _key(code: Code) -> tuple[str, str]:
    return OLD.get(code.value, code.key)


def _told_by(item: Dataset, above: _Above) -> _Above:
    """What a modifier adds. Codes that are not known are kept by their own words."""
    name, value = _code(item, "ConceptNameCodeSequence"), _code(item, "ConceptCodeSequence")
    if _text(item, "ValueType") != "CODE" or name is None or value is None:
        return above
    segment, side, level, about = above.segment, above.side, above.level, above.about
    if _key(name) == LATERALITY:
        side = SIDES.get(value.value, side)
    elif _key(name) == LEVEL:
        level = LEVEL_OF.get(value.key, level)
    elif _key(name) == SITE:
        segment = _segment(value) or segment
        for child in _items(item, "ContentSequence"):
            inner = _told_by(child, _Above(segment=segment, side=side, level=level))
            side, level = inner.side, inner.level
    else:
        about = {**about, name.meaning: value.meaning}
    return _Above(above.path, segment, side, level, about)


def _segment(code: Code) -> str | None:
    return code.value if code.scheme == VEINS else SITES.get(code.value)


def _with_level(above: _Above) -> str | None:
    return f"{above.segment}.{above.level}" if above.segment and above.level else above.segment


def _known(code: Code, unit: str, about: dict[str, str]) -> str | None:
    """Our name for it: by code and modifiers; by its words, for reflux in seconds, which has no code of DICOM's."""
    said = set(about.values())
    fits = [name for name, how in MEASURES.items() if how.concept.key == code.key]
    exact = [name for name in fits if {value.meaning for _, value in MEASURES[name].modifiers} <= said]
    if exact:
        return max(exact, key=lambda name: len(MEASURES[name].modifiers))
    if unit in ("s", "ms") and REFLUX.search(f"{code.meaning} {code.value}"):
        return "reflux duration"
    return None


def _geometry(item: Dataset) -> tuple[tuple[Point, ...], str | None, int]:
    """Points in our pixels, the image they lie on, and its frame."""
    points: tuple[Point, ...] = ()
    image, frame = None, 0
    for child in _items(item, "ContentSequence"):
        kind = _text(child, "ValueType")
        if kind == "SCOORD":
            values = _numbers(child, "GraphicData")
            points = tuple((x - 0.5, y - 0.5) for x, y in zip(values[::2], values[1::2], strict=False))
            _, image, frame = _geometry(child)
        elif kind == "IMAGE":
            for reference in _items(child, "ReferencedSOPSequence"):
                image = _text(reference, "ReferencedSOPInstanceUID")
                frame = int(next(iter(_numbers(reference, "ReferencedFrameNumber")), 1)) - 1
    return points, image, frame
