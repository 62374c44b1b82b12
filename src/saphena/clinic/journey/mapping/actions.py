"""What is done with an examination as a whole: one function per verb, each one transaction, each recorded.

What is noted in it is noting.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.confirming.actions import give_word
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.numbers import Number
from saphena.clinic.confirming.queries import confirmed
from saphena.clinic.courses.actions import answer_facts, record_event
from saphena.clinic.courses.drawing import standing as course_standing
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.mapping.events import (
    AddendumAdded,
    ExaminationChanged,
    ExaminationOpened,
    ExaminationReopened,
    ExaminationReviewed,
    ExaminationWithdrawn,
    MapSigned,
)
from saphena.clinic.journey.mapping.models import Addendum, Examination, Posture
from saphena.clinic.journey.mapping.moving import move
from saphena.clinic.journey.mapping.signing import check_complete, snapshot
from saphena.clinic.journey.mapping.states import Move, State
from saphena.clinic.people.access import require
from saphena.clinic.people.roles import Role
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why
from saphena.pathway.mapping import criteria as set_of
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import Patient, User
    from saphena.clinic.record.actors import Actor

AHEAD = timedelta(minutes=10)  # a clock may run a little fast
SCANS = {Role.SONOGRAPHER, Role.PHYSICIAN}


class Head(TypedDict, total=False):
    """What is said of an examination as a whole."""

    purpose: str
    legs: str
    examined_at: datetime
    posture: str
    posture_reason: str
    manoeuvre: str
    sonographer: User | None
    machine: str
    criteria: str
    limits: str


def open_examination(
    *, actor: User, patient: Patient, course: Course | None = None, now: datetime | None = None, **head: Unpack[Head]
) -> Examination:
    """Begin an examination of a patient, for one of their courses or for none yet."""
    require(actor, "mapping.examine", patient)
    if course is not None and course.patient_id != patient.pk:
        raise Refused(_("This course is another patient’s."), "course")
    examination = Examination(patient=patient, course=course, opened_by=actor, **head)
    if course is not None and not examination.covers(course.leg):
        raise Refused(_("The course is of the %(leg)s; it has to be examined.")
                      % {"leg": course.get_leg_display()}, "legs")  # fmt: skip
    _check_head(examination, now)
    with transaction.atomic():
        examination.save(force_insert=True)
        told = {"legs": examination.legs, "posture": examination.posture}
        announce(ExaminationOpened(patient.pk, examination.pk, **told), by=actor)
    return examination


def change_examination(
    *, actor: User, examination: Examination, now: datetime | None = None, **head: Unpack[Head]
) -> Examination:
    """Change what is said of it as a whole, while it is preliminary. A leg of which something was noted stays."""
    require(actor, "mapping.examine", examination.patient)
    with transaction.atomic():
        locked = Examination.objects.select_for_update().get(pk=examination.pk)
        if not locked.is_preliminary:
            raise Refused(_("Only a preliminary examination can be changed."))
        changed = [name for name, value in head.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, head[name])  # type: ignore[literal-required]  # the names are those of Head
        _check_head(locked, now)
        noted = set(locked.measurements.values_list("leg", flat=True).distinct())
        if not noted <= set(locked.each_leg):
            raise Refused(_("Something was noted of the other leg already, so it belongs to the examination."), "legs")
        if changed:
            locked.save(update_fields=changed)
            announce(ExaminationChanged(locked.patient_id, locked.pk, sorted(changed)), by=actor)
    return locked


def _check_head(examination: Examination, now: datetime | None) -> None:
    if examination.posture != Posture.STANDING and not examination.posture_reason.strip():
        raise Refused(_("Veins are examined standing. Please say why that was not possible."), "posture_reason")
    if examination.examined_at > (now or timezone.now()) + AHEAD:
        raise Refused(_("This is still to come. An examination begins when the patient stands there."), "examined_at")
    who = examination.sonographer
    if who is not None and not SCANS & {Role(role) for role in who.roles}:
        raise Refused(_("Only a sonographer or a physician scans."), "sonographer")
    known = set_of(examination.criteria, confirmed=is_confirmed(examination.criteria))
    if not known.usable:
        raise Refused(_("Nobody has read these criteria again. A physician confirms them first."), "criteria")


def is_confirmed(name: str) -> bool:
    return name in confirmed(About.MAPPING)


def review(*, actor: User, examination: Examination, now: datetime | None = None) -> None:
    """Somebody has looked it over. Refused while a leg has nothing noted, or nobody is named as having scanned."""
    require(actor, "mapping.review", examination.patient)
    with transaction.atomic():
        check_complete(examination)
        move(examination, Move.REVIEW, reviewed_by=actor, reviewed_at=now or timezone.now())
        announce(ExaminationReviewed(examination.patient_id, examination.pk), by=actor)


def reopen(*, actor: User, examination: Examination, reason: str) -> None:
    """Back to being noted, before it is signed."""
    require(actor, "mapping.review", examination.patient)
    with transaction.atomic():
        why = said_why(reason)
        move(examination, Move.REOPEN, reviewed_by=None, reviewed_at=None)
        announce(ExaminationReopened(examination.patient_id, examination.pk, why), by=actor)


def sign_map(*, actor: User, examination: Examination, now: datetime | None = None) -> None:
    """The physician signs: the map is what it is from now on, and planning may begin. Only addenda follow.

    Refused for an empty map, and while nobody is named as having scanned: sonographer and physician both stand on it.
    """
    require(actor, "mapping.sign", examination.patient)
    with transaction.atomic():
        locked = Examination.objects.select_for_update().get(pk=examination.pk)
        check_complete(locked)
        if locked.state == State.PRELIMINARY:
            raise Refused(_("It is preliminary. Review it first, then sign."))
        move(examination, Move.SIGN, signed_by=actor, signed_at=now or timezone.now(), signed_as=snapshot(locked))
        who = examination.sonographer.name if examination.sonographer else ""
        announce(MapSigned(examination.patient_id, examination.pk, who), by=actor)


def withdraw(*, actor: User, examination: Examination, reason: str) -> None:
    """It was opened by mistake. What was noted stays readable."""
    require(actor, "mapping.examine", examination.patient)
    with transaction.atomic():
        why = said_why(reason)
        move(examination, Move.WITHDRAW, reason=why)
        announce(ExaminationWithdrawn(examination.patient_id, examination.pk, why), by=actor)


def add_addendum(*, actor: User, examination: Examination, text: str) -> Addendum:
    """Something more about a signed map. The map itself stays as it was signed."""
    require(actor, "mapping.review", examination.patient)
    said = text.replace("\0", "").strip()
    if not said:
        raise Refused(_("Please write the addendum."), "text")
    if examination.state != State.SIGNED:
        raise Refused(_("It is not signed yet: note it in the examination itself."), "text")
    with transaction.atomic():
        added = Addendum.objects.create(examination=examination, text=said[:2000], added_by=actor)
        announce(AddendumAdded(examination.patient_id, examination.pk), by=actor)
    return added


def confirm_criteria(*, actor: User, name: str) -> None:
    """A physician has read the recalled rows of a set again and puts their name to them. Twice is once."""
    require(actor, "mapping.confirm_criteria")
    number = Number(name, name, set_of(name).title["en"], ships_off=True)
    if not is_confirmed(name):
        words = _("The recalled rows were held against their source.")
        give_word(actor=actor, capability="mapping.confirm_criteria", about=About.MAPPING, number=number, words=words)


def date_courses(event: MapSigned, *, by: Actor) -> None:
    """Follows on signing: the courses of the examined legs that were not treated yet are mapped as of that day."""
    examination = Examination.objects.get(pk=event.examination_id)
    courses = Course.objects.filter(patient_id=event.patient_id, leg__in=examination.each_leg)
    for course in courses.select_related("patient", "protocol").prefetch_related("happenings"):
        protocol = course.protocol.protocol
        if "injected" in course_standing(course.happenings.all()).happened:
            continue
        if "mapped" in protocol.events:
            record_event(actor=by, course=course, name="mapped", at=examination.examined_at, now=examination.signed_at)
        if "map_signed" in protocol.facts:
            answer_facts(actor=by, course=course, facts={"map_signed": True})
