"""A number as it is read: rounded, with the reader's own decimal sign."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

__all__ = ["rounded"]


def rounded(value: float, places: int = 0) -> str:
    """`rounded(66.666, 1)` is 66.7. Django's own `number_format` cuts: it would say 66.6, and 5.00 of 5.009."""
    figure = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number_format(figure, places)
