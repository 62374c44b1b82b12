"""What a manager fills in about sites, resources, hours and closures."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from saphena.clinic.diary.models import Kind
from saphena.clinic.diary.speaking import role_said
from saphena.clinic.people.forms import ZoneSelect, zones
from saphena.clinic.people.models import User
from saphena.pathway.booking.library import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.diary.actions import Weekly
    from saphena.clinic.diary.models import WorkingHours

REACH = timedelta(days=3653)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STRETCH = re.compile(r"(\d{1,2})[:.h](\d{2})\s*(?:-|–|to|à)\s*(\d{1,2})[:.h](\d{2})")
HOURS_HELP = _("As 08:00-12:00, 13:00-17:00; empty: not at all. 24:00 is midnight.")


def check_day(day: date) -> None:
    """A validator: rows stay, so a mistyped year must not get in."""
    if abs(day - timezone.localdate()) > REACH:
        raise ValidationError(_("This is more than ten years away. Please look at the year again."))


def stretches(words: str) -> list[tuple[time, time]]:
    """“08:00-12:00, 13:00-17:00” as times. Raises `ValidationError`."""
    found = []
    for part in (each.strip() for each in words.split(",") if each.strip()):
        match = STRETCH.fullmatch(part)
        try:
            if match is None:
                raise ValueError(part)
            opens, begin, closes, end = (int(number) for number in match.groups())
            found.append((time(opens, begin), time(closes % 24, end)))
        except ValueError:
            told = _("This is not understood: %(part)s. Write it as 08:00-12:00.")
            raise ValidationError(told, params={"part": part[:40]}) from None
    return found


def said(hours: Iterable[tuple[time, time]]) -> str:
    return ", ".join(f"{opens:%H:%M}-{'24:00' if closes == time() else f'{closes:%H:%M}'}" for opens, closes in hours)


class HoursField(forms.CharField):
    """Stretches of one day, in one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=120, **kwargs)

    def clean(self, value: Any) -> list[tuple[time, time]]:
        return stretches(super().clean(value) or "")


class WeekForm(forms.Form):
    """The weekly hours of a site or a resource."""

    prefix = "week"

    def __init__(self, *args: Any, hours: Iterable[WorkingHours] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(hours)
        for number, name in WEEKDAYS.items():
            rows = [(row.opens, row.closes) for row in known if row.weekday == number]
            self.fields[f"day{number}"] = HoursField(label=name, initial=said(rows))

    @property
    def weekly(self) -> list[Weekly]:
        return [(day, *stretch) for day in range(7) for stretch in self.cleaned_data[f"day{day}"]]


class SiteForm(forms.Form):
    """A place where the clinic works."""

    name = forms.CharField(label=_("Name"), max_length=120)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zones, widget=ZoneSelect)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def roles() -> list[tuple[str, str]]:
    """The seats of a visit, as the library has them."""
    return [(name, role_said(name)) for name in shipped().roles]


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when the program runs
    def label_from_instance(self, obj: object) -> str:
        return f"{obj} ({obj.email})" if isinstance(obj, User) else str(obj)


class ResourceForm(forms.Form):
    """A person, a room or a scanner."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=120)
    roles = forms.MultipleChoiceField(label=_("Can be"), choices=roles, widget=forms.CheckboxSelectMultiple)
    user = PersonChoice(
        label=_("Signs in as"), required=False, queryset=User.objects.none(), help_text=_("For a person of the staff.")
    )

    def __init__(self, *args: Any, changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = User.objects.filter(is_active=True).order_by("name")
        if changing:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("user") and cleaned.get("kind") not in (None, Kind.PERSON):
            self.add_error("user", _("Only a person signs in."))
        return cleaned


class ClosureForm(forms.Form):
    """Days on which a site is closed or a resource is away."""

    prefix = "closure"
    first_day = forms.DateField(label=_("First day"), widget=DAY, validators=[check_day])
    last_day = forms.DateField(label=_("Last day"), widget=DAY, validators=[check_day])
    reason = forms.CharField(label=_("Why"), max_length=200)


class OtherHoursForm(forms.Form):
    """One date that is different."""

    prefix = "other"
    day = forms.DateField(label=_("Date"), widget=DAY, validators=[check_day])
    hours = HoursField(label=_("Hours"), help_text=HOURS_HELP)
    reason = forms.CharField(label=_("Why"), required=False, max_length=200)
