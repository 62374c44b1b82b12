"""`{% load design %}`: icons, the mark, and the words and figures that the components share."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django import template
from django.contrib.messages import constants
from django.template.defaultfilters import stringfilter
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from saphena.clinic.design import words
from saphena.clinic.design.strip import DrawnWeek, draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.messages.storage.base import Message

    from saphena.clinic.design.components import Cell, Column, Step, Week
    from saphena.clinic.design.leg_map import LegMapPicture

register = template.Library()

FOLDER = Path(__file__).resolve().parent.parent
SYMBOL = re.compile(r'<symbol id="(?P<name>[a-z-]+)">(?P<shape>.*?)</symbol>')
THIN_SPACE = "\u202f"
NO_BREAK = "\u00a0"
LOOSE = re.compile(r"(?<=\d) (?=h\b|min\b)|(?<=\d h) (?=\d)| (?=[:»])|(?<=«) ")
MARK = (
    '<svg class="mark" viewBox="5 2 22 28" aria-hidden="true" focusable="false">'
    '<path class="mark-deep" d="M22 4.5v23"/>'
    '<path class="mark-vein" d="M9.6 27.5C8.8 22 12.5 19 12.2 14.2 11.9 9.6 13.7 6.8 17 6.8c3.2 0 5 2.2 5 6.2"/>'
    '<path class="mark-valve" d="m9 18.2 2.7 2.5 3-2.8"/></svg>'
)


@cache
def shapes() -> dict[str, str]:
    """Every icon's drawing by name, read once."""
    sprite = (FOLDER / "icons.svg").read_text(encoding="utf-8")
    return {found["name"]: found["shape"] for found in SYMBOL.finditer(sprite)}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon in place, hidden from screen readers: the word beside it speaks."""
    # Not escaped: both parts come from our own sprite, and an unknown name is an error of the template.
    return mark_safe(  # noqa: S308
        f'<svg class="icon icon-{name}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{shapes()[name]}</svg>'
    )


@register.simple_tag
def mark() -> SafeString:
    """The product's mark: a superficial vein that rises, with its valve, and joins the deep one."""
    return mark_safe(MARK)  # noqa: S308 - a constant


@register.simple_tag
def measure(value: object, unit: str) -> SafeString:
    """A figure and its unit: the unit lighter, after a thin space that does not break. French has a decimal comma."""
    if isinstance(value, Decimal):
        value = number_format(value)
    return format_html('<span class="measure">{}{}<span class="unit">{}</span></span>', value, THIN_SPACE, unit)


@register.filter
@stringfilter
def tel(number: str) -> str:
    """The link that dials a number as it is written ("403 555-0142")."""
    return "tel:" + re.sub(r"[^0-9+*#]", "", number)


@register.filter
@stringfilter
def inline_svg(drawing: str) -> SafeString:
    """Place a drawing that the server itself made, without its XML head. Never for what a person sent."""
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 - see above


@register.filter(is_safe=True)
@stringfilter
def tied(text: str) -> str:
    """What must not part at the end of a line is tied: “15 h 50”, “40 min”, a French colon and its quotation marks."""
    return LOOSE.sub(NO_BREAK, text)


@register.filter(is_safe=True)
@stringfilter
def ended(text: str) -> str:
    """What somebody typed, with one mark at its end: “particles” and “particles.” are the same sentence."""
    text = text.rstrip()
    return text if text.rstrip("”»\"' \u00a0").endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def percent(fraction: float) -> str:
    """0.625 -> "62.5", never in the reader's notation: it goes into a drawing."""
    return f"{min(max(fraction, 0.0), 1.0) * 100:.1f}"


@register.filter
def message_icon(message: Message) -> str:
    """The sign that goes with a message's level."""
    if message.level >= constants.ERROR:
        return "stop"
    if message.level >= constants.WARNING:
        return "warning"
    return "check" if message.level == constants.SUCCESS else "info"


@register.filter
def strength_word(strength: str) -> str:
    """The word for how firmly a rule is meant."""
    return str(words.STRENGTHS.get(strength, strength))


@register.filter
def kind_word(kind: str) -> str:
    """The word for what a rule asks."""
    return str(words.KINDS[kind].word) if kind in words.KINDS else kind


@register.filter
def kind_icon(kind: str) -> str:
    """The icon for what a rule asks."""
    return words.KINDS[kind].icon if kind in words.KINDS else "info"


@register.filter
def state_word(state: str) -> str:
    """The word for a state of a step, a plan item, a vein or a check."""
    return str(words.STATES[state].word) if state in words.STATES else state


@register.filter
def state_icon(state: str) -> str:
    """The icon for a state, or nothing."""
    return words.STATES[state].icon if state in words.STATES else ""


@register.filter
def beside(cells: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[Cell, Column]]:
    """Each cell with its column."""
    return list(zip(cells, columns, strict=True))


@register.filter
@stringfilter
def numbered(sentence: str, count: int) -> str:
    """Put a count into its sentence: "# patients" -> "7 patients". The page's script counts with the same sentence."""
    return sentence.replace("#", str(count))


@register.inclusion_tag("design/journey_line.html")
def journey_line(steps: list[Step], label: str = "") -> dict[str, object]:
    """The eight steps as a line."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("design/week.html")
def week_strip(week: Week) -> dict[str, DrawnWeek]:
    """The strip of days with its lanes drawn as bars."""
    return {"week": draw(week)}


@register.inclusion_tag("design/leg_map.html")
def leg_map(picture: LegMapPicture, caption: str = "") -> dict[str, object]:
    """The leg map: views, legend, and the table that says the same."""
    return {"picture": picture, "caption": caption or _("Veins of the map")}


@register.inclusion_tag("design/leg_map_pair.html")
def leg_map_pair(before: LegMapPicture, after: LegMapPicture, before_label: str, after_label: str) -> dict[str, object]:
    """Two maps side by side; what has changed is marked on the second."""
    return {"before": before, "after": after, "before_label": before_label, "after_label": after_label}
