"""What people fill in about courses. Times are on the patient's clocks; an hour that clocks skip is settled forward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Leg, ProtocolVersion
from saphena.clinic.courses.queries import protocols_to_give
from saphena.clinic.courses.speaking import language as spoken_here
from saphena.clinic.courses.writing import check_day
from saphena.pathway.clock import settle
from saphena.pathway.protocol.reading import LONGEST
from saphena.pathway.protocol.telling import say_value
from saphena.pathway.protocol.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from saphena.clinic.courses.models import Course
    from saphena.clinic.courses.questions import Said
    from saphena.pathway.protocol.rules import Fact, Protocol, Value

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOST = 10_000


class ProtocolChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when the program runs
    def label_from_instance(self, obj: object) -> str:
        if not isinstance(obj, ProtocolVersion):
            return str(obj)
        return f"{obj.title.get(spoken_here(), obj.key)} ({obj})"


def whose_clock(zone: ZoneInfo) -> str:
    """Said beside a time that is typed on another clock than the clinic's."""
    if zone.key == timezone.get_current_timezone_name():
        return ""
    return _("On the patient’s own clock, of %(zone)s.") % {"zone": zone.key.replace("_", " ")}


class OpenCourseForm(forms.Form):
    """A new course: which protocol, which leg, and the day of the procedure when it is known."""

    protocol = ProtocolChoice(label=_("Protocol"), queryset=ProtocolVersion.objects.none())
    leg = forms.ChoiceField(label=_("Leg"), choices=Leg.choices, widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day of the procedure"), required=False, widget=DAY, validators=[check_day])
    clock = forms.TimeField(label=_("Time of the procedure"), required=False, widget=CLOCK)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["clock"].help_text = whose_clock(zone)
        self.fields["day"].help_text = _("Only when it is agreed already. Otherwise its visits are found together.")
        field = self.fields["protocol"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = protocols_to_give()
        if len(only := list(field.queryset[:2])) == 1:
            field.initial = only[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("day")) != bool(cleaned.get("clock")) and not {"day", "clock"} & set(self.errors):
            self.add_error("clock" if cleaned.get("day") else "day", _("A procedure needs both a day and a time."))
        return cleaned

    @property
    def procedure_at(self) -> datetime | None:
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("clock")
        return settle(day, clock, self.zone) if day and clock else None


class MomentForm(forms.Form):
    """One of several names, and when: on the patient's clocks."""

    name = forms.ChoiceField()
    day = forms.DateField(label=_("Day"), widget=DAY, validators=[check_day])
    clock = forms.TimeField(label=_("Time"), widget=CLOCK)

    def __init__(self, *args: Any, zone: ZoneInfo, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["clock"].help_text = whose_clock(zone)
        self.fields["day"].initial = timezone.localdate(timezone=zone)
        field = self.fields["name"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices

    @property
    def at(self) -> datetime:
        return settle(self.cleaned_data["day"], self.cleaned_data["clock"], self.zone)


class EventForm(MomentForm):
    """Plan an event, or say that it has happened."""

    reason = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, course: Course, language: str, **kwargs: Any) -> None:
        known = standing(course.happenings.all())
        choices = event_choices(course.protocol.protocol, language, known.events)
        super().__init__(*args, zone=course.patient.zone_info, choices=choices, **kwargs)
        behind = [place for place, (name, _said) in enumerate(choices, start=1) if name in known.happened]
        self.fields["name"].initial = choices[min(max(behind, default=0), len(choices) - 1)][0]
        self.fields["name"].label = _("Event")


class ObservationForm(MomentForm):
    """Something was seen that may end or begin a rule."""

    def __init__(self, *args: Any, course: Course, language: str, **kwargs: Any) -> None:
        observations = course.protocol.protocol.observations.values()
        choices = [(seen.name, seen.label[language]) for seen in observations]
        super().__init__(*args, zone=course.patient.zone_info, choices=choices, prefix="seen", **kwargs)
        self.fields["name"].label = _("Seen")


def event_choices(protocol: Protocol, language: str, known: Collection[str] = ()) -> list[tuple[str, str]]:
    """Every event that a person can name, in the order of the journey; of return visits one more than there are."""
    found = []
    for name, event in protocol.events.items():
        if event.first_of:
            continue
        said = event.label.get(language) or event.label["en"]
        label = said[0].upper() + said[1:]
        found.append((name, label))
        number = 2
        while event.many and (name if number == 2 else f"{name} {number - 1}") in known:
            found.append((f"{name} {number}", f"{label} {number}"))
            number += 1
    return found


class FactsForm(forms.Form):
    """The protocol's own questions about the patient. What nobody answers stays open, and what was can be opened again.

    `left` are the questions that whoever is asked does not answer; `said` tells who gave the answers that stand.
    """

    def __init__(
        self,
        *args: Any,
        protocol: Protocol,
        language: str,
        known: Mapping[str, Value],
        left: Collection[str] = (),
        said: Mapping[str, Said] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, fact in protocol.facts.items():
            if name not in left:
                self.fields[name] = _yes_or_no(fact, language, known) or _number(fact, language, known)
                if said and name in said:
                    self.fields[name].help_text = said[name].sentence

    @property
    def answers(self) -> dict[str, Value | None]:
        """What was answered; None where an answer is taken back and the question is open again."""
        given = {name: self.cleaned_data.get(name) for name in self.fields if name in self.data}
        return {
            name: None if value in (None, OPEN) else value
            for name, value in given.items()
            if value is not None or self.fields[name].initial is not None
        }


YES, NO, OPEN = "yes", "no", "open"


def _yes_or_no(fact: Fact, language: str, known: Mapping[str, Value]) -> forms.Field | None:
    if fact.unit != "yes-no":
        return None
    answer = {True: YES, False: NO}.get(bool(known[fact.name])) if fact.name in known else None
    again = [(OPEN, _("Put back to open"))] if answer else []
    return forms.TypedChoiceField(
        label=question_of(fact, language),
        choices=[(YES, _("Yes")), (NO, _("No")), *again],
        coerce=lambda said: OPEN if said == OPEN else said == YES,
        empty_value=None,
        required=False,
        initial=answer,
        widget=forms.RadioSelect,
    )


def question_of(fact: Fact, language: str) -> str:
    return fact.ask.get(language) or fact.ask["en"]


def _number(fact: Fact, language: str, known: Mapping[str, Value]) -> forms.Field:
    """A default is never filled in: it would be kept as if somebody had said it."""
    label, value = question_of(fact, language), known.get(fact.name)
    told: dict[str, Any] = {"label": label, "initial": value}
    if value is None:
        told["help_text"] = _assumed(fact, language)
    if vocabulary().units[fact.unit].counts != "number":  # minutes and days are whole; 7.5 mL and 37.8 °C are not
        return forms.IntegerField(required=False, min_value=0, max_value=MOST, **told)
    anything = forms.NumberInput(attrs={"step": "any"})
    return forms.FloatField(required=False, min_value=0, max_value=MOST, widget=anything, **told)


def _assumed(fact: Fact, language: str) -> str:
    if isinstance(fact.default, bool):
        return ""
    said = say_value(fact.default, fact.unit, language)
    return _("Nobody has said. Until somebody does, the plan counts with %(amount)s.") % {"amount": said}


class ProtocolForm(forms.Form):
    """A protocol's text, as a file or pasted."""

    file = forms.FileField(label=_("Protocol file (TOML)"), required=False)
    text = forms.CharField(
        label=_("or its text"), required=False, widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload and upload.size > 4 * LONGEST:  # no sign takes more bytes; what cannot be a protocol is not even read
            self.add_error("file", _("This is too long for a protocol."))
        elif upload:
            try:
                cleaned["text"] = upload.read().decode("utf-8")
            except UnicodeDecodeError:
                self.add_error("file", _("This file is not text."))
        if not self.errors and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Choose a file or paste the text."))
        return cleaned
