"""What a viewer may see of the weeks at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404

from saphena.clinic.journey.recovering.models import (
    OWN,
    Answer,
    CheckIn,
    Kind,
    LegPhoto,
    Letter,
    Matter,
    TriageApproval,
)
from saphena.clinic.journey.recovering.states import OPEN, Asked, State
from saphena.clinic.people.access import may, require
from saphena.clinic.people.models import User
from saphena.clinic.people.roles import Role
from saphena.clinic.record.folding import words
from saphena.pathway.recovering import Level, table

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from django.db.models import QuerySet

    from saphena.clinic.people.models import Patient

# The lists of the inbox: what waits, what somebody put off, what is over.
LISTS: dict[str, tuple[State, ...]] = {
    "": (State.NEW, State.TAKEN),
    "snoozed": (State.SNOOZED,),
    "closed": (State.CLOSED,),
}


def inbox(viewer: object, which: str = "", typed: str = "", kind: str = "") -> QuerySet[Matter]:
    """The most urgent first, and of those the one whose time runs out first. What is over: the latest first."""
    if not may(viewer, "recovering.see_inbox"):
        return Matter.objects.none()
    found = Matter.objects.filter(state__in=LISTS.get(which, OPEN))
    if kind in Kind.values:
        found = found.filter(kind=kind)
    for word in words(typed):
        found = found.filter(Q(patient__search__contains=word) | Q(message__email__icontains=word))
    order = ("-closed_at", "-pk") if which == "closed" else ("level", "answer_by", "pk")
    return found.select_related("patient", "course", "taken_by", "check_in__answer", "message").order_by(*order)


def how_many(viewer: object) -> dict[str, int]:
    """How many rows are in each list."""
    if not may(viewer, "recovering.see_inbox"):
        return {}
    by_state = dict(Matter.objects.values_list("state").annotate(count=Count("pk")).order_by())
    return {which: sum(by_state.get(state.value, 0) for state in states) for which, states in LISTS.items()}


def matter_for(viewer: object, matter_id: int) -> Matter:
    """One row with all that is in it. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "recovering.see_inbox")
    found = Matter.objects.select_related(
        "patient", "course", "taken_by", "closed_by", "check_in__course", "check_in__answer", "message"
    )
    matter = found.prefetch_related("steps", "check_in__answer__photos").filter(pk=matter_id).first()
    if matter is None:
        raise Http404
    return matter


def letters_of(viewer: object, patient: Patient) -> QuerySet[Letter]:
    """The conversation with one patient, the oldest first."""
    if not (may(viewer, "recovering.see_inbox", patient) or may(viewer, "recovering.check_in", patient)):
        return Letter.objects.none()
    return Letter.objects.filter(patient=patient).select_related("writer").order_by("pk")


def unread_letters(patient: Patient) -> int:
    """How many letters of the clinic the patient has not opened yet."""
    return Letter.objects.filter(patient=patient, writer__isnull=False, read_at__isnull=True).count()


def open_check_ins(patient: Patient, now: datetime) -> QuerySet[CheckIn]:
    """What we ask the patient at this moment, the one that closes first before the others.

    Of each course the newest alone: how the leg was days ago is not asked beside how it is. After a discharge nothing
    is asked any more. Whoever has the address of another question still gives an answer to it.
    """
    newer = CheckIn.objects.filter(course=OuterRef("course"), due_at__gt=OuterRef("due_at"), due_at__lte=now)
    asked_since = Exists(newer.exclude(name=OWN).exclude(state=Asked.CALLED_OFF))
    waiting = CheckIn.objects.filter(
        ~asked_since,
        course__patient=patient, course__discharged_at__isnull=True, state__in=(Asked.EXPECTED, Asked.SILENT),
        due_at__lte=now, closes_at__gt=now,
    )  # fmt: skip
    return waiting.select_related("course__patient", "course__protocol").order_by("closes_at", "pk")


def next_check_in(patient: Patient, now: datetime) -> CheckIn | None:
    coming = CheckIn.objects.filter(course__patient=patient, state=Asked.EXPECTED, due_at__gt=now)
    return coming.order_by("due_at").first()


def check_in_of(patient: Patient, check_in_id: int) -> CheckIn:
    """One of the patient's own. Raises `Http404` for anybody else's."""
    mine = CheckIn.objects.select_related("course__patient", "course__protocol", "answer")
    found = mine.filter(pk=check_in_id, course__patient=patient).first()
    if found is None:
        raise Http404
    return found


def answers_of(viewer: object, course_id: int) -> list[Answer]:
    """All answers of a course, the newest first. Two queries."""
    require(viewer, "recovering.see_inbox")
    found = Answer.objects.filter(check_in__course_id=course_id).select_related("check_in")
    return list(found.prefetch_related("photos").order_by("-told_at", "-pk"))


def photo_for(viewer: object, photo_id: int) -> LegPhoto:
    require(viewer, "recovering.see_photos")
    found = LegPhoto.objects.select_related("answer__check_in__course__patient").filter(pk=photo_id).first()
    if found is None:
        raise Http404
    return found


def colleagues() -> list[User]:
    """Who may be given a row of the inbox."""
    able = (Role.PHYSICIAN, Role.NURSE, Role.RECEPTIONIST)
    return [user for user in User.objects.filter(is_active=True).order_by("name") if user.held_roles & {*able}]


def approval() -> TriageApproval | None:
    """Who has signed for the triage table as it is now."""
    return TriageApproval.objects.select_related("approved_by").filter(table=table().fingerprint).first()


def times_to_answer(since: datetime) -> dict[Level, list[timedelta]]:
    """How long each row that was answered since then had waited, by its level."""
    found: dict[Level, list[timedelta]] = {}
    for matter in Matter.objects.filter(answered_at__isnull=False, raised_at__gte=since):
        if matter.answered_at is not None:
            found.setdefault(Level(matter.level), []).append(matter.answered_at - matter.raised_at)
    return found
