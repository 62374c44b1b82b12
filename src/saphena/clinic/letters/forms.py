"""To whom a report goes, as it is typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["AddresseeForm"]


class AddresseeForm(forms.Form):
    name = forms.CharField(
        label=_("Addressed to"), max_length=120, required=False,
        help_text=_("As it is written on a letter. Left empty, the report is addressed to nobody."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Address"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
