"""What is filled in about treatments that were tried before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.forms import DAY
from saphena.clinic.courses.speaking import language
from saphena.pathway.planning.payers import pressures, words_of

__all__ = ["TakeBackForm", "TriedForm", "pressure_said"]

LEGS = (("left", _("left leg")), ("right", _("right leg")), ("both", _("both legs")))


def pressure_said(name: str) -> str:
    """“20–30 mmHg”; nothing where it is not known."""
    known = pressures().get(name)
    return f"{known[0]}\N{EN DASH}{known[1]}\N{NARROW NO-BREAK SPACE}mmHg" if known else ""


class TriedForm(forms.Form):
    what = forms.ChoiceField(label=_("What was tried"))
    legs = forms.ChoiceField(label=_("Leg"), choices=LEGS)
    since = forms.DateField(
        label=_("Since"), widget=DAY,
        help_text=_("Where only the month is known, give its first day and say so in words."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until"), widget=DAY, required=False,
        help_text=_("Empty while it is going on."),
    )  # fmt: skip
    often = forms.ChoiceField(label=_("How often it was done, or worn"), required=False)
    mmhg = forms.ChoiceField(
        label=_("Pressure of the stocking"), required=False, help_text=_("As it stands on the box.")
    )
    helped = forms.ChoiceField(label=_("What it did"), required=False)
    words = forms.CharField(label=_("In words"), max_length=300, required=False)
    told_by = forms.CharField(
        label=_("Who says so"), max_length=200,
        help_text=_("For example “the patient”, or the letter of a physician with its date."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = {name: [(each, says[language()]) for each, says in words_of(table).items()]
                   for name, table in (("what", "tried"), ("often", "often"), ("helped", "helped"))}  # fmt: skip
        unknown = [("", _("not known"))]
        self.fields["what"].choices = choices["what"]  # type: ignore[attr-defined]  # choice fields
        self.fields["often"].choices = unknown + choices["often"]  # type: ignore[attr-defined]
        self.fields["helped"].choices = unknown + choices["helped"]  # type: ignore[attr-defined]
        self.fields["mmhg"].choices = unknown + [(each, pressure_said(each)) for each in pressures()]  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Why it is taken back"), max_length=300)
