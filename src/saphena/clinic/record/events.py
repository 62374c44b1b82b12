"""What an event is: a frozen dataclass with an action, a sentence, and the patient it is about, if there is one.

Every app keeps its own in its events.py:

    @dataclass(frozen=True)
    class PatientAdded(Event):
        action = "people.patient.added"
        sentence = "added {patient} to the clinic's patients"
        patient_id: int

To define one is to enter it in the registry that turns entries back into sentences. `{patient}` is the patient's name;
every other name in braces is a fact of the event.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import ClassVar, cast

from django.core.serializers.json import DjangoJSONEncoder

SENTENCES: dict[str, str] = {}


@dataclass(frozen=True)
class Event:
    """Something that happened in the clinic. `action` is dotted and never changes: old entries are read by it.

    What several events share stands once, in a class that is `abstract=True` and is no event itself.
    """

    action: ClassVar[str] = ""
    sentence: ClassVar[str] = ""

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        if not cls.action or not cls.sentence:
            raise TypeError(f"{cls.__name__} needs an action and a sentence to be recorded with")
        known = SENTENCES.setdefault(cls.action, cls.sentence)
        if known != cls.sentence:
            raise TypeError(f"the action {cls.action} already has another sentence: {known}")


@dataclass(frozen=True)
class Changed(Event, abstract=True):
    """Something was changed: `before` and `after` hold what, by the name of the column."""

    fields: list[str]
    before: dict[str, object]
    after: dict[str, object]


def patient_of(event: Event) -> int | None:
    """The id of the patient whose record this belongs to."""
    return cast("int | None", getattr(event, "patient_id", None))


def facts_of(event: Event) -> dict[str, object]:
    """The event's facts as JSON can hold them; the patient has a column of their own."""
    facts = {field.name: getattr(event, field.name) for field in fields(event) if field.name != "patient_id"}
    return cast("dict[str, object]", json.loads(json.dumps(facts, cls=DjangoJSONEncoder)))


@dataclass(frozen=True)
class ChartOpened(Event):
    """Somebody looked. Reading is an act too."""

    action = "record.chart.opened"
    sentence = "opened {page} of {patient}"
    patient_id: int
    page: str = "the chart"
