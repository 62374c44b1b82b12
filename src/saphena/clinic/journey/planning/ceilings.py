"""Planned volumes against every ceiling, before anybody draws a syringe: a session is taken for one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.targets import vein_of
from saphena.pathway.treating.amounts import as_decimal, read_ratio
from saphena.pathway.treating.ceilings import Dose, Drawn, room_for, standings
from saphena.pathway.treating.library import Form, Over, library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from saphena.clinic.journey.planning.models import PlannedInjection, TreatmentPlan
    from saphena.pathway.treating.library import Ceiling

__all__ = ["OVER", "CeilingRow", "SessionRow", "passed_by", "session_rows", "weight_of"]

OVER = ("stop", "warning")
"""What a physician gives a reason for: a ceiling that is passed, or one that nobody can compute."""


@dataclass(frozen=True, slots=True)
class CeilingRow:
    """One ceiling and what a session would use of it. `badge` and `word` say how that stands."""

    session: int
    title: str
    used: str
    limit: str
    unit: str
    source: str
    share: float | None
    badge: str
    said: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a plan: its injections in order, its sum in mL, and its ceilings, the fullest first."""

    number: int
    injections: tuple[PlannedInjection, ...]
    ml: Decimal
    ceilings: tuple[CeilingRow, ...]


def weight_of(plan: TreatmentPlan) -> Decimal | None:
    """The patient's weight in kg as they told it; without it a ceiling in mg/kg has no limit."""
    body = answers_of(plan.course.patient).get("Q25")
    return body.numbers.get("weight") if body else None


def session_rows(plan: TreatmentPlan) -> list[SessionRow]:
    """Every session with its ceilings. Sessions are taken for days apart; the treatment room counts what is given."""
    weight, today = weight_of(plan), timezone.localdate()
    by_session: dict[int, list[PlannedInjection]] = {}
    for row in plan.injections.all():
        by_session.setdefault(row.session, []).append(row)
    return [
        SessionRow(
            number,
            tuple(rows),
            sum((row.ml for row in rows), Decimal(0)),
            tuple(_ceilings(number, rows, weight, today)),
        )
        for number, rows in sorted(by_session.items())
    ]


def passed_by(plan: TreatmentPlan) -> list[CeilingRow]:
    """The ceilings that the plan passes, or that nobody can compute without the weight."""
    return [row for session in session_rows(plan) for row in session.ceilings if row.badge in OVER]


def dose_of(row: PlannedInjection, day: date) -> Dose:
    ratio = read_ratio(row.ratio) if row.ratio else None
    drawn = Drawn(row.product, row.percent, Form(row.form), ratio)
    return Dose(drawn, row.ml, day, vein_of(row.segment), f"session {row.session}")


def _ceilings(number: int, rows: Sequence[PlannedInjection], weight: Decimal | None, day: date) -> list[CeilingRow]:
    doses = [dose_of(row, day) for row in rows]
    found = [
        _row(number, standing.ceiling, standing.used, standing.limit)
        for standing in standings(doses, weight, day, library(), f"session {number}")
    ]
    return found + [row for dose in doses for row in _split(number, dose, weight, day)]


def _split(number: int, dose: Dose, weight: Decimal | None, day: date) -> list[CeilingRow]:
    """What one injection may be at most: more than that in one vein is more than one injection, and is only told."""
    room = room_for(dose.drawn, [], weight, day, library(), vein=dose.vein, sitting=dose.sitting)
    return [
        replace(_row(number, left.ceiling, left.limit * Fraction(dose.volume) / left.exact, left.limit), badge="info")
        for left in room.limits
        if left.ceiling.over == Over.INJECTION and left.limit and left.exact and Fraction(dose.volume) > left.exact
    ]


def _row(number: int, ceiling: Ceiling, used: Fraction, limit: Fraction | None) -> CeilingRow:
    said = language()
    unit = "mL" if ceiling.unit == "mL" else "mg"
    shown_used = _shown(used)
    shown_limit = _shown(limit) if limit is not None else "?"
    over = limit is not None and used > limit
    told = _("%(title)s, session %(number)s: %(used)s of %(limit)s %(unit)s") % {
        "title": ceiling.title[said], "number": number, "used": shown_used, "limit": shown_limit, "unit": unit,
    }  # fmt: skip
    badge = "warning" if limit is None else "stop" if over else "done"
    share = None if not limit else float(used / limit)
    return CeilingRow(
        number, ceiling.title[said], shown_used, shown_limit, unit, ceiling.source.name, share, badge, told
    )


def _shown(amount: Fraction) -> str:
    return f"{as_decimal(amount, 2).normalize():f}"
