"""What programs read by FHIR, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class AppointmentsRead(Event):
    action = "exchange.fhir.appointments_read"
    sentence = "read the visits of {patients} patients by FHIR"
    patients: int
