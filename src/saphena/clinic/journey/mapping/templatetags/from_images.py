"""`{% load from_images %}`: the way from a field of the map back to the frame that its value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from django.template import Context

    from saphena.clinic.journey.mapping.showing_images import FromImage

register = template.Library()


@register.simple_tag(takes_context=True)
def origin_of(context: Context, slot: str) -> FromImage | None:
    """Where a field's value comes from, when that is an image or a report and the page knows it."""
    origins = context.get("origins")
    return origins.by_slot.get(slot) if origins else None
