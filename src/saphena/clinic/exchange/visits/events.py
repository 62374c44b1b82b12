"""What is taken over from another system, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class AppointmentTakenOver(Event):
    action = "exchange.visit.taken_over"
    sentence = "took over appointment {number} of {patient} from {source}"
    patient_id: int
    visit_id: int
    source: str
    number: str
