"""What a manager fills in to let a program in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.applications.actions import DAYS
from saphena.clinic.people.applications.scopes import SCOPES


def choices() -> list[tuple[str, Any]]:
    return [(scope.name, scope.sentence) for scope in SCOPES.values()]


class ApplicationForm(forms.Form):
    """Its name, what it may do, and for how long."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The record calls the program so."))
    scopes = forms.MultipleChoiceField(label=_("What it may do"), choices=choices, widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=DAYS, initial=DAYS)
