"""Figures as tables: never a share without its count, its interval and those who were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Cell, Column, Row
from saphena.clinic.journey.reviewing.outcomes.counting import Ratio
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.models import User
from saphena.pathway.booking.library import shipped as visits
from saphena.pathway.reviewing import Outcome, Rate
from saphena.pathway.reviewing.indicators import indicators
from saphena.pathway.treating import shipped as products
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.clinic.journey.reviewing.outcomes.asking import Asked, Figures
    from saphena.clinic.journey.reviewing.outcomes.cohort import Counts
    from saphena.clinic.journey.reviewing.outcomes.counting import Harm, Work

__all__ = ["BY", "harm_rows", "indicator_rows", "names_of", "occlusion", "percent", "said_rate", "work_rows"]

BY = {
    "segment": lazy("segment"), "product": lazy("substance and product"), "strength": lazy("strength"),
    "form": lazy("form"), "band": lazy("diameter before"), "operator": lazy("who recorded the injection"),
    "month": lazy("month of the injection"),
}  # fmt: skip
BANDS = {
    "a": lazy("under 3 mm"), "b": lazy("3 to under 5 mm"), "c": lazy("5 to under 8 mm"),
    "d": lazy("8 to under 12 mm"), "e": lazy("12 mm or more"), "?": lazy("not measured before"),
}  # fmt: skip
FORMS = {"foam": lazy("foam"), "liquid": lazy("liquid")}
FOUND = {
    "room": lazy("recorded in the treatment room, of sessions"),
    "scan": lazy("by ultrasound, of return visits where it was looked for"),
    "seen": lazy("seen on the skin, of return visits where it was noted"),
}
HARMS = {
    "deep": lazy("clot in a deep vein"), "extension": lazy("extension of class II to IV"),
    "pigmentation": lazy("marked pigmentation"), "matting": lazy("marked matting"),
}  # fmt: skip


def percent(share: float | None) -> str:
    return "–" if share is None else f"{number_format(share * 100, 1, use_l10n=True)} %"


def interval(rate: Rate) -> str:
    ends = rate.interval
    if ends is None:
        return "–"
    low, high = (number_format(end * 100, 1, use_l10n=True) for end in ends)
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}


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


def names_of(dimension: str, values: Iterable[str]) -> dict[str, str]:
    """What each value is called."""
    known = list(values)
    if dimension == "operator":
        people = User.objects.in_bulk([int(value) for value in known])
        return {value: people[int(value)].name if int(value) in people else value for value in known}
    return {value: _name(dimension, value) for value in known}


def _name(dimension: str, value: str) -> str:
    if dimension == "segment":
        return said(value, language())
    if dimension == "product" and value in products().products:
        product = products().products[value]
        return f"{products().substances[product.substance].title[language()]}, {product.title}"
    if dimension == "strength":
        return f"{value.replace('.', ',') if language() == 'fr' else value} %"
    return str({"band": BANDS, "form": FORMS}.get(dimension, {}).get(value, value))


def occlusion(wanted: Asked, dimension: str, rows: Mapping[str, Counts]) -> tuple[list[Column], list[Row]]:
    """One row per value: closed, interval, other outcomes, lost, waiting. Every number leads to its cases."""
    columns = [
        Column(str(BY[dimension]).capitalize()), Column(_("Closed"), numeric=True),
        Column(_("Examined"), numeric=True), Column(_("Share closed"), numeric=True),
        Column(_("95 % interval"), numeric=True), Column(_("Open with reflux"), numeric=True),
        Column(_("Lost"), numeric=True), Column(_("Not due yet"), numeric=True),
    ]  # fmt: skip
    names = names_of(dimension, rows)
    order = sorted(rows) if dimension in ("band", "month", "strength") else sorted(rows, key=lambda each: names[each])
    return columns, [_line(wanted, dimension, value, names[value], rows[value]) for value in order]


REFLUXING = (Outcome.OPEN, Outcome.PARTLY_REFLUXING)
EXAMINED = (Outcome.CLOSED, Outcome.PARTLY, *REFLUXING)


def _line(wanted: Asked, dimension: str, value: str, name: str, counts: Counts) -> Row:
    def to(number: int, *outcomes: str) -> Cell:
        here = reverse("reviewing:outcome_cases")
        query = wanted.query(by=dimension, value=value, outcome=",".join(outcomes))
        return Cell(str(number), f"{here}?{query}" if number else "")

    closed = counts.closed
    return Row((
        Cell(name), to(closed.hits, Outcome.CLOSED), to(closed.of, *EXAMINED), Cell(percent(closed.share)),
        Cell(interval(closed)), to(sum(counts.of.get(each, 0) for each in REFLUXING), *REFLUXING),
        to(counts.lost, "lost", Outcome.NOT_EXAMINED), to(counts.waiting, "waiting"),
    ))  # fmt: skip


def indicator_rows(found: Figures) -> tuple[list[Column], list[Row]]:
    """All of K1 to K21: those that are not computed say what is missing."""
    columns = [Column(_("Indicator")), Column(_("What is counted")), Column(_("Figure"), numeric=True),
               Column(_("Share"), numeric=True), Column(_("95 % interval"), numeric=True)]  # fmt: skip
    figures = {**found.counted, "K12": found.early, "K13": found.of.together.closed}
    said_in, rows = language(), []
    for each in indicators().values():
        name = Cell(f"{each.id}. {each.name[said_in]}")
        if not each.computed:
            missing = _("Not computed. Missing: %(what)s.") % {"what": each.needs[said_in]}
            rows.append(Row((name, Cell(missing), Cell("–"), Cell("–"), Cell("–"))))
            continue
        what = Cell(f"{each.numerator[said_in]} / {each.denominator[said_in]}")
        rows.append(Row((name, what, *_figure(figures.get(each.id)))))
    return columns, rows


def _figure(figure: Rate | Ratio | None) -> tuple[Cell, Cell, Cell]:
    if figure is None:
        return Cell(_("in the table of complications")), Cell("–"), Cell("–")
    if isinstance(figure, Ratio):
        each = "–" if figure.each is None else number_format(figure.each, 2, use_l10n=True)
        return Cell(f"{figure.number} / {figure.of}"), Cell(each), Cell("–")
    return Cell(f"{figure.hits} / {figure.of}"), Cell(percent(figure.share)), Cell(interval(figure))


def harm_rows(found: list[Harm]) -> tuple[list[Column], list[Row]]:
    columns = [Column(_("Complication")), Column(_("How it was found")), Column(_("Figure"), numeric=True),
               Column(_("Share"), numeric=True), Column(_("95 % interval"), numeric=True)]  # fmt: skip
    known, rows = complications(), []
    for harm in found:
        name = str(HARMS[harm.what]) if harm.what in HARMS else harm.what
        if harm.what in known:
            name = known[harm.what].title[language()]
        rows.append(Row((Cell(name), Cell(str(FOUND[harm.found])), *_figure(harm.rate))))
    return columns, rows


def work_rows(found: Work) -> list[tuple[str, list[Column], list[Row]]]:
    """Two tables: waits by kind of visit, and rooms."""
    known = visits().visits
    waits = [
        Row((Cell(known[kind].title[language()] if kind in known else kind), Cell(str(number)),
             Cell(number_format(days, 1, use_l10n=True))))
        for kind, number, days in found.kinds
    ]  # fmt: skip
    rooms = [
        Row((Cell(name), Cell(str(number)), Cell(number_format(hours, 1, use_l10n=True))))
        for name, number, hours in found.rooms
    ]
    visits_column = Column(_("Visits"), numeric=True)
    return [
        (_("From booking to the visit"),
         [Column(_("Visit")), visits_column, Column(_("Days on average"), numeric=True)], waits),
        (_("Rooms"), [Column(_("Room")), visits_column, Column(_("Hours held"), numeric=True)], rooms),
    ]  # fmt: skip
