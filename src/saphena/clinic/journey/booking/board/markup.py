"""A card and a line of the list as HTML.

Written in Python and not as a template: two hundred cards are a third of a second of templates and a hundredth of this,
and every open board asks again whenever anything changes. What comes from people is escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from saphena.clinic.design.templatetags.design import icon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.booking.board.cards import Card, Mark, Part

__all__ = ["back_html", "cards_html", "lines_html"]


def back_html(hours: Iterable[Mark], shut: Iterable[tuple[int, int]], now: int) -> SafeString:
    """What lies behind the cards: the hours, the stretches in which nobody is there, the present moment."""
    lines = [f'<i class="hour r{hour.row}"></i>' for hour in hours]
    lines += [f'<i class="shut r{begin} e{end}"></i>' for begin, end in shut]
    lines += [f'<i class="now r{now}"></i>'] if now else []
    return mark_safe("".join(lines))  # noqa: S308 - numbers alone


def cards_html(cards: Iterable[Card], charts: str, *, may_move: bool) -> SafeString:
    """The items of a column's list."""
    arrow, over = icon("next"), escape(_("overbooked"))
    return mark_safe("".join(_card(card, charts, may_move, arrow, over) for card in cards))  # noqa: S308 - see above


def _card(card: Card, charts: str, may_move: bool, arrow: str, over: str) -> str:
    name, kind = escape(card.name), escape(card.kind)
    marks = "".join(f" {word}" for word in ("late", "over", "short") if _is(card, word))
    late = f'<strong class="late-word">{card.late_word}</strong> ' if card.late else ""
    beside = f' <span class="over-word" title="{escape(card.overbooked)}">{over}</span>' if card.overbooked else ""
    return (
        f'<li class="visit s-{card.state}{marks} r{card.row} n{card.span} of{card.lanes} at{card.lane}" data-card '
        f'data-find="{escape(card.find)}">'
        f'<span class="parts" aria-hidden="true">{"".join(map(_part, card.parts))}</span>'
        f'<span class="visit-words"><a id="{card.id}" href="{charts}{card.patient}/">'
        f'<span class="visit-time">{card.time}</span> <span class="visit-name">{name}</span>'
        f'<span class="only-spoken">, {kind}, </span></a> <span class="visit-what">{late}<span class="visit-state">'
        f'{card.short_word}</span>{beside} <span class="visit-kind" aria-hidden="true">{kind}</span></span></span>'
        f"{_next(card, name, arrow) if may_move and card.to else ''}</li>"
    )


def _is(card: Card, word: str) -> bool:
    return bool({"late": card.late, "over": card.overbooked, "short": card.short}[word])


def _part(part: Part) -> str:
    return f'<i class="part {part.kind} r{part.row} n{part.span}"><b>{escape(part.label)}</b></i>'


def _next(card: Card, name: str, arrow: str) -> str:
    return (
        f'<button class="visit-next" type="submit" form="board-form" name="move" value="{card.move}">'
        f'<span class="only-spoken">{card.to_word}: {name}</span>{arrow}</button>'
    )


def lines_html(cards: Iterable[Card], charts: str, *, may_move: bool) -> SafeString:
    """The rows of the list, each cell with its heading for narrow screens."""
    heads = [escape(each) for each in (_("Time"), _("Who"), _("Visit"), _("State"), _("Next step"))]
    over = escape(_("overbooked"))
    return mark_safe("".join(_line(card, charts, may_move, heads, over) for card in cards))  # noqa: S308 - the same


def _line(card: Card, charts: str, may_move: bool, heads: Iterable[str], over: str) -> str:
    name = escape(card.name)
    late = f' <strong class="late-word">{card.late_word}</strong>' if card.late else ""
    beside = f' <span class="over-word">{over}: {escape(card.overbooked)}</span>' if card.overbooked else ""
    note = f'<br><span class="quiet-text">{escape(card.note)}</span>' if card.note else ""
    button = (
        f'<button class="button quiet" type="submit" form="board-form" name="move" value="{card.move}">{card.to_word}'
        f'<span class="only-spoken">: {name}</span></button>'
        if card.to
        else ""
    )
    cells = (
        f"{card.time}–{card.until}",
        f'<a id="{card.id}" href="{charts}{card.patient}/">{name}</a>',
        f"{escape(card.kind)}, {escape(card.leg)}{beside}{note}",
        f'<span class="dot" aria-hidden="true"></span>{card.word}{late}',
        *([button] if may_move else []),
    )
    shown = "".join(f'<td data-label="{head}">{cell}</td>' for head, cell in zip(heads, cells, strict=False))
    late_row = " late" if card.late else ""
    return f'<tr class="s-{card.state}{late_row}" data-card data-find="{escape(card.find)}">{shown}</tr>'
