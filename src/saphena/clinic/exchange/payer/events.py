"""What is taken out of the clinic for a payer, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class PackTakenAway(Event):
    """`missing` names the items of payers.toml that were not there."""

    action = "exchange.payer.taken"
    sentence = "took away what is kept about {patient} for a payer, to {to}; missing: {missing}"
    patient_id: int
    course_id: int
    examination_id: int
    to: str
    missing: list[str]
