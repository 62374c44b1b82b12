"""A form's field for an amount: a comma is a decimal sign, a wrong unit is said, and nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

AMOUNT = re.compile(r"(?P<whole>\d{1,6})(?:[.,](?P<part>\d{1,3}))?\s*(?P<unit>[a-zA-Zµ%]*)", re.ASCII)


class AmountField(forms.CharField):
    """“2.5”, “2,5” and “2,5 mL” are two and a half. “1,000” may be one or a thousand, and is asked back."""

    def __init__(
        self, *, unit: str = "mL", places: int = 2, least: str = "0", most: str = "10000", **kwargs: Any
    ) -> None:
        self.unit, self.places, self.least, self.most = unit, places, Decimal(least), Decimal(most)
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 8}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text: str) -> Decimal:
        found = AMOUNT.fullmatch(text.strip())
        if found is None:
            raise ValidationError(_("Please give a number, for example 2.5."))
        if (unit := found["unit"]) and unit.casefold() != self.unit.casefold():
            raise ValidationError(_("This is in %(typed)s; it is asked in %(unit)s."),
                                  params={"typed": unit, "unit": self.unit})  # fmt: skip
        part = found["part"] or ""
        if "," in text and len(part) == 3 and self.places < 3:
            raise ValidationError(_("This can be read in two ways. Please write it with a point, or without."))
        if len(part) > self.places:
            raise ValidationError(_("Please give it to %(places)s places after the point."),
                                  params={"places": self.places})  # fmt: skip
        amount = Decimal(f"{found['whole']}.{part or 0}")
        if not self.least < amount <= self.most:
            raise ValidationError(_("Please look at the amount again: more than %(least)s, at most %(most)s."),
                                  params={"least": self.least, "most": self.most})  # fmt: skip
        return amount
