"""Figures as tables: never a share without its count, its interval and those who were lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Cell, Column, Row
from saphena.clinic.design.figures import rounded
from saphena.clinic.diary.models import Kind, Resource
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.models import User
from saphena.pathway.recovering import follow_up, table
from saphena.pathway.reviewing import Outcome, Rate
from saphena.pathway.reviewing.indicators import bands, harms, indicators
from saphena.pathway.treating import shipped as products
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.clinic.journey.reviewing.outcomes.asking import Asked, Figures
    from saphena.clinic.journey.reviewing.outcomes.cohort import Counts
    from saphena.pathway.reviewing.scores import Spread

__all__ = [
    "BY", "Figure", "behind_all", "indicator_rows", "interval", "names_of", "occlusion", "over_time", "percent",
    "said_rate", "said_spread", "share", "title_of", "to_cases",
]  # fmt: skip

BY = {
    "segment": lazy("segment"), "product": lazy("substance and product"), "strength": lazy("strength"),
    "form": lazy("form"), "band": lazy("diameter before"), "operator": lazy("who injected"),
    "month": lazy("time of the injection"),
}  # fmt: skip
NOT_MEASURED = lazy("not measured before")
FORMS = {"foam": lazy("foam"), "liquid": lazy("liquid")}
SKINS = {"pigmentation": lazy("marked pigmentation"), "matting": lazy("marked matting")}
TITLES = {
    "missed": lazy("Missed visits"), "scan": lazy("Deep veins looked at by ultrasound"), "heard": lazy("Heard of"),
    "satisfied": lazy("Satisfied with the treatment"), "wait": lazy("Waits"),
    "answer": lazy("Time to the first answer"),
}  # fmt: skip
ORDERED = ("band", "strength")
REFLUXING = (Outcome.OPEN, Outcome.PARTLY_REFLUXING)
EXAMINED_COLUMN = 2
EXAMINED = (Outcome.CLOSED, Outcome.PARTLY, *REFLUXING)
MINUS = "\N{MINUS SIGN}"
UNSEEN = ("lost", Outcome.NOT_EXAMINED)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{number(share * 100)}\N{NO-BREAK SPACE}%"


def interval(rate: Rate) -> str:
    ends = rate.interval
    if ends is None:
        return "–"
    low, high = (number(end * 100) for end in ends)
    return (_("%(low)s to %(high)s %%") % {"low": low, "high": high}).replace(" %", "\N{NO-BREAK SPACE}%")


def number(value: float | None, places: int = 1) -> str:
    return "–" if value is None else rounded(value, places).replace("-", MINUS)


def said_rate(rate: Rate) -> str:
    """In one sentence, as it stands above a table."""
    if not rate.of:
        return _("Nothing to count yet.")
    numbers = {"hits": rate.hits, "of": rate.of, "share": percent(rate.share), "interval": interval(rate)}
    first = _("%(hits)s of %(of)s, %(share)s (95 %% interval %(interval)s).") % numbers
    if not rate.lost:
        return first
    ends = {"lost": rate.lost, "low": percent(rate.worst), "high": percent(rate.best)}
    return f"{first} " + _("%(lost)s were lost to follow-up: between %(low)s and %(high)s with them.") % ends


def said_spread(spread: Spread, unit: str = "") -> str:
    """Mean, median and how many; nothing where there is none."""
    if not spread.of:
        return _("Nothing to count yet.")
    told = {"mean": number(spread.mean), "median": number(spread.median), "unit": unit, "n": spread.of}
    return (_("mean %(mean)s, median %(median)s %(unit)s, n = %(n)s") % told).replace(" ,", ",")


def names_of(dimension: str, values: Iterable[str]) -> dict[str, str]:
    """What each value is called."""
    known = list(values)
    if dimension == "operator":
        people = User.objects.in_bulk([int(value) for value in known if value.isdecimal()])
        named = {str(pk): user.name for pk, user in people.items()}
        return {value: named.get(value, value) for value in known}
    return {value: _name(dimension, value) for value in known}


def _name(dimension: str, value: str) -> str:
    if dimension == "segment":
        return said(value, language())
    if dimension == "product" and value in products().products:
        product = products().products[value]
        return f"{products().substances[product.substance].title[language()]}, {product.title}"
    if dimension == "strength":
        return f"{value.replace('.', ',') if language() == 'fr' else value} %"
    if dimension == "band":
        return next((each.label[language()] for each in bands() if each.name == value), str(NOT_MEASURED))
    return str(FORMS.get(value, value)) if dimension == "form" else value


def in_order(dimension: str, rows: Mapping[str, Counts], names: Mapping[str, str]) -> list[str]:
    return sorted(rows) if dimension in ORDERED else sorted(rows, key=lambda each: names[each])


def occlusion(wanted: Asked, dimension: str, rows: Mapping[str, Counts]) -> tuple[list[Column], list[Row]]:
    """One row per value: closed, interval, other outcomes, lost, waiting. Every number leads to its cases."""
    names = names_of(dimension, rows)
    order = in_order(dimension, rows, names)
    return _columns(dimension), [_line(wanted, dimension, value, names[value], rows[value]) for value in order]


def over_time(wanted: Asked, rows: Mapping[str, Counts]) -> tuple[list[Column], list[Row]]:
    return _columns("month"), [_line(wanted, "month", name, name, counts) for name, counts in rows.items()]


def behind_all(wanted: Asked, counts: Counts) -> list[tuple[str, int, str]]:
    """What the sentence above the table counts, each with its cases: examined, not closed, lost, not due yet."""
    closed = counts.closed
    known = (
        (pgettext("so many segments", "closed"), closed.hits, (Outcome.CLOSED,)),
        (pgettext("so many segments", "examined"), closed.of, EXAMINED),
        (pgettext("so many segments", "not closed"), closed.of - closed.hits, EXAMINED[1:]),
        (pgettext("so many segments", "lost"), counts.lost, UNSEEN),
        (pgettext("so many segments", "not due yet"), counts.waiting, ("waiting",)),
    )
    return [(label, number, _to_segments(wanted, "all", "", outcomes)) for label, number, outcomes in known if number]


def _to_segments(wanted: Asked, dimension: str, value: str, outcomes: Iterable[str], **other: str) -> str:
    asked = {"by": dimension, "value": value, "outcome": ",".join(outcomes)} | _same(wanted) | other
    return f"{reverse('reviewing:outcome_segments')}?{urlencode(asked)}"


def _columns(dimension: str) -> list[Column]:
    return [
        Column(str(BY[dimension]).capitalize()), Column(pgettext("so many segments", "Closed"), numeric=True),
        Column(pgettext("so many segments", "Examined"), numeric=True), Column(_("Share closed"), numeric=True),
        Column(_("95 % interval"), numeric=True), Column(_("Open with reflux"), numeric=True),
        Column(_("Lost"), numeric=True), Column(_("Not due yet"), numeric=True),
    ]  # fmt: skip


def _line(wanted: Asked, dimension: str, value: str, name: str, counts: Counts) -> Row:
    def to(number: int, *outcomes: str) -> Cell:
        return Cell(str(number), _to_segments(wanted, dimension, value, outcomes) if number else "")

    closed = counts.closed
    return Row((
        Cell(name), to(closed.hits, Outcome.CLOSED), to(closed.of, *EXAMINED), Cell(percent(closed.share)),
        Cell(interval(closed)), to(sum(counts.of.get(each, 0) for each in REFLUXING), *REFLUXING),
        to(counts.lost, *UNSEEN), to(counts.waiting, "waiting"),
    ))  # fmt: skip


def _same(wanted: Asked) -> dict[str, str]:
    return {"period": wanted.period, "time": wanted.time}


def to_cases(wanted: Asked, name: str, which: str = "all") -> str:
    """Where the cases behind a figure are."""
    return f"{reverse('reviewing:outcome_cases')}?{urlencode({'of': name, 'which': which} | _same(wanted))}"


def title_of(name: str) -> str:
    """What a figure is called above its cases."""
    key, _dot, rest = name.partition(".")
    if key in indicators():
        return f"{key}. {indicators()[key].name[language()]}"
    what = rest.partition(".")[0]
    if key == "harm":
        known = {each: harm.title for each, harm in harms().items()}
        known |= {each: row.title for each, row in complications().items() if each not in known}
        return known[what][language()] if what in known else str(SKINS.get(what, what))
    if key == "reported":
        return next((row.means[language()] for row in table().rows.values() if row.name == rest), rest)
    if key == "room":
        return Resource.objects.filter(pk=rest, kind=Kind.ROOM).values_list("name", flat=True).first() or rest
    return str(TITLES.get(key, name))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an indicator: what it is called where there are several, and where its cases are."""

    label: str
    text: str
    share: str = ""
    interval: str = ""
    all_url: str = ""
    miss_url: str = ""
    misses: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One of K1 to K21 on the page."""

    id: str
    name: str
    numerator: str
    denominator: str
    source: str
    figures: tuple[Figure, ...]


def indicator_rows(found: Figures, wanted: Asked) -> list[IndicatorRow]:
    """All of K1 to K21, in their order."""
    spoken = language()
    return [
        IndicatorRow(
            each.id, each.name[spoken], each.numerator[spoken], each.denominator[spoken], each.source,
            tuple(_figures(each.id, found, wanted)),
        )
        for each in indicators().values()
    ]  # fmt: skip


def _figures(name: str, found: Figures, wanted: Asked) -> list[Figure]:
    several = {"K13": _closed, "K15": _changes, "K16": _harms, "K17": _answers, "K18": _at_home, "K20": _sessions}
    if name in several:
        return several[name](found, wanted)
    rate = found.rated if name == "K5" else found.share(name)
    return [share(wanted, name, rate)]


def share(wanted: Asked, name: str, rate: Rate, label: str = "") -> Figure:
    """A share with its interval; its cases, and those that the figure did not count."""
    others = rate.of - rate.hits
    return Figure(
        label, f"{rate.hits} / {rate.of}", percent(rate.share), interval(rate),
        to_cases(wanted, name) if rate.of else "", to_cases(wanted, name, "miss") if others else "", others,
    )  # fmt: skip


def _closed(found: Figures, wanted: Asked) -> list[Figure]:
    figures = []
    for time, label in (("result", _("8 to 12 weeks")), ("year", _("one year"))):
        counts = found.together(time)
        rate, lost = counts.closed, counts.lost
        told = f"{rate.hits} / {rate.of}" + (f" ({_('%(n)s lost') % {'n': lost}})" if lost else "")
        not_closed = rate.of - rate.hits + lost
        figures.append(Figure(
            label, told, percent(rate.share), interval(rate),
            _to_segments(wanted, "all", "", EXAMINED, time=time) if rate.of else "",
            _to_segments(wanted, "all", "", (*EXAMINED[1:], *UNSEEN), time=time) if not_closed else "", not_closed,
        ))  # fmt: skip
    return figures


def _spread(found: Figures, wanted: Asked, key: str, name: str, label: str, unit: str = "") -> Figure:
    spread = found.spread(key)
    return Figure(label, said_spread(spread, unit), all_url=to_cases(wanted, name) if spread.of else "")


def _changes(found: Figures, wanted: Asked) -> list[Figure]:
    return [
        _spread(found, wanted, "vcss", "K15.vcss", _("severity, 0 to 30")),
        _spread(found, wanted, "symptoms", "K15.symptoms", _("symptoms, 0 to 10")),
        _spread(found, wanted, "satisfied", "satisfied", _("satisfied with the treatment, 0 to 10")),
    ]


def _harms(found: Figures, wanted: Asked) -> list[Figure]:
    scan, heard = found.share("scan"), found.share("heard")
    return [
        Figure(_("each kind"), _("in the table of complications"), all_url="#harms"),
        share(wanted, "scan", scan, _("deep veins looked at by ultrasound within the time")),
        share(wanted, "heard", heard, _("heard of within the time: an answer from home, or a return visit")),
    ]


def _answers(found: Figures, wanted: Asked) -> list[Figure]:
    return [
        _spread(found, wanted, "answer.emergency", "answer.emergency", _("emergency"), _("minutes")),
        _spread(found, wanted, "answer.today", "answer.today", _("same day"), _("minutes")),
        share(wanted, "K17", found.share("K17"), _("same day, answered on it")),
    ]


def _at_home(found: Figures, wanted: Asked) -> list[Figure]:
    asked, spoken = follow_up().at_home, language()
    return [
        share(wanted, "K18", found.share("K18"), _("bandage")),
        share(wanted, "K18.stocking", found.share("K18.stocking"), _("stocking")),
        *(share(wanted, f"K18.{each.name}", found.share(f"K18.{each.name}"), each.means[spoken]) for each in asked),
    ]


def _sessions(found: Figures, wanted: Asked) -> list[Figure]:
    every = found.count("sessions", "all")
    figures = []
    for name, label in (("legs", _("per leg")), ("patients", _("per patient"))):
        of = found.count("sessions", name)
        each = number(every / of, 2) if of else "–"
        figures.append(Figure(label, f"{every} / {of}", each, all_url=to_cases(wanted, "K20") if of else ""))
    return figures
