"""What is asked before a visit: medicines, the stocking, the way home, trips. Patients and staff fill in the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.preparing.actions import stocking_choices
from saphena.clinic.journey.preparing.models import DRIVERS, MODES, ORDERED, PrescriberQuestion

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course

NOT_A_DATE = _("This is not a date. Please give the day, the month and the year with four digits.")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MedicineForm(forms.Form):
    typed = forms.CharField(
        label=_("Name of the medicine"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("As it stands on the box. One at a time."),
    )
    ordered = forms.ChoiceField(
        label=_("Did a doctor tell you to take it?"), choices=list(ORDERED.items()), widget=forms.RadioSelect
    )


class StockingForm(forms.Form):
    """`choice` is the protocol's own, when it leaves one."""

    choice = forms.ChoiceField(label=_("Which stocking?"), widget=forms.RadioSelect, required=False)
    strength = forms.CharField(
        label=_("Strength, as it stands on the box"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    size = forms.CharField(
        label=_("Size"), max_length=20, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    in_hand = forms.TypedChoiceField(
        label=_("Is it at home, and does it fit?"),
        choices=[("yes", _("Yes")), ("no", _("Not yet"))],
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
    )

    def __init__(self, data: Any = None, *, course: Course, language: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        facts = course.protocol.protocol.facts
        names = [name for name in stocking_choices(course) if name in facts]
        if names:
            asked = [(name, facts[name].ask[language].removesuffix("?").strip()) for name in names]
            self.fields["choice"].choices = asked  # type: ignore[attr-defined]  # it is a ChoiceField
        else:
            del self.fields["choice"]


class WayHomeForm(forms.Form):
    driver = forms.ChoiceField(label=_("How do you get home?"), choices=list(DRIVERS.items()), widget=forms.RadioSelect)
    minutes = forms.IntegerField(label=_("How many minutes does it take?"), min_value=0, max_value=1440)


class TripForm(forms.Form):
    mode = forms.ChoiceField(label=_("How do you travel?"), choices=list(MODES.items()))
    leaves = forms.DateField(label=_("First day"), widget=DAY, error_messages={"invalid": NOT_A_DATE})
    returns = forms.DateField(label=_("Last day"), required=False, widget=DAY, error_messages={"invalid": NOT_A_DATE})
    seated = forms.IntegerField(
        label=_("Hours seated at a stretch"),
        required=False,
        min_value=0,
        max_value=48,
        help_text=_("The longest part of the journey."),
    )


class PrescriberForm(forms.Form):
    state = forms.ChoiceField(label=_("How far is it?"), choices=PrescriberQuestion.State.choices[1:])
    answer = forms.CharField(
        label=_("What they said, and who"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
