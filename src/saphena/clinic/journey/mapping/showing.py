"""What the pages of an examination show: the table of segments, the boxes of the whole leg, what follows, the map."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from saphena.clinic.design.leg_map import LegMapPicture, leg_map_picture
from saphena.clinic.journey.mapping.boxes import Box, box_of, in_box, item_boxes, level_text, sign_boxes, slot_name
from saphena.clinic.journey.mapping.drawing import leg_map
from saphena.clinic.journey.mapping.standing import Slot, derived_of, standing
from saphena.clinic.journey.mapping.wording import colon, leg_name, quantity_name, spoken, value_said
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping import State
from saphena.pathway.mapping.codes import code_of
from saphena.pathway.mapping.concluding import STATES, Line, caution_line, conclusions, target_line
from saphena.pathway.mapping.examined import examined, parts
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.words import place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.pathway.mapping import Derived, LegDerived

__all__ = ["LegSheet", "Row", "Sheet", "row_json", "rows_said", "sheet"]

IN_TABLE = ("state", "diameter", "reflux", "depth")


@dataclass(frozen=True, slots=True)
class Row:
    """One segment (or one perforator at its level) of one leg."""

    place: str
    segment: str
    name: str
    code: str
    judged: str
    judged_word: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TargetShown:
    text: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegSheet:
    """One leg: its table, its signs, and what follows."""

    leg: str
    name: str
    groups: tuple[Group, ...]
    signs: tuple[Box, ...]
    items: tuple[Box, ...]
    lines: tuple[Line, ...] = ()
    targets: tuple[TargetShown, ...] = ()
    ceap: str = ""
    vcss: str = ""
    counted: int = 0


@dataclass(frozen=True)
class Sheet:
    """Everything of an examination, ready to be shown."""

    legs: tuple[LegSheet, ...]
    pictures: Mapping[str, LegMapPicture]
    derived: Derived
    rows: Mapping[Slot, Measurement] = field(repr=False)
    criteria_title: str

    @property
    def drawn(self) -> list[tuple[LegSheet, LegMapPicture]]:
        return [(leg, self.pictures[leg.leg]) for leg in self.legs if leg.leg in self.pictures]


def sheet(
    examination: Examination, *, choosable: bool = True, tables: bool = True, draw: Sequence[str] | None = None
) -> Sheet:
    """The whole examination. Two queries at most; without `tables` only what follows from it and the picture.

    `draw` names the legs whose picture is wanted, where not all are.
    """
    rows = standing(examination)
    derived = derived_of(examination, rows)
    marks = leg_map(derived, rows)
    pictures = {
        str(leg): leg_map_picture(marks, legs=[leg], choosable=choosable, key=f"map-{leg}")
        for leg in examination.each_leg
        if draw is None or leg in draw
    }
    legs = tuple(_leg(leg, derived, rows, tables=tables) for leg in examination.each_leg)
    title = derived.criteria.title[spoken()]
    if examination.signed_as:  # what it said when it was signed: rules and words that came later change nothing of it
        legs = tuple(_as_signed(leg, examination.signed_as["legs"].get(leg.leg)) for leg in legs)
        title = examination.signed_as["criteria"]["title"][spoken()]
    return Sheet(legs, pictures, derived, rows, title)


def _as_signed(leg: LegSheet, kept: dict[str, Any] | None) -> LegSheet:
    if kept is None:
        return leg
    language = spoken()
    return replace(
        leg,
        lines=tuple(Line(kind, text, tuple(reasons)) for kind, text, reasons in kept["conclusions"][language]),
        targets=tuple(
            TargetShown(text, tuple(cautions))
            for text, cautions in zip(kept["targets"][language], kept["cautions"][language], strict=True)
        ),
        ceap=kept["ceap"]["basic"],
    )


def _leg(leg: str, derived: Derived, rows: Mapping[Slot, Measurement], *, tables: bool) -> LegSheet:
    found, language = derived.legs.get(leg), spoken()
    return LegSheet(
        leg=leg,
        name=leg_name(leg),
        groups=tuple(_groups(leg, found, rows)) if tables else (),
        signs=sign_boxes(leg, rows) if tables else (),
        items=item_boxes(leg, rows) if tables else (),
        lines=conclusions(found, language) if found else (),
        targets=_targets(found, language) if found else (),
        ceap=found.ceap.basic if found else "",
        vcss=str(found.vcss.total) if found and found.vcss.is_complete else "",
        counted=sum(1 for slot in rows if slot.leg == leg and slot.segment != WHOLE_LEG),
    )


def _targets(leg: LegDerived, language: str) -> tuple[TargetShown, ...]:
    return tuple(
        TargetShown(
            target_line(each, language),
            tuple(caution_line(why, language) for why in each.cautions),
        )
        for each in leg.targets
    )


def _groups(leg: str, found: LegDerived | None, rows: Mapping[Slot, Measurement]) -> Iterable[Group]:
    """The parts of an examination in order, then whatever else was noted: perforators, tributaries."""
    language, states = spoken(), _states(found)
    for part in parts():
        places = [place for id in part.segments for place in _places(leg, id, rows)]
        yield Group(part.names[language], tuple(_row(leg, id, level, states, rows) for id, level in places))
    known = set(examined())
    others = [segment for segment in anatomy() if segment.id not in known]
    noted = {(slot.segment, slot.level) for slot in rows if slot.leg == leg}
    for title, category in ((OTHERS["perforators"], True), (OTHERS["others"], False)):
        places = [
            place
            for segment in others
            if (segment.category is Category.PERFORATOR) is category
            for place in _places(leg, segment.id, rows)
            if place in noted
        ]
        if places:
            yield Group(title[language], tuple(_row(leg, id, level, states, rows) for id, level in places))


OTHERS = {
    "perforators": {"en": "Perforators", "fr": "Perforantes"},
    "others": {"en": "Tributaries and other veins", "fr": "Tributaires et autres veines"},
}


def _places(leg: str, segment: str, rows: Mapping[Slot, Measurement]) -> list[tuple[str, Decimal | None]]:
    """The segment itself, and every height at which something was noted of it, from above."""
    levels = {slot.level for slot in rows if slot.leg == leg and slot.segment == segment}
    heights = sorted((level for level in levels if level is not None), reverse=True)
    return [*([(segment, None)] if None in levels or not heights else []), *((segment, level) for level in heights)]


def _states(found: LegDerived | None) -> dict[tuple[str, Decimal | None], State]:
    if found is None:
        return {}
    return {(place.segment, place.level): state for judged in found.judged for place, state in judged.states}


def _row(
    leg: str,
    segment: str,
    level: Decimal | None,
    states: Mapping[tuple[str, Decimal | None], State],
    rows: Mapping[Slot, Measurement],
) -> Row:
    language = spoken()
    state = states.get((segment, level), State.UNKNOWN)
    name = place_name(segment, level, language)
    return Row(
        place="|".join((leg, segment, level_text(level))),
        segment=segment,
        name=name,
        code=code_of(segment),
        judged=state.value,
        judged_word="" if state is State.UNKNOWN else STATES[state][language],
        boxes=tuple(box_of(Slot(leg, segment, level, quantity), name, rows) for quantity in IN_TABLE),
    )


def row_json(row: Measurement) -> dict[str, Any]:
    """One row for the page: what now stands in its field, who noted it, and under which serial."""
    slot = Slot(row.leg, row.segment, row.level, row.quantity)
    return {
        "slot": slot_name(slot),
        "value": in_box(row.quantity, row.value),
        "said": value_said(row.quantity, row.value),
        "by": row.noted_by.name if row.noted_by else "",
        "serial": row.serial,
    }


def rows_said(rows: Sequence[Measurement], derived: Derived) -> str:
    """What was understood, said back: “Left leg, GSV lower thigh: diameter 6.2 mm, reflux 0.8 s. Reflux.”"""
    if not rows:
        return ""
    first, language = rows[0], spoken()
    where = leg_name(first.leg)
    if first.segment != WHOLE_LEG:
        where = f"{where}, {place_name(first.segment, first.level, language)}"
    values = ", ".join(f"{quantity_name(row.quantity)} {value_said(row.quantity, row.value)}" for row in rows)
    return f"{where[:1].upper()}{where[1:]}{colon(language)} {values}{_verdict(first, derived, language)}"


def _verdict(row: Measurement, derived: Derived, language: str) -> str:
    found = derived.legs.get(row.leg)
    states = _states(found)
    state = states.get((row.segment, row.level))
    return f" → {STATES[state][language]}" if state not in (None, State.UNKNOWN) else ""
