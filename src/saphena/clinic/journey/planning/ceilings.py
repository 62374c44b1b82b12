"""Planned volumes against every ceiling, before anybody draws a syringe: a session is taken for one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.targets import vein_of
from saphena.clinic.journey.planning.wording import product_title
from saphena.pathway.treating.amounts import as_decimal, read_ratio
from saphena.pathway.treating.ceilings import Dose, Drawn, room_for, standings
from saphena.pathway.treating.library import Form, Over
from saphena.pathway.treating.own import as_kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from saphena.clinic.journey.planning.models import PlannedInjection, TreatmentPlan
    from saphena.pathway.treating.ceilings import Room
    from saphena.pathway.treating.library import Ceiling, Library

__all__ = ["OVER", "CeilingRow", "SessionRow", "passed_by", "session_rows", "weight_of"]

OVER = ("stop", "warning")
"""What a physician gives a reason for: a ceiling that is passed, or one that nobody can compute."""
UNKNOWN = "?"


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

    @property
    def needs_weight(self) -> bool:
        """A source gives a ceiling, and without the weight nobody knows how much that is."""
        return self.limit == UNKNOWN and bool(self.source)


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
    """Every session with its ceilings: of a signed plan as they held when it was signed.

    Sessions are taken for days apart; the treatment room counts what is given.
    """
    rows = rows_in_force()
    book = _Book(weight_of(plan), timezone.localdate(), rows if plan.in_force is None else as_kept(rows, plan.in_force))
    by_session: dict[int, list[PlannedInjection]] = {}
    for row in plan.injections.all():
        by_session.setdefault(row.session, []).append(row)
    return [
        SessionRow(number, tuple(rows), sum((row.ml for row in rows), Decimal(0)), tuple(book.ceilings(number, rows)))
        for number, rows in sorted(by_session.items())
    ]


def passed_by(plan: TreatmentPlan) -> list[CeilingRow]:
    """The ceilings that the plan passes, or that nobody can compute, and what has none in force."""
    return [row for session in session_rows(plan) for row in session.ceilings if row.badge in OVER]


@dataclass(frozen=True, slots=True)
class _Book:
    """One weight, one day and the numbers in force, against which sessions are held."""

    weight: Decimal | None
    day: date
    numbers: Library

    def ceilings(self, number: int, rows: Sequence[PlannedInjection]) -> list[CeilingRow]:
        doses = [self.dose(row) for row in rows]
        standing = standings(doses, self.weight, self.day, self.numbers, f"session {number}")
        found = [_row(number, each.ceiling, each.used, each.limit) for each in standing]
        without = {(dose.drawn.product, dose.drawn.form): dose for dose in doses if not self.room(dose).has_total}
        found += [_unbounded(number, dose) for dose in without.values()]
        return found + [row for dose in doses for row in self.split(number, dose)]

    def dose(self, row: PlannedInjection) -> Dose:
        ratio = read_ratio(row.ratio) if row.ratio else None
        drawn = Drawn(row.product, row.percent, Form(row.form), ratio)
        return Dose(drawn, row.ml, self.day, vein_of(row.segment), f"session {row.session}")

    def room(self, dose: Dose) -> Room:
        return room_for(dose.drawn, [], self.weight, self.day, self.numbers, vein=dose.vein, sitting=dose.sitting)

    def split(self, number: int, dose: Dose) -> list[CeilingRow]:
        """What one injection may be at most: more than that in one vein is more than one injection; it is only told."""
        ml = Fraction(dose.volume)
        return [
            replace(_row(number, left.ceiling, left.limit * ml / left.exact, left.limit), badge="info")
            for left in self.room(dose).limits
            if left.ceiling.over == Over.INJECTION and left.limit and left.exact and ml > left.exact
        ]


def _unbounded(number: int, dose: Dose) -> CeilingRow:
    """No source in force says how much is too much: a physician says why it is right."""
    title = _("%(product)s: no largest amount is in force") % {"product": product_title(dose.drawn.product)}
    said = _("%(title)s, session %(number)s") % {"title": title, "number": number}
    return CeilingRow(number, title, f"{dose.volume.normalize():f}", UNKNOWN, "mL", "", None, "warning", said)


def _row(number: int, ceiling: Ceiling, used: Fraction, limit: Fraction | None) -> CeilingRow:
    said = language()
    unit = "mL" if ceiling.unit == "mL" else "mg"
    shown_used = _shown(used)
    shown_limit = _shown(limit) if limit is not None else UNKNOWN
    over = limit is not None and used > limit
    told = _("%(title)s, session %(number)s: %(used)s of %(limit)s %(unit)s") % {
        "title": ceiling.title[said], "number": number, "used": shown_used, "limit": shown_limit, "unit": unit,
    }  # fmt: skip
    badge = "warning" if limit is None else "stop" if over else "above" if _is_above(ceiling, used, limit) else "done"
    share = None if not limit else float(used / limit)
    return CeilingRow(
        number, ceiling.title[said], shown_used, shown_limit, unit, ceiling.source.name, share, badge, told
    )


def _is_above(ceiling: Ceiling, used: Fraction, limit: Fraction | None) -> bool:
    """Within the clinic's own value, and above what the label has: told with the label beside it, in its words."""
    if limit is None or ceiling.printed is None:
        return False
    return used > limit * Fraction(ceiling.printed) / Fraction(ceiling.value)


def _shown(amount: Fraction) -> str:
    return f"{as_decimal(amount, 2).normalize():f}"
