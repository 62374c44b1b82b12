"""The cases behind a figure: the same rows that it was counted from, the newest first, by name and with their page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.states import State as VisitState
from saphena.clinic.journey.booking.wording import STATE_NAMES
from saphena.clinic.journey.mapping.models import Measurement
from saphena.clinic.journey.recovering.models import Answer, Matter
from saphena.clinic.journey.reviewing.models import FoundBy, Rating, Review
from saphena.clinic.journey.reviewing.outcomes import asking, harming, indicating, months, sampling, units, working
from saphena.clinic.journey.reviewing.outcomes.showing import number
from saphena.clinic.journey.reviewing.outcomes.units import Period, month_of, sessions, whole_month
from saphena.clinic.journey.treating.models import Injection, Session
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.models import Patient
from saphena.pathway.booking.library import shipped as visits
from saphena.pathway.mapping import quantities
from saphena.pathway.recovering import Level
from saphena.pathway.reviewing.indicators import harms
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from saphena.clinic.journey.reviewing.outcomes.asking import Asked

__all__ = ["MOST", "Behind", "Unknown", "behind"]

MOST, MOST_DIGITS = 200, 12
FIGURES = ("change", "since", "answered")
"""Columns that a list of cases may have beside its own."""


class Unknown(LookupError):
    """There is no figure of this name."""


class Shown(NamedTuple):
    """Where a row's patient, moment and page stand. A page of "" is the patient's chart alone."""

    patient: str
    at: str
    to: str
    page: str


SHOWN: dict[type[Model], Shown] = {
    Session: Shown("course__patient", "opened_at", "pk", "treating:note"),
    Injection: Shown("session__course__patient", "at", "session", "treating:note"),
    Measurement: Shown("examination__patient", "examination__examined_at", "examination", "mapping:map"),
    Matter: Shown("patient", "raised_at", "pk", "recovering:one"),
    Visit: Shown("patient", "starts_at", "pk", "booking:visit"),
    Review: Shown("course__patient", "seen_at", "pk", "reviewing:one"),
    Answer: Shown("check_in__course__patient", "told_at", "", ""),
}
OPENS = {
    "treating:note": lazy("Procedure note"), "mapping:map": lazy("Vein map"),
    "recovering:one": lazy("Row of the inbox"), "booking:visit": lazy("Visit"), "reviewing:one": lazy("Return visit"),
}  # fmt: skip
"""What is opened by the link of a case: whoever follows it knows before where it leads."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One case: whose, when, whether it is one of those counted (None where that is no question), and its page."""

    patient: Patient | None
    at: datetime
    hit: bool | None
    url: str
    words: str = ""
    opens: str = ""  # what the page behind it is


def behind(name: str, which: str, wanted: Asked, now: datetime) -> list[Behind]:
    """At most `MOST` and one more. `which` is "hit", "miss" or "all". Raises `Unknown`."""
    ask = _asking(name)
    found: list[dict[str, Any]] = []
    # Month by month from the newest on: the first few months fill the page, however many there are.
    first = asking.first_of(wanted.period, now)
    for month in reversed(list(units.months(first, month_of(now)))):
        found += _rows(ask(whole_month(month, now)), which, MOST + 1 - len(found))
        if len(found) > MOST:
            break
    patients = Patient.objects.in_bulk({row["patient_"] for row in found if row["patient_"]})
    return [_told(row, patients) for row in found]


def _rows(rows: QuerySet[Any], which: str, most: int) -> Iterator[dict[str, Any]]:
    shown = SHOWN[rows.model]
    has_hit = "hit" in rows.query.annotations
    if has_hit and which in ("hit", "miss"):
        rows = rows.filter(hit=which == "hit")
    columns = {"patient_": F(shown.patient), "at_": F(shown.at), "to_": F(shown.to or "pk")}
    named = [name for name in ("hit", *FIGURES) if name in rows.query.annotations]
    wanted = ["patient_", "at_", "to_", *named, *_extra(rows)]
    for row in rows.annotate(**columns).order_by("-at_", "-pk").values(*wanted)[:most]:
        yield {**row, "page_": shown.page}


def _extra(rows: QuerySet[Any]) -> list[str]:
    """What is told of a row beside its day, where its kind has something to tell."""
    return {Injection: ["segment"], Measurement: ["segment", "quantity"], Visit: ["kind", "state"]}.get(rows.model, [])


def _told(row: dict[str, Any], patients: dict[int, Patient]) -> Behind:
    url = reverse(row["page_"], args=[row["to_"]]) if row["page_"] else ""
    words = ", ".join([*(say(str(row[name])) for name, say in WORDS.items() if name in row), *_figures(row)])
    opens = str(OPENS[row["page_"]]) if row["page_"] else ""
    return Behind(patients.get(row["patient_"]), row["at_"], row.get("hit"), url, words, opens)


def _figures(row: dict[str, Any]) -> Iterator[str]:
    """What a mean or a median was counted from: a change, the days of a wait, the minutes to an answer."""
    if row.get("change") is not None:
        yield number(float(row["change"]))
    if row.get("since") is not None:
        days = working.days(row["since"], row["at_"])
        yield ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if "answered" in row:
        yield _minutes(row["at_"], row["answered"])


def _minutes(raised: datetime, answered: datetime | None) -> str:
    if answered is None:
        return _("not answered")
    minutes = int((answered - raised).total_seconds() // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def _kind(name: str) -> str:
    known = visits().visits
    return known[name].title[language()] if name in known else name


WORDS: dict[str, Callable[[str], str]] = {
    "segment": lambda segment: said(segment, language()),
    "quantity": lambda name: quantities().label(name, language()) if name in quantities() else name,
    "kind": _kind,
    "state": lambda state: str(STATE_NAMES[VisitState(state)]),
}
"""How each is told beside a case."""


def _asking(name: str) -> Callable[[Period], QuerySet[Any]]:
    """From the name in the address to the rows: “K7”, “harm.dvt_proximal.scan”, “reported.swelling”, “wait.test” ..."""
    if name in indicating.SHARES:
        return indicating.SHARES[name]
    if name in PLAIN:
        return PLAIN[name]
    kind, _dot, rest = name.partition(".")
    maker = MADE.get(kind)
    if maker is None or not rest:
        raise Unknown(name)
    return maker(rest)


def _harm(rest: str) -> Callable[[Period], QuerySet[Any]]:
    what, _dot, way = rest.partition(".")
    if what in harming.SKIN:
        return lambda period: harming.reviews(period).filter(**{what: "marked"})
    if way not in (harming.ROOM, *FoundBy.values) or (what not in harms() and what not in complications()):
        raise Unknown(rest)
    return lambda period: harming.with_harm(period, what, way)


def _reported(row: str) -> Callable[[Period], QuerySet[Any]]:
    if row not in harming.urgent_rows():
        raise Unknown(row)
    return lambda period: harming.reporting(period, row)


def _wait(kind: str) -> Callable[[Period], QuerySet[Any]]:
    if kind == working.REQUEST:
        return lambda period: working.requested(period).annotate(since=F("asked"))
    return lambda period: working.booked_ahead(period).filter(kind=kind).annotate(since=F("booked_at"))


def _room(pk: str) -> Callable[[Period], QuerySet[Any]]:
    if not (pk.isascii() and pk.isdecimal() and len(pk) <= MOST_DIGITS):
        raise Unknown(pk)
    return lambda period: working.held(period, int(pk))


def _answer(key: str) -> Callable[[Period], QuerySet[Any]]:
    levels = {level.key: level for level in (Level.EMERGENCY, Level.TODAY)}
    if key not in levels:
        raise Unknown(key)
    return lambda period: indicating.urgent(period).filter(level=levels[key]).annotate(answered=F("answered_at"))


def _rated(period: Period) -> QuerySet[Session]:
    chosen = sampling.sampled(asking.period_of("1", period.now))
    held = sampling.among(chosen).filter(opened_at__gte=period.begins, opened_at__lt=period.ends)
    return units.with_hit(held, units.there_is(Rating.objects.filter(session=OuterRef("pk"))))


def _changed(period: Period, column: str) -> QuerySet[Review]:
    return months.changes(period).filter(**{f"{column}__isnull": False}).annotate(change=F(column))


PLAIN: dict[str, Callable[[Period], QuerySet[Any]]] = {
    "K5": _rated,
    "K15.vcss": lambda period: _changed(period, "vcss_change"),
    "K15.symptoms": lambda period: _changed(period, "symptoms_change"),
    "satisfied": lambda period: _changed(period, "satisfied"),
    "K16": sessions,
    "K20": sessions,
}
MADE = {"harm": _harm, "reported": _reported, "wait": _wait, "answer": _answer, "room": _room}
