"""What the desk does with a request: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.actions import record_event
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.requesting.events import (
    CourseFromRequest,
    QuestionAsked,
    RequestAccepted,
    RequestDeclined,
    RequestPutBack,
    RequestSeen,
    RequestTaken,
)
from saphena.clinic.journey.requesting.models import AppointmentRequest, Question, RequestedCourse
from saphena.clinic.journey.requesting.moving import move
from saphena.clinic.journey.requesting.states import Move, State
from saphena.clinic.people.access import require
from saphena.clinic.people.actions import add_patient
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused
from saphena.pathway.requesting import rows

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.events import CourseOpened
    from saphena.clinic.people.models import Patient, User
    from saphena.clinic.record.actors import Actor


def see(*, actor: User, asked: AppointmentRequest) -> None:
    """Somebody opened it; reading is an act too."""
    require(actor, "requesting.see_desk")
    with transaction.atomic():
        announce(RequestSeen(request_id=asked.pk), by=actor)


def take(*, actor: User, asked: AppointmentRequest, over_from: int | None = None) -> None:
    """Look after it. From a colleague only knowingly: `over_from` says from whom."""
    require(actor, "requesting.triage")
    with transaction.atomic():
        if over_from is None:
            move(asked, Move.TAKE, taken_by=actor)
        else:
            move(asked, Move.TAKE_OVER, AppointmentRequest.objects.filter(taken_by=over_from), taken_by=actor)
        announce(RequestTaken(request_id=asked.pk), by=actor)


def put_back(*, actor: User, asked: AppointmentRequest) -> None:
    """Anybody at the desk may have it again."""
    require(actor, "requesting.triage")
    with transaction.atomic():
        move(asked, Move.PUT_BACK, taken_by=None)
        announce(RequestPutBack(request_id=asked.pk), by=actor)


def ask_back(*, actor: User, asked: AppointmentRequest, text: str) -> Question:
    """Send the person a question; the answer comes by their link."""
    require(actor, "requesting.triage")
    if not text.strip():
        raise Refused(_("Please write the question."), "text")
    if not asked.email:
        raise Refused(_("They gave no e-mail address. Please call %(phone)s.") % {"phone": asked.phone}, "text")
    with transaction.atomic():
        move(asked, Move.ASK_BACK, taken_by=actor)
        question = Question.objects.create(request=asked, text=text.strip(), asked_by=actor)
        announce(QuestionAsked(request_id=asked.pk, question_id=question.pk), by=actor)
    return question


def decline(
    *, actor: User, asked: AppointmentRequest, reason: str, seen: int | None = None, now: datetime | None = None
) -> None:
    """Say no, and why: the reason goes to the person.

    `seen` is the last telling that was read. Refused when more has been told since: it may be a red flag.
    """
    require(actor, "requesting.triage")
    if not reason.strip():
        raise Refused(_("Please say why: the person reads it."), "reason")
    with transaction.atomic():
        AppointmentRequest.objects.select_for_update().get(pk=asked.pk)
        if seen is not None and asked.tellings.filter(pk__gt=seen).exists():
            raise Refused(_("They have told more in the meantime. Please read it first."), "reason")
        move(asked, Move.DECLINE, reason=reason.strip(), decided_by=actor, decided_at=now or timezone.now())
        announce(RequestDeclined(request_id=asked.pk, reason=reason.strip()), by=actor)


def accept_as_known(
    *, actor: User, asked: AppointmentRequest, patient: Patient, now: datetime | None = None
) -> Patient:
    """A person at the desk found that this is a patient of the clinic already. Their details stay as they are."""
    require(actor, "requesting.triage", patient)
    with transaction.atomic():
        _accept(actor, asked, patient, "a patient already", now)
    return patient


def accept_as_new(
    *, actor: User, asked: AppointmentRequest, although_known: bool = False, now: datetime | None = None
) -> Patient:
    """The person becomes a patient of the clinic. Refused for somebody who seems to be one already."""
    require(actor, "requesting.triage")
    with transaction.atomic():
        locked = AppointmentRequest.objects.select_for_update().get(pk=asked.pk)
        patient = add_patient(
            actor=actor,
            although_known=although_known,
            given_names=locked.given_names,
            family_name=locked.family_name,
            birth_date=locked.birth_date,
            phone=locked.phone,
            email=locked.email,
            language=locked.language,
        )
        _accept(actor, asked, patient, "a new patient", now)
    return patient


def _accept(actor: User, asked: AppointmentRequest, patient: Patient, known: str, now: datetime | None) -> None:
    move(asked, Move.ACCEPT, patient=patient, decided_by=actor, decided_at=now or timezone.now())
    announce(RequestAccepted(patient_id=patient.pk, request_id=asked.pk, known=known), by=actor)


def date_course(event: CourseOpened, *, by: Actor) -> None:
    """Follows when a course is opened for a leg that an accepted request was about: the course begins with that day."""
    course = Course.objects.select_related("patient", "protocol").get(pk=event.course_id)
    since = timezone.now() - timedelta(days=rows().amounts["lasts"])
    accepted = AppointmentRequest.objects.filter(
        patient_id=event.patient_id, state=State.ACCEPTED, received_at__gte=since
    ).exclude(courses__course__leg=course.leg)
    for asked in accepted.order_by("-received_at").prefetch_related("tellings"):
        if any(course.leg in telling.answers["legs"] for telling in asked.tellings.all()):
            RequestedCourse.objects.create(request=asked, course=course)
            announce(CourseFromRequest(course.patient_id, asked.pk, course.pk), by=by)
            if "requested" in course.protocol.protocol.events:
                record_event(actor=by, course=course, name="requested", at=asked.received_at)
            return
