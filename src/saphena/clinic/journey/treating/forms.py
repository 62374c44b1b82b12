"""What is typed for a session: the weight, an addendum, a reason. During the session itself nothing is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.pathway.treating import Unreadable, read_number

if TYPE_CHECKING:
    from decimal import Decimal


class AmountField(forms.CharField):
    """An amount with a decimal point or comma, with its unit or none. Another unit is refused, never converted."""

    def __init__(self, *, unit: str, **kwargs: object) -> None:
        self.unit = unit
        super().__init__(max_length=20, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: object) -> Decimal | None:
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return None
        try:
            return read_number(typed, self.unit)
        except Unreadable as no:
            raise forms.ValidationError(
                _("“%(typed)s” is no amount in %(unit)s.") % {"typed": no.typed[:20], "unit": self.unit}
            ) from None


class OpenForm(forms.Form):
    weight = AmountField(unit="kg", label=lazy("Weight today, in kg"), required=False,
                         help_text=lazy("Without it nobody can tell how much may be given by weight."))  # fmt: skip


class AddendumForm(forms.Form):
    text = forms.CharField(
        label=lazy("Addendum"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("The signed note stays as it is; this stands below it with your name and the time."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=lazy("Reason"), max_length=300)


class ConfirmForm(forms.Form):
    words = forms.CharField(
        label=lazy("Where you have read it"), max_length=300, help_text=lazy("Product text, section, date.")
    )
