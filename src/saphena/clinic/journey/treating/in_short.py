"""What a colleague reads first in a procedure note: what was given and where, what was seen, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Happening
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.treating.asking import language, said_amount
from saphena.clinic.journey.treating.deeds import DEEDS, SIGHTINGS
from saphena.clinic.journey.treating.models import Complication, Sighting
from saphena.clinic.journey.treating.veins import said
from saphena.pathway.treating import Kind, mg_per_ml, up
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.journey.treating.models import Deed, Injection, Session
    from saphena.pathway.treating import Library

__all__ = ["in_short"]

COMPRESSION = ("pads", "bandage", "stocking")


@dataclass(slots=True)
class _Given:
    """All of one product, strength and form."""

    ml: Fraction
    mg: Fraction
    times: int
    places: list[str]


def in_short(session: Session, given: Sequence[Injection], deeds: Sequence[Deed], rows: Library) -> list[str]:
    """Nothing where nothing was injected: then the note is short enough."""
    if not given:
        return []
    return [*_given(given, rows), *_seen(session), *_dressed(deeds), *_next(session)]


def _given(given: Iterable[Injection], rows: Library) -> list[str]:
    sums: dict[str, _Given] = {}
    for row in given:
        product = rows.products[row.syringe.product]
        if product.kind is not Kind.SCLEROSANT:
            continue
        form = _("foam") if row.syringe.form == "foam" else _("liquid")
        name = f"{product.title} {said_amount(row.syringe.percent)} %, {form}"
        sums.setdefault(name, _Given(Fraction(0), Fraction(0), 0, []))
        one, exact = sums[name], Fraction(row.volume)
        one.ml, one.mg, one.times = one.ml + exact, one.mg + exact * mg_per_ml(row.syringe.drawn, rows), one.times + 1
        one.places.append(said(row.segment, language()))
    return [
        ngettext(
            "%(what)s: %(ml)s mL (%(mg)s mg) in %(times)s injection: %(places)s.",
            "%(what)s: %(ml)s mL (%(mg)s mg) in %(times)s injections: %(places)s.",
            one.times,
        )
        % {"what": name, "ml": said_amount(up(one.ml)), "mg": said_amount(up(one.mg)), "times": one.times,
           "places": "; ".join(dict.fromkeys(one.places))}
        for name, one in sums.items()
    ]  # fmt: skip


def _seen(session: Session) -> list[str]:
    """Complications that were coded; else that none was, with what was seen."""
    coded = [complications()[row.what].title[language()] for row in Complication.objects.filter(session=session)]
    seen = dict.fromkeys(str(SIGHTINGS[row.what]) for row in Sighting.objects.filter(session=session))
    told = [_("Seen during it: %(what)s.") % {"what": ", ".join(seen)}] if seen else []
    if coded:
        return [*told, _("Complications: %(what)s.") % {"what": ", ".join(coded)}]
    return [*told, _("No complication was recorded.")]


def _dressed(deeds: Sequence[Deed]) -> list[str]:
    last = {deed.what: deed for deed in deeds if deed.what in COMPRESSION}
    worn = [f"{DEEDS[what].label}: {DEEDS[what].choices[last[what].words]}" for what in COMPRESSION if what in last]
    return [f"{'; '.join([*worn[:1], *(each[0].lower() + each[1:] for each in worn[1:])])}."] if worn else []


def _next(session: Session) -> list[str]:
    """The return visit, where the course has its day."""
    known = standing(Happening.objects.filter(course=session.course_id).order_by("pk"))
    days = sorted(at for name, at in known.events.items() if name.split(" ")[0] == "review" and at > session.opened_at)
    return [_("Return visit: %(day)s.") % {"day": date_format(localtime(days[0]), "j F Y")}] if days else []
