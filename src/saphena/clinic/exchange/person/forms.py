"""Why everything about a person is taken away."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.record.typed import LONGEST_REASON


class CopyForm(forms.Form):
    reason = forms.CharField(
        label=_("Who asked for it, and why?"), max_length=LONGEST_REASON,
        help_text=_("It stands in the record, for example “her own request of 3 May”."),
    )  # fmt: skip
