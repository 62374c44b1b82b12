"""The filter `date` of every template, with months as the reader's language shortens them."""

from __future__ import annotations

import datetime

from django import template
from django.template import defaultfilters

from saphena.clinic.design.dates import in_the_readers_months, moment_format

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: object, form: str | None = None) -> str:
    said = in_the_readers_months(form, value) if form and isinstance(value, datetime.date) else form
    return str(defaultfilters.date(value, said))  # type: ignore[arg-type]  # as Django's


@register.filter(expects_localtime=True, is_safe=False)
def moment(value: datetime.datetime | None, form: str) -> str:
    """As `date`, with the clock as the reader's language tells it."""
    return moment_format(value, form) if value else ""
