"""What people fill in about visits. Times are on the site's clock; an hour that clocks skip is settled forward."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.writing import check_day
from saphena.clinic.diary.models import Kind, Resource, Site
from saphena.clinic.journey.booking.wishes import TRIPS, Wishes
from saphena.clinic.journey.requesting.wording import PARTS
from saphena.pathway.booking.wishes import Trip
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M")
FAR = 24 * 60


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DAY, validators=[check_day])


class WishesForm(forms.Form):
    """What suits the patient. It narrows the search and is kept nowhere: the address of the page holds it."""

    asked = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    site = forms.ModelChoiceField(label=_("Where"), queryset=Site.objects.none(), empty_label=None, required=False)
    days = forms.MultipleChoiceField(
        label=_("Days that suit"),
        required=False,
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    parts = forms.MultipleChoiceField(
        label=_("Time of the day"), required=False, choices=list(PARTS.items()), widget=forms.CheckboxSelectMultiple
    )
    not_before = day_field(_("Not before"))
    not_after = day_field(_("Not after"))
    minutes_home = forms.IntegerField(label=_("Minutes to get home"), required=False, min_value=0, max_value=FAR)
    avoid = forms.MultipleChoiceField(label=_("Not with"), required=False, widget=forms.CheckboxSelectMultiple)
    home_in_time = forms.BooleanField(
        label=_("Only times that leave the hours with the legs up before bedtime"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Site.objects.filter(closed_at__isnull=True)
        people = self.fields["avoid"]
        assert isinstance(people, forms.MultipleChoiceField)  # noqa: S101 - the same
        persons = Resource.objects.filter(kind=Kind.PERSON, closed_at__isnull=True).order_by("place", "pk")
        people.choices = [(str(number), name) for number, name in persons.values_list("pk", "name")]
        if field.queryset.count() < 2:
            field.widget = forms.HiddenInput()
        for number in range(1, TRIPS + 1):
            self.fields[f"leaves{number}"] = day_field(_("Trip, first day"))
            self.fields[f"returns{number}"] = day_field(_("Trip, last day"))
            self.fields[f"long{number}"] = forms.BooleanField(label=_("many hours seated"), required=False)

    @classmethod
    def filled(cls, wishes: Wishes, site: Site) -> WishesForm:
        """The form as the wishes would have filled it in."""
        told: dict[str, object] = {
            "asked": "1",
            "site": site.pk,
            "days": list(wishes.days),
            "parts": list(wishes.parts),
            "not_before": wishes.not_before,
            "not_after": wishes.not_after,
            "minutes_home": wishes.minutes_home,
            "home_in_time": wishes.home_in_time,
            "avoid": list(wishes.avoid),
        }
        for number, trip in enumerate(wishes.trips, start=1):
            told |= {f"leaves{number}": trip.leaves, f"returns{number}": trip.returns, f"long{number}": trip.long}
        return cls(initial=told)

    def trip_fields(self) -> Iterator[list[forms.BoundField]]:
        for number in range(1, TRIPS + 1):
            yield [self[f"{name}{number}"] for name in ("leaves", "returns", "long")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pairs = [("not_before", "not_after"), *((f"leaves{n}", f"returns{n}") for n in range(1, TRIPS + 1))]
        for first, last in pairs:
            begin, end = cleaned.get(first), cleaned.get(last)
            if begin and end and end < begin:
                self.add_error(last, _("The last day is before the first."))
        return cleaned

    @property
    def wishes(self) -> Wishes:
        told = self.cleaned_data
        trips = [self._trip(number) for number in range(1, TRIPS + 1)]
        return Wishes(
            days=tuple(told.get("days") or ()),
            parts=tuple(told.get("parts") or ()),
            not_before=told.get("not_before"),
            not_after=told.get("not_after"),
            trips=tuple(trip for trip in trips if trip),
            minutes_home=told.get("minutes_home"),
            home_in_time=bool(told.get("home_in_time")),
            avoid=tuple(told.get("avoid") or ()),
        )

    def _trip(self, number: int) -> Trip | None:
        told = self.cleaned_data
        days = [day for name in ("leaves", "returns") if isinstance(day := told.get(f"{name}{number}"), date)]
        return Trip(days[0], days[-1], bool(told.get(f"long{number}"))) if days else None


class TimeForm(forms.Form):
    """One of the times that are offered, or another one that was typed."""

    starts = forms.DateTimeField(required=False, input_formats=["iso-8601"])
    day = day_field(_("Another day"))
    clock = forms.TimeField(label=_("and time"), required=False, widget=CLOCK)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, clock = cleaned.get("day"), cleaned.get("clock")
        if bool(day) != bool(clock) and not {"day", "clock"} & set(self.errors):
            self.add_error("clock" if day else "day", _("Another time needs both a day and a time."))
        elif not cleaned.get("starts") and not day and not self.errors:
            self.add_error(None, _("Please choose a time."))
        return cleaned

    @property
    def moment(self) -> datetime:
        """What was typed counts before what was chosen."""
        told = self.cleaned_data
        day, clock = told.get("day"), told.get("clock")
        if isinstance(day, date) and clock:
            return settle(day, clock, self.zone)
        starts = told["starts"]
        assert isinstance(starts, datetime)  # noqa: S101 - narrows the type
        return starts


class ReasonForm(forms.Form):
    """Why a visit is called off."""

    reason = forms.CharField(label=_("Why"), max_length=300)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class OwnReasonForm(ReasonForm):
    """The patient calls off by themselves, and may say why."""

    reason = forms.CharField(
        label=_("Why"), help_text=_("You do not have to give a reason."), required=False, max_length=300
    )


class NoteForm(forms.Form):
    """What whoever sees the visit should know."""

    text = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class OverbookForm(forms.Form):
    """A time that is taken, and why it must be then."""

    day = forms.DateField(label=_("Day"), widget=DAY, validators=[check_day])
    clock = forms.TimeField(label=_("Time"), widget=CLOCK)
    reason = forms.CharField(label=_("Why it must be then"), max_length=300)
    prefix = "over"

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    @property
    def moment(self) -> datetime:
        return settle(self.cleaned_data["day"], self.cleaned_data["clock"], self.zone)
