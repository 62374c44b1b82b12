"""How the items of a pack stand, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.exchange.payer.pack import Standing

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STANDINGS: dict[Standing, StrPromise] = {
    Standing.FOUND: lazy("there"),
    Standing.SHORT: lazy("there, but look at it"),
    Standing.MISSING: lazy("missing"),
}
BADGES = {Standing.FOUND: "done", Standing.SHORT: "warning", Standing.MISSING: "missed"}
