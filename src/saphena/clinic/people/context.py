"""What every template may count on: the clinic's name and telephones, and the staff's places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


def clinic(request: HttpRequest) -> dict[str, object]:
    """`clinic` is the row itself; the other two are what design/ asks for by name."""
    row = getattr(request, "clinic", None)
    if row is None:  # a request that was answered before the middleware saw it
        return {}
    return {"clinic": row, "clinic_name": row.name, "clinic_phone": row.phone}
