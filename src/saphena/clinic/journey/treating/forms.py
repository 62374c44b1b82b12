"""What is typed for a session: the weight, an addendum, a reason. During the session itself nothing is typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.stock.amounts import AmountField


class OpenForm(forms.Form):
    weight = AmountField(unit="kg", places=1, label=lazy("Weight today, in kg"), required=False,
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
