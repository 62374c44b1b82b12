"""A form's field for an amount: a comma is a decimal sign, a wrong unit is said, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saphena.pathway.treating.amounts import Unreadable, read_number


class AmountField(forms.CharField):
    """“2.5”, “2,5” and “2,5 mL” are two and a half. “1,000” may be one or a thousand, and is asked back."""

    def __init__(
        self, *, unit: str = "mL", places: int = 2, least: str = "0", most: str = "10000", zero: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.unit, self.places, self.zero = unit, places, zero
        self.least, self.most = Decimal(least), Decimal(most)
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 8}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text: str) -> Decimal:
        amount = self.number(text)
        places = -int(amount.as_tuple().exponent)
        if "," in text and places == 3 and self.places < 3:
            raise ValidationError(_("This can be read in two ways. Please write it with a point, or without."))
        if places > self.places:
            raise ValidationError(_("Please give it to %(places)s places after the point."),
                                  params={"places": self.places})  # fmt: skip
        if not (self.least < amount or (self.zero and amount == 0)) or amount > self.most:
            raise ValidationError(_("Please look at the amount again: more than %(least)s, at most %(most)s."),
                                  params={"least": self.least, "most": self.most})  # fmt: skip
        return amount

    def number(self, text: str) -> Decimal:
        try:
            return read_number(text, self.unit, zero=True)
        except Unreadable as no:
            if no.rule != "wrong unit":
                raise ValidationError(_("Please give a number, for example 2.5.")) from None
            typed = text.strip().lstrip("0123456789.,").strip()
            raise ValidationError(_("This is in %(typed)s; it is asked in %(unit)s."),
                                  params={"typed": typed, "unit": self.unit}) from None  # fmt: skip
