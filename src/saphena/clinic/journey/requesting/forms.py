"""What people fill in: the public form in its parts, the answers by link, and the desk's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.requesting import wording
from saphena.clinic.journey.requesting.asking import Who
from saphena.clinic.journey.requesting.form_key import too_quick
from saphena.clinic.people.date_parts import DateParts
from saphena.clinic.people.languages import Language
from saphena.pathway.requesting import Driver, Told, Trip, Urgency, problems, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

TRIPS = 2
NOT_A_DATE = _("This is not a date. Please give the day, the month and the year with four digits.")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Several(forms.MultipleChoiceField):
    """Any number of choices, none too."""

    def __init__(self, words: Mapping[str, StrPromise] | Any, **kwargs: Any) -> None:
        choices = words if callable(words) else [(str(name), said) for name, said in words.items()]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


def _flags(urgency: Urgency) -> list[tuple[str, str]]:
    return wording.asked_of(row for row in rows().flags.values() if row.urgency is urgency)


class TripForm(forms.Form):
    """One trip; left empty it is none."""

    mode = forms.ChoiceField(label=_("How"), required=False, choices=[("", "—"), *wording.MODES.items()])
    leaves = forms.DateField(label=_("First day"), required=False, widget=DAY, error_messages={"invalid": NOT_A_DATE})
    returns = forms.DateField(label=_("Last day"), required=False, widget=DAY, error_messages={"invalid": NOT_A_DATE})
    seated = forms.IntegerField(label=_("Hours seated at a stretch"), required=False, min_value=0, max_value=48)

    @property
    def trip(self) -> Trip | None:
        told = self.cleaned_data
        if not any(told.get(name) not in (None, "") for name in ("leaves", "returns", "seated", "mode")):
            return None
        return Trip(told.get("mode") or "other", told.get("leaves"), told.get("returns"), told.get("seated"))


class Wrong(NamedTuple):
    """Something to correct: the id of what to go to, its name, and what is wrong with it."""

    place: str
    name: str
    text: str


class AskForm(forms.Form):
    """The public form. Its parts are laid out by the template."""

    emergencies = Several(lambda: _flags(Urgency.EMERGENCY), label=_("Do you have any of these now, or did you today?"))
    today = Several(lambda: _flags(Urgency.TODAY), label=_("Or any of these, new in the last days?"))
    given_names = forms.CharField(
        label=_("Given names"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    birth_date = forms.DateField(
        label=_("Your date of birth"), widget=DateParts(own=True), error_messages={"invalid": NOT_A_DATE}
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We confirm your request here. Without an address we call you."),
    )
    language = forms.ChoiceField(label=_("We write to you in"), choices=Language.choices, widget=forms.RadioSelect)
    referrer = forms.CharField(
        label=_("Doctor who sent you"),
        required=False,
        max_length=120,
        help_text=_("Only if a doctor did: the name, and the place if you know it."),
    )
    legs = Several(wording.LEGS, label=_("Which leg?"))
    concerns = Several(wording.CONCERNS, label=_("What is wrong?"))
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=rows().amounts["words"],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": wording.PROBLEMS["too long"]},
    )
    earlier = Several(wording.EARLIER, label=_("What has been done to your veins before?"))
    screening = Several(
        lambda: wording.asked_of(rows().screening.values()),
        label=_("Is any of this true for you?"),
        help_text=_("Tick what is true. It helps us to prepare; nothing here rules out a visit."),
    )
    days = Several(wording.DAYS, label=_("Days that suit you"))
    parts = Several(wording.PARTS, label=_("Time of the day"))
    minutes_home = forms.IntegerField(
        label=_("Minutes from the clinic to your home"), required=False, min_value=0, max_value=1440
    )
    driver = forms.ChoiceField(
        label=_("How do you get home?"),
        choices=list(wording.DRIVERS.items()),
        initial=Driver.UNKNOWN.value,
        required=False,
        widget=forms.RadioSelect,
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    # Nobody sees this field; a program that fills in every field does.
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.trips = [TripForm(data, prefix=f"trip{number}") for number in range(1, TRIPS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            self.add_error("website", _("Please leave this field empty."))
        wrong = [trip for trip in self.trips if not trip.is_valid()]  # every one is looked at, not up to the first
        if not wrong:
            self._show_problems()
        if not (wrong or self.errors) and too_quick(cleaned.get("form_key", "")):
            self.add_error(None, _("That was quick. Please look over your answers, then send the form again."))
        return cleaned

    def is_valid(self) -> bool:
        return super().is_valid() and all(trip.is_valid() for trip in self.trips)

    @property
    def wrongs(self) -> list[Wrong]:
        """What is to be corrected, in the order of the page: the form is longer than a telephone."""
        fields = [field for form in (self, *self.trips) for field in form if field.errors]
        return [
            Wrong(field.id_for_label or f"{field.auto_id}_0", str(field.label), " ".join(map(str, field.errors)))
            for field in fields
        ]

    @property
    def any_trip(self) -> bool:
        """Whether the part with the trips has to be seen: something stands in it."""
        return self.is_bound and any(trip.has_changed() for trip in self.trips)

    def _show_problems(self) -> None:
        """Each rule at the field where it is broken, unless something else is wrong there already."""
        for problem in problems(self.told, timezone.localdate()):
            form, field = self._place(problem.field)
            if field not in form.errors:
                form.add_error(field, wording.problem_said(problem.rule))

    def _place(self, field: str) -> tuple[forms.Form, str]:
        """`trip 2 returns` is the second of the trips that were given, wherever it stands."""
        if not field.startswith("trip "):
            return self, field
        _trip, number, name = field.split()
        given = [trip for trip in self.trips if trip.trip]
        return given[int(number) - 1], name

    @property
    def flags(self) -> tuple[str, ...]:
        """Known even while something else on the form is wrong."""
        cleaned = getattr(self, "cleaned_data", {})
        return (*cleaned.get("emergencies", ()), *cleaned.get("today", ()))

    @property
    def who(self) -> Who:
        told = self.cleaned_data
        names = ("given_names", "family_name", "birth_date", "phone", "email", "language")
        return Who(**{name: told[name] for name in names})

    @property
    def told(self) -> Told:
        told = self.cleaned_data
        several = ("legs", "concerns", "earlier", "screening", "days", "parts")
        return Told(
            birth_date=told.get("birth_date", timezone.localdate()),  # missing, it is asked for; the rest is checked
            phone=told.get("phone", ""),
            words=told.get("words", ""),
            referrer=" ".join(told.get("referrer", "").split()),
            trips=tuple(trip for form in self.trips if (trip := form.trip)),
            minutes_home=told.get("minutes_home"),
            driver=told.get("driver") or Driver.UNKNOWN.value,
            flags=self.flags,
            **{name: tuple(told.get(name, ())) for name in several},
        )


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("New telephone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=rows().amounts["words"],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": wording.PROBLEMS["too long"]},
    )


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is sent by e-mail as you write it. The answer comes back to this page."),
    )


class DeclineForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this. Say what they can do instead."),
    )
