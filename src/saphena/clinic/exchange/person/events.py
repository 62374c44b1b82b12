"""What is taken out of the clinic about one person, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class CopyTaken(Event):
    action = "exchange.person.copied"
    sentence = "took away a copy of everything that is kept about {patient}: {reason}"
    patient_id: int
    reason: str
