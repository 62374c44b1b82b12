"""The lots on the clinic's shelf, as the treatment room asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saphena.clinic.stock.models import Lot
from saphena.clinic.stock.queries import fit_lots

if TYPE_CHECKING:
    from saphena.clinic.journey.treating.models import Syringe
    from saphena.clinic.people.models import User

__all__ = ["is_kept", "lot_of", "lots_at_hand"]


def lots_at_hand(viewer: User) -> list[dict[str, Any]]:
    """Lots that may be drawn from now, the one that ends first on top."""
    return [
        {
            "product": lot.product,
            "percent": float(lot.strength),
            "lot": lot.number,
            "expires": lot.expires_on.isoformat(),
        }
        for lot in fit_lots(viewer)
    ]


def lot_of(syringe: Syringe) -> Lot | None:
    return Lot.objects.filter(product=syringe.product, strength=syringe.percent, number=syringe.lot).first()


def is_kept(product: str) -> bool:
    """Whether the clinic keeps lots of this product here at all; where it does not, any lot may be written down."""
    return Lot.objects.filter(product=product).exists()
