"""What an injection takes from the clinic's stock: a draw follows it, and goes back when it was not so."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from saphena.clinic.journey.treating.models import Injection
from saphena.clinic.journey.treating.shelf import lot_of
from saphena.clinic.stock.actions import draw, take_back_draw
from saphena.clinic.stock.models import Draw, Purpose
from saphena.pathway.treating import LIQUID, as_decimal, read_ratio

if TYPE_CHECKING:
    from saphena.clinic.journey.treating.events import Injected, InjectionTakenBack
    from saphena.clinic.people.models import User

__all__ = ["draw_from_the_lot", "give_back_to_the_lot"]


def liquid_in(injection: Injection) -> Decimal:
    """How many mL of the lot are in it: of a foam only its liquid part, rounded up to a hundredth."""
    ratio = read_ratio(injection.syringe.ratio) if injection.syringe.ratio else LIQUID
    return as_decimal(Fraction(injection.volume) * ratio.share, 2, ROUND_CEILING)


def draw_from_the_lot(event: Injected, *, by: User) -> None:
    """Follows an injection: what was drawn for which leg, so that a recall finds it. Lots not kept here have none."""
    injection = Injection.objects.select_related("syringe", "session__course__patient").get(pk=event.injection_id)
    if lot := lot_of(injection.syringe):
        draw(
            actor=by, lot=lot, course=injection.session.course, purpose=Purpose.PROCEDURE, ml=liquid_in(injection),
            at=injection.at, key=f"injection:{injection.key}", although_unfit=True,
        )  # fmt: skip


def give_back_to_the_lot(event: InjectionTakenBack, *, by: User) -> None:
    """Follows when an injection was not so: the draw was not so either."""
    key = Injection.objects.values_list("key", flat=True).get(pk=event.injection_id)
    drawn = Draw.objects.filter(key=f"injection:{key}", taken_back__isnull=True).first()
    if drawn:
        take_back_draw(actor=by, drawn=drawn, reason="the injection was taken back")
