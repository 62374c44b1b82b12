"""For whom a pack is taken away."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = (("en", _("English")), ("fr", _("French")))


class TakeForm(forms.Form):
    to = forms.CharField(
        label=_("For whom"), max_length=120,
        help_text=_("The payer as it is written on a letter. It stands on the paper and in the record."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Address"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of the paper"), choices=LANGUAGES)
