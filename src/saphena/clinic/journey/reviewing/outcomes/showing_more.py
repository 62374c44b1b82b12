"""Complications, waits and rooms as tables; every number leads to its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Cell, Column, Row
from saphena.clinic.diary.models import Resource
from saphena.clinic.journey.reviewing.models import FoundBy
from saphena.clinic.journey.reviewing.outcomes.harming import ROOM, SKIN
from saphena.clinic.journey.reviewing.outcomes.showing import SKINS, interval, number, percent, to_cases
from saphena.clinic.journey.reviewing.outcomes.working import REQUEST
from saphena.pathway.booking.library import shipped as visits
from saphena.pathway.recovering import table
from saphena.pathway.reviewing import Rate
from saphena.pathway.reviewing.indicators import harms
from saphena.pathway.reviewing.scores import Spread
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from saphena.clinic.journey.reviewing.outcomes.asking import Asked, Figures

__all__ = ["harm_rows", "reported_rows", "room_rows", "skin_rows", "wait_rows"]

WAYS = (ROOM, *FoundBy.values)
HEADS = {
    ROOM: lazy("In the room"), FoundBy.SCAN: lazy("By ultrasound"), FoundBy.SEEN: lazy("Seen at a visit"),
    FoundBy.TOLD: lazy("Told, looked into"), FoundBy.ELSEWHERE: lazy("Found elsewhere"),
}  # fmt: skip
NINETY = 0.9


def harm_rows(found: Figures, wanted: Asked) -> tuple[list[Column], list[Row]]:
    """One row for each kind, one column for each way in which it came to be known; nothing is added across them."""
    known, spoken = complications(), language()
    names = {name: harm.title[spoken] for name, harm in harms().items()}
    others = {key.partition("|")[0] for key in found.whole["harms"]} - names.keys() - set(SKIN)
    names |= {name: known[name].title[spoken] if name in known else name for name in sorted(others)}
    of = found.count("sessions", "all")
    columns = [Column(_("Complication")), *(Column(str(HEADS[way]), numeric=True) for way in WAYS)]
    rows = []
    for name, title in names.items():
        cells = [Cell(title)]
        for way in WAYS:
            hits = found.count("harms", f"{name}|{way}")
            text = f"{hits} / {of} ({percent(hits / of)})" if hits else f"0 / {of}"
            cells.append(Cell(text, to_cases(wanted, f"harm.{name}.{way}") if hits else ""))
        rows.append(Row(tuple(cells)))
    return columns, rows


def skin_rows(found: Figures, wanted: Asked) -> tuple[list[Column], list[Row]]:
    """Of the return visits at which it was noted."""
    rows = []
    for name in SKIN:
        rate = Rate(found.count("harms", f"{name}|hits"), found.count("harms", f"{name}|of"))
        where = to_cases(wanted, f"harm.{name}") if rate.hits else ""
        told = Cell(f"{rate.hits} / {rate.of}", where)
        rows.append(Row((Cell(str(SKINS[name])), told, Cell(percent(rate.share)), Cell(interval(rate)))))
    return _shares(_("Skin"), _("Return visits")), rows


def reported_rows(found: Figures, wanted: Asked) -> tuple[list[Column], list[Row]]:
    """What patients ticked at home that asks for somebody the same day: their own word, not looked into."""
    means, of = {row.name: row.means[language()] for row in table().rows.values()}, found.count("reported", "of")
    rows = []
    for name, hits in sorted(found.whole["reported"].items(), key=lambda each: -each[1]):
        if name == "of":
            continue
        rate = Rate(hits, of)
        told = Cell(f"{hits} / {of}", to_cases(wanted, f"reported.{name}"))
        rows.append(Row((Cell(means.get(name, name)), told, Cell(percent(rate.share)), Cell(interval(rate)))))
    return _shares(_("Reported from home"), _("Answers")), rows


def _shares(what: str, of: str) -> list[Column]:
    numbers = (of, _("Share"), _("95 % interval"))
    return [Column(what), *(Column(each, numeric=True) for each in numbers)]


def wait_rows(found: Figures, wanted: Asked) -> tuple[list[Column], list[Row]]:
    """Days: half waited no longer than the median, nine of ten no longer than the last column says."""
    known = visits().visits
    rows = []
    for kind, counts in sorted(found.whole["waits"].items(), key=lambda each: (each[0] != REQUEST, each[0])):
        spread = Spread(counts)
        name = _("from the request to the treatment") if kind == REQUEST else _("from booking to: %(visit)s") % {
            "visit": known[kind].title[language()] if kind in known else kind
        }  # fmt: skip
        rows.append(Row((
            Cell(name), Cell(str(spread.of), to_cases(wanted, f"wait.{kind}")), Cell(number(spread.median, 0)),
            Cell(number(spread.at(NINETY), 0)),
        )))  # fmt: skip
    heads = (_("Cases"), _("Median, days"), _("Nine of ten, days"))
    return [Column(_("Wait")), *(Column(each, numeric=True) for each in heads)], rows


def room_rows(found: Figures, wanted: Asked) -> tuple[list[Column], list[Row]]:
    """Hours held, hours open, and the share."""
    names = dict(Resource.objects.filter(pk__in=found.whole["rooms"]).values_list("pk", "name"))
    rows = []
    for key, room in sorted(found.whole["rooms"].items(), key=lambda each: names.get(int(each[0]), each[0])):
        used = room["held"] / room["open"] if room["open"] else None
        rows.append(Row((
            Cell(names.get(int(key), key)),
            Cell(str(room["visits"]), to_cases(wanted, f"room.{key}") if room["visits"] else ""),
            Cell(number(room["held"] / 60)),
            Cell(number(room["open"] / 60)), Cell(percent(used)),
        )))  # fmt: skip
    heads = (_("Visits"), _("Hours held"), _("Hours open"), _("Share held"))
    return [Column(_("Room")), *(Column(each, numeric=True) for each in heads)], rows
