"""What is ticked and told before a visit, in the record's words. What a patient takes stays out of it."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class Ticked(Event):
    """`digest` says which text was shown; the words themselves stand with the tick."""

    action = "preparing.tick.made"
    sentence = "ticked {rule} on the list of {patient} (text {digest})"
    patient_id: int
    course_id: int
    rule: str
    digest: str


@dataclass(frozen=True)
class Unticked(Event):
    action = "preparing.tick.taken_back"
    sentence = "took the tick from {rule} on the list of {patient} (text {digest})"
    patient_id: int
    course_id: int
    rule: str
    digest: str


@dataclass(frozen=True)
class ListRead(Event):
    action = "preparing.list.read"
    sentence = "said that the whole list of {patient} is read (text {digest})"
    patient_id: int
    course_id: int
    digest: str


@dataclass(frozen=True)
class MedicineTold(Event):
    action = "preparing.medicine.told"
    sentence = "added a medicine to the list of {patient} ({verdict})"
    patient_id: int
    medicine_id: int
    verdict: str


@dataclass(frozen=True)
class MedicineRemoved(Event):
    action = "preparing.medicine.removed"
    sentence = "took a medicine off the list of {patient}"
    patient_id: int
    medicine_id: int


@dataclass(frozen=True)
class PrescriberAsked(Event):
    action = "preparing.prescriber.asked"
    sentence = "asked who ordered a medicine of {patient}: {state}"
    patient_id: int
    medicine_id: int
    state: str


@dataclass(frozen=True)
class StockingTold(Event):
    action = "preparing.stocking.told"
    sentence = "wrote down the stocking of {patient}: {state}"
    patient_id: int
    course_id: int
    state: str


@dataclass(frozen=True)
class WayHomeTold(Event):
    action = "preparing.way_home.told"
    sentence = "wrote down how {patient} gets home ({driver}, {minutes} minutes)"
    patient_id: int
    course_id: int
    driver: str
    minutes: int


@dataclass(frozen=True)
class TripTold(Event):
    action = "preparing.trip.told"
    sentence = "wrote down a trip of {patient}"
    patient_id: int
    trip_id: int


@dataclass(frozen=True)
class TripRemoved(Event):
    action = "preparing.trip.removed"
    sentence = "took a trip off the list of {patient}"
    patient_id: int
    trip_id: int
