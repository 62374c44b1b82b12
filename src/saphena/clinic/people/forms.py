"""Forms of the pages about people. They read what was typed; the rules are the actions'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.date_parts import DateParts
from saphena.clinic.people.languages import Language
from saphena.clinic.people.models import Clinic, Patient, User
from saphena.clinic.people.roles import ROLE_NAMES, STAFF_ROLES, Role
from saphena.clinic.people.zones import zone_names

if TYPE_CHECKING:
    PatientModelForm = forms.ModelForm[Patient]
    UserModelForm = forms.ModelForm[User]
    ClinicModelForm = forms.ModelForm[Clinic]
else:  # Django's own class takes no parameter when it runs
    PatientModelForm = UserModelForm = ClinicModelForm = forms.ModelForm


CHOSEN = mark_safe(" selected")


def zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in (*zone_names(), "UTC")]


class ZoneSelect(forms.Select):
    """Some six hundred zones. A template for each of them would be most of the page's time."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((zone, CHOSEN if zone == value else "", label) for zone, label in zones()),
        )
        return format_html("<select{}>{}</select>", flatatt({**(attrs or {}), "name": name}), options)


class PatientForm(PatientModelForm):
    """A patient's details."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=zones, widget=ZoneSelect)

    class Meta:
        model = Patient
        fields: ClassVar[list[str]] = [
            "given_names",
            "family_name",
            "birth_date",
            "sex_at_birth",
            "health_number",
            "phone",
            "email",
            "address",
            "language",
            "zone",
            "email_allowed",
            "text_allowed",
            "phone_allowed",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "birth_date": DateParts(),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "address": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "zone": _("Times in messages and in the plan are told on this clock."),
            "language": _("Messages and the patient's own pages are in this language."),
        }

    @property
    def details(self) -> dict[str, Any]:
        """What goes into the action."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewPatientForm(PatientForm):
    """The same, and the question that is asked when the patient seems to be known."""

    although_known = forms.BooleanField(
        label=_("This is another person of the same name and date of birth"), required=False
    )


class BirthDateForm(forms.Form):
    """What a patient says to prove who they are."""

    birth_date = forms.DateField(
        label=_("Your date of birth"),
        widget=DateParts(own=True),
        error_messages={
            "required": _("Please give your date of birth."),
            "invalid": _("This is not a date. Please give the day, the month and the year with four digits."),
        },
    )


class StaffForm(UserModelForm):
    """Somebody who works here."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=lambda: [(role.value, ROLE_NAMES[role]) for role in STAFF_ROLES],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language", "roles"]

    def clean_roles(self) -> list[Role]:
        return [Role(name) for name in self.cleaned_data["roles"]]


class NewStaffForm(StaffForm):
    """The same, with the sign-in name, which is not changed later."""

    class Meta(StaffForm.Meta):
        fields: ClassVar[list[str]] = ["name", "email", "language", "roles"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class ClinicForm(ClinicModelForm):
    """What patients and staff read about the clinic."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=zones, widget=ZoneSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Clinic
        fields: ClassVar[list[str]] = [
            "name",
            "phone",
            "emergency_number",
            "after_hours",
            "address",
            "zone",
            "languages",
            "quiet_from",
            "quiet_until",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "address": forms.Textarea(attrs={"rows": 3}),
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_until": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }
