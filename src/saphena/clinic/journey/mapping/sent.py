"""What the entry page sends, understood: a typed line, one field of the table, a few fields of one vein."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from saphena.clinic.journey.mapping.drawing import course_points
from saphena.clinic.journey.mapping.noting import LEG_QUANTITIES, Noting
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping import quantities
from saphena.pathway.mapping.codes import meant
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.signs import ceap_words
from saphena.pathway.mapping.typing_in import Problem, read_cell, read_line, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Sent", "read_sent"]

OF_A_VEIN = ("state", "diameter", "reflux", "depth")
LONGEST = 1000


@dataclass(slots=True)
class Sent:
    """What was sent, as what is to be noted; or what is wrong with it, each at its field."""

    notings: list[Noting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_sent(data: Mapping[str, str], leg: str = "") -> Sent:
    """`line` is a typed line, `slot` with `typed` one field, `segment` the form of one vein. Raises nothing."""
    if "line" in data:
        return _line(data["line"][:LONGEST], data.get("leg", leg) or leg)
    if "slot" in data:
        return _slot(data["slot"], data.get("typed", "")[:LONGEST], data.get("note", ""))
    return _vein(data, data.get("leg", leg) or leg)


def _line(text: str, leg: str) -> Sent:
    entry = read_line(text, leg)
    sent = Sent(problems=list(entry.problems), warnings=list(entry.warnings))
    if entry.segment and not entry.problems:
        id = entry.segment.id
        sent.notings = [
            Noting(entry.leg, id, name, value, entry.level, typed=text) for name, value in entry.values.items()
        ]
    return sent


def _slot(slot: str, typed: str, note: str) -> Sent:
    """One field: “left|gsv.thigh.upper||diameter”. A name that is none is refused like any other."""
    leg, segment, level_text, quantity = ([*slot.split("|"), "", "", ""])[:4]
    level = _level(level_text)
    if segment == WHOLE_LEG:
        return _of_the_leg(leg, quantity, typed)
    if segment not in anatomy() or quantity not in quantities() or (level_text and level is None):
        return Sent(problems=[Problem("line", "not understood", slot[:80])])
    value, wrong, doubtful = read_cell(quantity, typed)
    if quantity == "joins" and typed.strip():
        value, wrong = _joined(typed)
    elif quantity == "course" and typed.strip() and course_points(typed) is None:
        wrong = Problem("course", "not understood", typed[:80])
    if wrong:
        return Sent(problems=[wrong])
    noting = Noting(leg, segment, quantity, "" if value is None else value, level, typed, note)
    return Sent([noting], warnings=[doubtful] if doubtful else [])


def _joined(typed: str) -> tuple[str, Problem | None]:
    """Where a tributary comes off: a segment, by code or by name."""
    found = meant(typed.split())
    if len(found.segments) == 1:
        return found.segments[0].id, None
    ids = (("ids", "; ".join(segment.id for segment in found.segments)),)
    return "", Problem("joins", "several segments" if found.segments else "unknown segment", typed[:80], ids)


def _of_the_leg(leg: str, quantity: str, typed: str) -> Sent:
    """The signs are several classes in one field; everything else is one of its words."""
    words, said = ceap_words(), typed.strip()
    if quantity == "signs":
        named = {part.strip() for part in said.split(",") if part.strip()}
        said = ",".join(name for name in words["classes"] if name in named)
        fits = named <= set(words["classes"])
    else:
        known = {"symptoms": words["symptoms"], "origin": words["origins"]}.get(quantity, ("0", "1", "2", "3"))
        fits = not said or said in known
    if not fits or quantity not in LEG_QUANTITIES:
        return Sent(problems=[Problem("line", "not understood", typed[:80])])
    return Sent([Noting(leg, WHOLE_LEG, quantity, said, typed=typed)])


def _vein(data: Mapping[str, str], leg: str) -> Sent:
    """A vein that is not in the table yet: chosen from the list, with its level and what was measured."""
    segment, sent = data.get("segment", ""), Sent()
    if segment not in anatomy():
        return Sent(problems=[Problem("segment", "no segment")])
    level: Decimal | None = None
    if typed := data.get("level", "").strip():
        found = read_number(typed, quantities().level)
        if isinstance(found, Problem):
            sent.problems.append(found)
        else:
            level = found
    elif anatomy().segment(segment).category is Category.PERFORATOR:
        sent.problems.append(Problem("level", "perforator without level"))
    for quantity in OF_A_VEIN:
        value, wrong, doubtful = read_cell(quantity, data.get(quantity, "")[:LONGEST])
        sent.problems += [wrong] if wrong else []
        sent.warnings += [doubtful] if doubtful else []
        if value is not None:
            sent.notings.append(Noting(leg, segment, quantity, value, level, data[quantity].strip()))
    if not (sent.notings or sent.problems):
        sent.problems.append(Problem("diameter", "nothing noted", segment))
    return sent


def _level(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
