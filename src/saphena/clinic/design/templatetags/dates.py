"""The filter `date` of every template, with months as the reader's language shortens them."""

from __future__ import annotations

from django import template
from django.template import defaultfilters

from saphena.clinic.design.dates import in_the_readers_months

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: object, form: str | None = None) -> str:
    return str(defaultfilters.date(value, in_the_readers_months(form) if form else form))  # type: ignore[arg-type]  # as Django's
