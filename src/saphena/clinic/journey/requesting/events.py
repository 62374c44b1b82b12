"""What happens to requests, in the record's words. Until it is accepted a request belongs to no patient's record."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class RequestReceived(Event):
    """`to_whom` is the telling that is answered."""

    action = "requesting.request.received"
    sentence = "asked for an appointment (request {request_id}, {urgency})"
    request_id: int
    telling_id: int
    urgency: str


@dataclass(frozen=True)
class RequestRepeated(Event):
    action = "requesting.request.repeated"
    sentence = "asked again while request {request_id} was open; it was added ({urgency})"
    request_id: int
    telling_id: int
    urgency: str


@dataclass(frozen=True)
class RequestWrittenDown(Event):
    action = "requesting.request.written_down"
    sentence = "wrote down what was said on the telephone or at the desk (request {request_id})"
    request_id: int
    telling_id: int


@dataclass(frozen=True)
class RequestSeen(Event):
    action = "requesting.request.seen"
    sentence = "opened request {request_id}"
    request_id: int


@dataclass(frozen=True)
class RequestTaken(Event):
    action = "requesting.request.taken"
    sentence = "took request {request_id}"
    request_id: int


@dataclass(frozen=True)
class RequestPutBack(Event):
    action = "requesting.request.put_back"
    sentence = "put request {request_id} back"
    request_id: int


@dataclass(frozen=True)
class QuestionAsked(Event):
    action = "requesting.question.asked"
    sentence = "asked a question about request {request_id}"
    request_id: int
    question_id: int


@dataclass(frozen=True)
class QuestionAnswered(Event):
    action = "requesting.question.answered"
    sentence = "answered the question about request {request_id}"
    request_id: int
    question_id: int


@dataclass(frozen=True)
class RequestAccepted(Event):
    """`known` when the desk found that the person was a patient already."""

    action = "requesting.request.accepted"
    sentence = "accepted request {request_id} as {patient}, {known}"
    patient_id: int
    request_id: int
    known: str


@dataclass(frozen=True)
class RequestDeclined(Event):
    action = "requesting.request.declined"
    sentence = "declined request {request_id}: {reason}"
    request_id: int
    reason: str


@dataclass(frozen=True)
class RequestWithdrawn(Event):
    action = "requesting.request.withdrawn"
    sentence = "withdrew request {request_id}"
    request_id: int


@dataclass(frozen=True)
class PhoneChanged(Event):
    action = "requesting.phone.changed"
    sentence = "changed the telephone of request {request_id} from {before} to {after}"
    request_id: int
    before: str
    after: str


@dataclass(frozen=True)
class RequestProved(Event):
    action = "requesting.link.proved"
    sentence = "opened request {request_id} by link and birth date"
    request_id: int


@dataclass(frozen=True)
class RequestBirthDateWrong(Event):
    action = "requesting.link.birth_date_wrong"
    sentence = "gave a wrong birth date for the link of request {request_id}"
    request_id: int


@dataclass(frozen=True)
class CourseFromRequest(Event):
    action = "requesting.course.dated"
    sentence = "opened the course for {patient} from request {request_id}"
    patient_id: int
    request_id: int
    course_id: int
