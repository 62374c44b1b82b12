"""The boxes of an examination: what stands in each field, and where what is typed into it goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from saphena.clinic.journey.mapping.standing import Slot
from saphena.clinic.journey.mapping.wording import quantity_name, spoken
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping import quantities
from saphena.pathway.mapping.codes import code_of
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.signs import ceap_words, vcss_items
from saphena.pathway.mapping.typing_in import plain_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.clinic.journey.mapping.models import Measurement

__all__ = [
    "Box",
    "Choice",
    "box_of",
    "in_box",
    "item_boxes",
    "level_text",
    "more_boxes",
    "sign_boxes",
    "slot_name",
]

WORDS = ("thrombus", "earlier", "form", "joins", "course", "remark")
ALSO = ("peak", "length", "artery", "compressible", "pressed", *WORDS)
ONLY_JUNCTION = "junction"
ONLY_PERFORATOR = ("face", "under_ulcer")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the table: what stands in it, and where what is typed into it goes."""

    slot: str
    label: str
    quantity: str
    value: str
    unit: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def value_list(self) -> list[str]:
        """The classes of a field that has several."""
        return self.value.split(",")


def box_of(slot: Slot, where: str, rows: Mapping[Slot, Measurement]) -> Box:
    """One quantity of one place."""
    row, known, language = rows.get(slot), quantities(), spoken()
    choices: tuple[Choice, ...] = ()
    if slot.quantity in known.choices:
        words = known.choices[slot.quantity].of
        choices = (Choice("", "–"), *(Choice(value, said[language]) for value, said in words.items()))
    number = known.numbers.get(slot.quantity)
    return Box(
        slot=slot_name(slot),
        label=f"{where}, {quantity_name(slot.quantity)}",
        quantity=slot.quantity,
        value=in_box(slot.quantity, row.value) if row else "",
        unit=number.typed_unit if number else "",
        choices=choices,
    )


def more_boxes(leg: str, segment: str, level: Decimal | None, rows: Mapping[Slot, Measurement]) -> tuple[Box, ...]:
    """What else can be noted of one place, beside what stands in the table."""
    category = anatomy().segment(segment).category
    names = [*ALSO]
    if category is Category.JUNCTION:
        names.insert(0, ONLY_JUNCTION)
    if category is Category.PERFORATOR:
        names[:0] = ONLY_PERFORATOR
    boxes = (box_of(Slot(leg, segment, level, name), "", rows) for name in names)
    return tuple(replace(box, label=quantity_name(box.quantity)) for box in boxes)


def sign_boxes(leg: str, rows: Mapping[Slot, Measurement]) -> tuple[Box, ...]:
    """The signs, symptoms and origin of a leg."""
    words, language = ceap_words(), spoken()
    found = []
    for quantity, key in (("signs", "classes"), ("symptoms", "symptoms"), ("origin", "origins")):
        slot = Slot(leg, WHOLE_LEG, None, quantity)
        row = rows.get(slot)
        choices = tuple(
            Choice(value, f"{value}: {said[language]}" if quantity != "symptoms" else said[language])
            for value, said in words[key].items()
        )
        found.append(Box(slot_name(slot), quantity_name(quantity), quantity, row.value if row else "", choices=choices))
    return tuple(found)


def item_boxes(leg: str, rows: Mapping[Slot, Measurement]) -> tuple[Box, ...]:
    """The ten items of the clinical severity score of a leg."""
    language, found = spoken(), []
    for number, item in vcss_items().items():
        slot = Slot(leg, WHOLE_LEG, None, f"vcss{number}")
        row = rows.get(slot)
        words = enumerate(item[language])
        choices = (Choice("", "–"), *(Choice(str(count), f"{count}: {said}") for count, said in words))
        label = f"{number}. {item['label'][language]}"
        found.append(Box(slot_name(slot), label, slot.quantity, row.value if row else "", choices=choices))
    return tuple(found)


def in_box(quantity: str, value: str) -> str:
    """A value as it is typed again: reflux in seconds, numbers with the reader's comma."""
    if quantity == "joins" and value:
        return code_of(value)
    number = quantities().numbers.get(quantity)
    if number is None or not value:
        return value
    text = plain_number(Decimal(value) / number.units[number.typed_unit])
    return text.replace(".", ",") if spoken() == "fr" else text


def slot_name(slot: Slot) -> str:
    """“left|pv.tibial.upper|24|diameter”: what the page sends back."""
    return "|".join((slot.leg, slot.segment, level_text(slot.level), slot.quantity))


def level_text(level: Decimal | None) -> str:
    """A perforator’s level as it stands in a slot; nothing for a segment."""
    return "" if level is None else plain_number(level)
