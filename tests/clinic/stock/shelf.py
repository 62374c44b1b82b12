"""A lot on the shelf, and what is drawn from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from saphena.clinic.stock import actions
from saphena.clinic.stock.models import Purpose
from tests import cast
from tests.clinic.courses.treated import at, course

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User
    from saphena.clinic.stock.models import Draw, Lot


def lot(number: str = "A1", expires_on: str = "2027-12-31", *, product: str = "fibrovein", strength: str = "1") -> Lot:
    """Twenty mL, entered by Nora."""
    return actions.receive_lot(
        actor=cast.nora(),
        product=product,
        strength=Decimal(strength),
        number=number,
        expires_on=date.fromisoformat(expires_on),
        received_ml=Decimal(20),
    )


def drawn(
    taken: Lot, ml: str = "2", when: str = "2027-03-09T09:00", *,
    into: Course | None = None, key: str | None = None, actor: User | None = None,
) -> Draw:  # fmt: skip
    """Drawn by Priya for Pat's left leg unless said otherwise."""
    return actions.draw(
        actor=actor or cast.priya(),
        lot=taken,
        course=into or course(),
        purpose=Purpose.PROCEDURE,
        ml=Decimal(ml),
        at=at(when),
        key=key,
    )
