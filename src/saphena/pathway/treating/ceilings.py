"""What has been given against everything that limits it: which ceiling comes first, and how many mL are left.

A ceiling adds up every injection that it counts: both legs, the same day, every product with the same substance. Sums
are exact and do not depend on the order in which anything was injected or written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from saphena.pathway.treating.amounts import LIQUID, Ratio, down, mg_in
from saphena.pathway.treating.library import Form, Kind, Level, Over, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.pathway.treating.library import Ceiling, Library

__all__ = [
    "Dose", "Drawn", "Left", "Room", "Standing", "Weighed", "counting", "mg_of", "mg_per_ml", "problems_with",
    "room_for", "standings", "weigh", "weight_problem",
]  # fmt: skip

WEEK = 7


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is in a syringe: product, percent, liquid or foam; a foam that was mixed here has its parts."""

    product: str
    percent: Decimal
    form: Form = Form.LIQUID
    ratio: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """One injection: so many mL of what was drawn, on one day of the clinic's. `sitting` names the session.

    `vein` is the kind of vein, where it is known: ceilings for one kind of vein count only that kind.
    """

    drawn: Drawn
    volume: Decimal
    day: date
    vein: str = ""
    sitting: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A ceiling and what counts against it, both in mL or in mg. No limit: the weight is not known."""

    ceiling: Ceiling
    used: Fraction
    limit: Fraction | None

    @property
    def is_passed(self) -> bool:
        """More than the ceiling; the ceiling itself is still allowed."""
        return self.limit is not None and self.used > self.limit

    @property
    def share(self) -> Fraction | None:
        """How full, from nothing to one and above."""
        return None if self.limit is None else self.used / self.limit


@dataclass(frozen=True, slots=True)
class Left:
    """How many mL of this syringe one ceiling still allows, rounded down. None: nobody can say without the weight."""

    ceiling: Ceiling
    used: Fraction
    limit: Fraction | None
    exact: Fraction | None
    ml: Decimal | None


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of a syringe: every limit that counts it, the lowest first, and the notices."""

    limits: tuple[Left, ...]
    notices: tuple[Left, ...]

    @property
    def lowest(self) -> Left | None:
        """The limit that comes first, of those that can be computed."""
        return next((left for left in self.limits if left.ml is not None), None)

    @property
    def unknown(self) -> tuple[Left, ...]:
        """Limits that nobody can compute without the weight."""
        return tuple(left for left in self.limits if left.ml is None)

    @property
    def has_total(self) -> bool:
        """Whether any limit adds up over the day or the week; without one nobody says how much is too much."""
        return any(left.ceiling.over != Over.INJECTION for left in self.limits)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an injection would do: the limits it passes, those that cannot be computed, the notices it passes."""

    passed: tuple[Left, ...]
    unknown: tuple[Left, ...]
    notices: tuple[Left, ...]
    room: Room

    @property
    def needs_physician(self) -> bool:
        """A limit is passed, or cannot be known, or no source gives one: a physician decides, with a reason."""
        return bool(self.passed or self.unknown) or not self.room.has_total


def mg_per_ml(drawn: Drawn, library: Library) -> Fraction:
    """Milligrams in 1 mL of what was drawn: 10 for 1 % liquid, 2 for its foam 1+4, the label's own for a canister."""
    product = library.products[drawn.product]
    if product.canister is not None and drawn.form == Form.FOAM:
        return Fraction(product.canister)
    return mg_in(Decimal(1), drawn.percent, drawn.ratio or LIQUID)


def mg_of(dose: Dose, library: Library) -> Fraction:
    """Milligrams in one injection."""
    return Fraction(dose.volume) * mg_per_ml(dose.drawn, library)


def weight_problem(weight: Decimal | None, library: Library) -> str:
    """Why a weight cannot be used: "missing", "too low", "too high"; nothing when it can."""
    if weight is None:
        return "missing"
    if weight < library.amounts["weight_least"]:
        return "too low"
    return "too high" if weight > library.amounts["weight_most"] else ""


def problems_with(drawn: Drawn, library: Library) -> tuple[str, ...]:
    """What is wrong with a syringe as it was described, by rule; nothing when the label and the clinic have it so.

    The rules: unknown product, not a strength of it, not given so, no parts, parts without foam, parts not confirmed.
    """
    product = library.products.get(drawn.product)
    if product is None:
        return ("unknown product",)
    mixed = drawn.form == Form.FOAM and product.canister is None
    wrong = (
        ("not a strength of it", drawn.percent not in product.strengths),
        ("not given so", drawn.form not in product.forms),
        ("not foamed in this strength", drawn.form in product.forms and drawn.percent in product.strengths
         and drawn.percent not in product.strengths_as(drawn.form)),
        ("no parts", mixed and drawn.ratio is None),
        ("parts without foam", drawn.ratio is not None and not mixed),
        ("parts not confirmed", mixed and drawn.ratio is not None and not library.ratio_is_known(drawn.ratio)),
    )  # fmt: skip
    return tuple(rule for rule, so in wrong if so)


def standings(
    doses: Sequence[Dose], weight: Decimal | None, day: date, library: Library, sitting: str = "",
    level: Level = Level.LIMIT,
) -> tuple[Standing, ...]:  # fmt: skip
    """Every ceiling of this level over a day or a week that counts any of these injections, the fullest first.

    `weight` in kg; without it a ceiling in mg/kg has no limit and stands first: nobody knows how full it is.
    """
    found = []
    for ceiling in library.ceilings:
        if ceiling.over == Over.INJECTION or ceiling.level != level:
            continue
        if any(_counts(ceiling, dose, library) for dose in doses):
            found.append(Standing(ceiling, _used(ceiling, doses, day, sitting, library), _limit(ceiling, weight)))
    return tuple(sorted(found, key=lambda row: (row.share is not None, -(row.share or 0), row.ceiling.name)))


def room_for(
    drawn: Drawn,
    doses: Sequence[Dose],
    weight: Decimal | None,
    day: date,
    library: Library,
    *,
    vein: str = "",
    sitting: str = "",
) -> Room:
    """How many mL of this syringe may follow what was given, by every ceiling, the lowest first; rounded down."""
    candidate = Dose(drawn, Decimal(1), day, vein, sitting)
    rows = [
        _left(ceiling, candidate, doses, weight, library)
        for ceiling in library.ceilings
        if _counts(ceiling, candidate, library)
    ]
    rows.sort(key=lambda left: (left.exact is None, left.exact or Fraction(0), left.ceiling.name))
    limits = tuple(left for left in rows if left.ceiling.level == Level.LIMIT)
    return Room(limits, tuple(left for left in rows if left.ceiling.level == Level.NOTICE))


def weigh(dose: Dose, doses: Sequence[Dose], weight: Decimal | None, library: Library) -> Weighed:
    """What this injection would pass, after those given. Exactly at a ceiling passes nothing."""
    room = room_for(dose.drawn, doses, weight, dose.day, library, vein=dose.vein, sitting=dose.sitting)
    passed = tuple(left for left in room.limits if left.exact is not None and Fraction(dose.volume) > left.exact)
    notices = tuple(left for left in room.notices if left.exact is not None and Fraction(dose.volume) > left.exact)
    return Weighed(passed, room.unknown, notices, room)


def counting(drawn: Drawn, library: Library) -> tuple[tuple[Ceiling, Fraction], ...]:
    """Every ceiling that counts this syringe in some vein, with what 1 mL of it adds (mL or mg)."""
    found = []
    for ceiling in library.ceilings:
        one = Dose(drawn, Decimal(1), date.min, ceiling.veins[0] if ceiling.veins else "")
        if _counts(ceiling, one, library):
            found.append((ceiling, _amount(ceiling, one, library)))
    return tuple(found)


def _left(ceiling: Ceiling, candidate: Dose, doses: Iterable[Dose], weight: Decimal | None, library: Library) -> Left:
    used, limit = Fraction(0), _limit(ceiling, weight)
    if ceiling.over != Over.INJECTION:
        used = _used(ceiling, doses, candidate.day, candidate.sitting, library)
    if limit is None:
        return Left(ceiling, used, None, None, None)
    in_one_ml = _amount(ceiling, candidate, library)
    exact = max((limit - used) / in_one_ml, Fraction(0))
    return Left(ceiling, used, limit, exact, down(exact, library.every_amount["step"].value))


def _limit(ceiling: Ceiling, weight: Decimal | None) -> Fraction | None:
    if ceiling.unit != Unit.MG_PER_KG:
        return Fraction(ceiling.value)
    return None if weight is None else Fraction(ceiling.value) * Fraction(weight)


def _amount(ceiling: Ceiling, dose: Dose, library: Library) -> Fraction:
    return Fraction(dose.volume) if ceiling.unit == Unit.ML else mg_of(dose, library)


def _counts(ceiling: Ceiling, dose: Dose, library: Library) -> bool:
    """Whether the ceiling is about such an injection: every filter that it sets matches."""
    product = library.products[dose.drawn.product]
    made = "" if dose.drawn.form == Form.LIQUID else "canister" if product.canister is not None else "mixed"
    asked = (
        (ceiling.substance, product.substance),
        (ceiling.product, product.name),
        (ceiling.form, dose.drawn.form),
        (ceiling.kind, product.kind),
        (ceiling.made, made),
    )
    if any(wanted and wanted != has for wanted, has in asked):
        return False
    if ceiling.strength is not None and ceiling.strength != dose.drawn.percent:
        return False
    if ceiling.veins and dose.vein not in ceiling.veins:
        return False
    return bool(ceiling.substance or ceiling.product) or product.kind == Kind.SCLEROSANT


def _used(ceiling: Ceiling, doses: Iterable[Dose], day: date, sitting: str, library: Library) -> Fraction:
    """What counts on that day and in that session; over a week, in the fullest seven days that hold the day.

    What was written down late counts like the rest: the day of the injection decides, not the order of the rows.
    """
    counted = [dose for dose in doses if _counts(ceiling, dose, library)]
    together = [dose for dose in counted if dose.day == day or (sitting and dose.sitting == sitting)]
    if ceiling.over == Over.DAY:
        return sum((_amount(ceiling, dose, library) for dose in together), Fraction(0))
    starts = [day - timedelta(days=back) for back in range(WEEK)]
    weeks = [[dose for dose in counted if start <= dose.day < start + timedelta(days=WEEK)] for start in starts]
    return max(sum((_amount(ceiling, dose, library) for dose in week), Fraction(0)) for week in [*weeks, together])
