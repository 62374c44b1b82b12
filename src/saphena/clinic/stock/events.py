"""What happens to stock, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class OfLot(Event, abstract=True):
    lot_id: int
    product: str
    number: str


@dataclass(frozen=True)
class LotReceived(OfLot):
    action = "stock.lot.received"
    sentence = "received lot {number} of {product}, {ml} mL"
    ml: str


@dataclass(frozen=True)
class LotQuarantined(OfLot):
    action = "stock.lot.quarantined"
    sentence = "put lot {number} of {product} into quarantine: {reason}"
    reason: str


@dataclass(frozen=True)
class LotReleased(OfLot):
    action = "stock.lot.released"
    sentence = "took lot {number} of {product} out of quarantine: {reason}"
    reason: str


@dataclass(frozen=True)
class LotRecalled(OfLot):
    """`legs` is how many legs got something of it."""

    action = "stock.lot.recalled"
    sentence = "recalled lot {number} of {product}, which {legs} legs got: {reason}"
    legs: int
    reason: str


@dataclass(frozen=True)
class RecallTakenBack(OfLot):
    action = "stock.lot.recall_taken_back"
    sentence = "took back the recall of lot {number} of {product}: {reason}"
    reason: str


@dataclass(frozen=True)
class LegsOfLotSeen(OfLot):
    """The list names patients: looking at it is an act."""

    action = "stock.lot.legs_seen"
    sentence = "opened the list of legs that got lot {number} of {product}"


@dataclass(frozen=True)
class RecallCalled(Event):
    action = "stock.recall.called"
    sentence = "called {patient} about the recalled lot {number} of {product}: {answer}. {words}"
    patient_id: int
    lot_id: int
    product: str
    number: str
    answer: str
    words: str


@dataclass(frozen=True)
class LotDrawn(Event):
    action = "stock.lot.drawn"
    sentence = "drew {ml} mL of lot {number} of {product} for the {leg} leg of {patient}"
    patient_id: int
    lot_id: int
    draw_id: int
    product: str
    number: str
    ml: str
    leg: str


@dataclass(frozen=True)
class LotWasted(Event):
    action = "stock.lot.wasted"
    sentence = "threw away {ml} mL of lot {number} of {product}: {reason}"
    lot_id: int
    draw_id: int
    product: str
    number: str
    ml: str
    reason: str


@dataclass(frozen=True)
class DrawTakenBack(Event):
    action = "stock.draw.taken_back"
    sentence = "took back draw {draw_id} of {ml} mL of lot {number} of {product}: {reason}"
    patient_id: int | None
    lot_id: int
    draw_id: int
    product: str
    number: str
    ml: str
    reason: str
