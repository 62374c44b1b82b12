"""What is typed about stock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.stock.amounts import AmountField
from saphena.clinic.stock.models import Answer
from saphena.clinic.stock.products import product_choices, strengths_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LotForm(forms.Form):
    """A lot as it comes out of the box."""

    product = forms.ChoiceField(label=_("Product"))
    strength = AmountField(label=_("Strength, in percent"), unit="%", places=3, most="100")
    number = forms.CharField(label=_("Lot number"), max_length=60)
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=DAY,
        help_text=_("It may be used until the last minute of this day. A lot dated by month lasts to the month’s end."),
    )
    received_ml = AmountField(label=_("Received, in mL"), help_text=_("All containers together."))
    filter_note = forms.CharField(label=_("Filter"), required=False, max_length=300)
    storage_note = forms.CharField(label=_("Storage"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = product_choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        product, strength = cleaned.get("product"), cleaned.get("strength")
        known = strengths_of(product) if product else ()
        if known and strength is not None and strength not in known:
            there = ", ".join(f"{each.normalize():f} %" for each in known)
            self.add_error("strength", _("There is no such strength of this product. There are: %s") % there)
        return cleaned


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class CallForm(forms.Form):
    """How a call about a recalled lot ended."""

    answer = forms.ChoiceField(label=_("How it ended"), choices=[("", "—"), *Answer.choices])
    words = forms.CharField(label=_("What was said, or what is to be done"), max_length=300, required=False)


class WasteForm(ReasonForm):
    ml = AmountField(label=_("Amount, in mL"))
    field_order = ("ml", "reason")
