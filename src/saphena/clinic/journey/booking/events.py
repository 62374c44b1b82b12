"""What happens to visits, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class VisitBooked(Event):
    action = "booking.visit.booked"
    sentence = "booked {what} of {patient} for {at}"
    patient_id: int
    course_id: int
    visit_id: int
    what: str
    at: str


@dataclass(frozen=True)
class VisitMoved(Event):
    action = "booking.visit.moved"
    sentence = "moved {what} of {patient} from {before} to {at}: {reason}"
    patient_id: int
    course_id: int
    visit_id: int
    what: str
    before: str
    at: str
    reason: str


@dataclass(frozen=True)
class VisitCancelled(Event):
    action = "booking.visit.cancelled"
    sentence = "cancelled {what} of {patient} of {at}: {reason}"
    patient_id: int
    course_id: int
    visit_id: int
    what: str
    at: str
    reason: str


@dataclass(frozen=True)
class VisitMissed(Event):
    action = "booking.visit.missed"
    sentence = "marked {what} of {patient} of {at} as missed"
    patient_id: int
    course_id: int
    visit_id: int
    what: str
    at: str


@dataclass(frozen=True)
class VisitMovedOn(Event):
    """`event` is what the visit is in the protocol: follow-ups go by it."""

    action = "booking.visit.moved_on"
    sentence = "moved {patient} on from {before} to {after}"
    patient_id: int
    course_id: int
    visit_id: int
    event: str
    before: str
    after: str
    at: str


@dataclass(frozen=True)
class VisitNoted(Event):
    action = "booking.visit.noted"
    sentence = "wrote a note on a visit of {patient}"
    patient_id: int
    visit_id: int


@dataclass(frozen=True)
class FeedMade(Event):
    action = "booking.feed.made"
    sentence = "made an address for their calendar"


@dataclass(frozen=True)
class FeedWithdrawn(Event):
    action = "booking.feed.withdrawn"
    sentence = "withdrew the address of their calendar"


@dataclass(frozen=True)
class PutOnWaitingList(Event):
    action = "booking.waiting.added"
    sentence = "put {patient} on the waiting list for {step}"
    patient_id: int
    course_id: int
    step: str


@dataclass(frozen=True)
class TakenOffWaitingList(Event):
    action = "booking.waiting.removed"
    sentence = "took {patient} off the waiting list for {step}"
    patient_id: int
    course_id: int
    step: str


@dataclass(frozen=True)
class OfferMade(Event):
    action = "booking.offer.made"
    sentence = "offered {patient} a time that has become free (offer {offer_id})"
    patient_id: int
    course_id: int
    offer_id: int


@dataclass(frozen=True)
class OfferAccepted(Event):
    action = "booking.offer.accepted"
    sentence = "accepted offer {offer_id} for {patient}"
    patient_id: int
    course_id: int
    offer_id: int


@dataclass(frozen=True)
class OfferDeclined(Event):
    action = "booking.offer.declined"
    sentence = "declined offer {offer_id} for {patient}"
    patient_id: int
    course_id: int
    offer_id: int


@dataclass(frozen=True)
class OfferLapsed(Event):
    action = "booking.offer.lapsed"
    sentence = "let offer {offer_id} to {patient} lapse"
    patient_id: int
    course_id: int
    offer_id: int


@dataclass(frozen=True)
class MoveAsked(Event):
    action = "booking.move.asked"
    sentence = "asked {patient} {way} whether {what} may move from {before} to {at}"
    patient_id: int
    course_id: int
    visit_id: int
    asked_id: int
    what: str
    before: str
    at: str
    way: str


@dataclass(frozen=True)
class MoveAnswered(Event):
    action = "booking.move.answered"
    sentence = "wrote down that {patient} said {answer} {way} to moving {what} to {at}"
    patient_id: int
    course_id: int
    visit_id: int
    asked_id: int
    what: str
    at: str
    answer: str
    way: str


@dataclass(frozen=True)
class MoveAskEnded(Event):
    action = "booking.move.ended"
    sentence = "let the question to {patient} about {at} end: {why}"
    patient_id: int
    course_id: int
    visit_id: int
    asked_id: int
    at: str
    why: str


@dataclass(frozen=True)
class OwnChangeSeen(Event):
    action = "booking.own_change.seen"
    sentence = "saw that {patient} has changed something by themselves: {what}"
    patient_id: int
    change_id: int
    what: str
