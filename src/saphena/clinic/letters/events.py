"""What happens to letters, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class ReportAddressed(Event):
    """`to` is the name that was given; "nobody" where it was taken away."""

    action = "letters.report.addressed"
    sentence = "addressed {paper} {number} of {patient} to {to}"
    patient_id: int
    paper: str
    number: int
    to: str
