"""What is filled in about an examination as a whole. What is noted in it is read by sent.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.writing import check_day
from saphena.clinic.journey.mapping.models import Examination, Legs, Manoeuvre, Posture, Purpose
from saphena.clinic.journey.mapping.queries import criteria_sets, who_scans
from saphena.clinic.journey.mapping.wording import spoken
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.mapping.actions import Head
    from saphena.clinic.people.models import User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ExaminationForm(forms.Form):
    """The head of an examination: which legs, when, how, by whom, judged by what."""

    legs = forms.ChoiceField(label=_("Legs"), choices=Legs.choices, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    day = forms.DateField(label=_("Day"), widget=DAY, validators=[check_day])
    clock = forms.TimeField(label=_("Time"), widget=CLOCK)
    posture = forms.ChoiceField(label=_("Posture"), choices=Posture.choices)
    posture_reason = forms.CharField(
        label=_("Why not standing"),
        required=False,
        max_length=300,
        help_text=_("Veins are examined standing. Anything else needs a reason."),
    )
    manoeuvre = forms.ChoiceField(label=_("How reflux is provoked"), choices=Manoeuvre.choices)
    sonographer = forms.ChoiceField(label=_("Who scans"), required=False)
    machine = forms.CharField(label=_("Machine"), required=False, max_length=100)
    criteria = forms.ChoiceField(
        label=_("Criteria"),
        help_text=_("By which set of thresholds the map is judged. It can be changed until review."),
    )
    limits = forms.CharField(
        label=_("Limits of the examination"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What could not be seen, and why."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in who_scans()}
        who, sets = self.fields["sonographer"], self.fields["criteria"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(sets, forms.ChoiceField)  # noqa: S101 - narrows the type
        who.choices = [("", "–"), *((pk, member.name) for pk, member in self.members.items())]
        sets.choices = [(known.id, known.title[spoken()]) for known, _row in criteria_sets() if known.usable]

    @property
    def head(self) -> Head:
        """What goes into the action; the moment is on the clinic's clock."""
        told = self.cleaned_data
        at = settle(told["day"], told["clock"], ZoneInfo(timezone.get_current_timezone_name()))
        return {
            "legs": told["legs"],
            "purpose": told["purpose"],
            "examined_at": at,
            "posture": told["posture"],
            "posture_reason": told["posture_reason"],
            "manoeuvre": told["manoeuvre"],
            "sonographer": self.members.get(told["sonographer"]),
            "machine": told["machine"],
            "criteria": told["criteria"],
            "limits": told["limits"],
        }


def fresh(actor: User, course: Course | None, now: datetime) -> dict[str, Any]:
    """How the form of a new examination begins."""
    here = timezone.localtime(now)
    before = Examination.objects.filter(sonographer=actor).exclude(machine="").first()
    scans = any(role in ("sonographer", "physician") for role in actor.roles)
    return {
        "legs": course.leg if course else Legs.BOTH.value,
        "purpose": Purpose.WHOLE.value,
        "day": here.date(),
        "clock": here.time().replace(second=0, microsecond=0),
        "posture": Posture.STANDING.value,
        "manoeuvre": Manoeuvre.HAND.value,
        "sonographer": str(actor.pk) if scans and "sonographer" in actor.roles else "",
        "machine": before.machine if before else "",
    }


def as_it_is(examination: Examination) -> dict[str, Any]:
    """The form of an examination that there is."""
    here = timezone.localtime(examination.examined_at)
    names = ("legs", "purpose", "posture", "posture_reason", "manoeuvre", "machine", "criteria", "limits")
    told: dict[str, Any] = {name: getattr(examination, name) for name in names}
    who = examination.sonographer_id
    return {**told, "day": here.date(), "clock": here.time(), "sonographer": "" if who is None else str(who)}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300)


class AddendumForm(forms.Form):
    text = forms.CharField(label=_("Addendum"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
