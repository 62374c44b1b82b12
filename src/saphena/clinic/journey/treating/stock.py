"""The lots that can be drawn from: those that were drawn before and have not expired."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from saphena.clinic.journey.treating.models import Syringe

__all__ = ["lots_at_hand"]

MOST = 60


def lots_at_hand() -> list[dict[str, Any]]:
    """By product and strength, the one that expires first on top."""
    rows = Syringe.objects.filter(expires_on__gte=timezone.localdate()).values_list(
        "product", "percent", "lot", "expires_on"
    )
    found = sorted(set(rows.order_by("-pk")[:1000]), key=lambda row: (row[3], row[2]))
    return [
        {"product": product, "percent": float(percent), "lot": lot, "expires": expires.isoformat()}
        for product, percent, lot, expires in found[:MOST]
    ]
