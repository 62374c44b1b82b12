"""What a viewer may see of the requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from saphena.clinic.journey.requesting.models import AppointmentRequest, Telling
from saphena.clinic.journey.requesting.states import CLOSED, WAITING, State
from saphena.clinic.people.access import may, require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.folding import digits, fold, words

if TYPE_CHECKING:
    from django.db.models import QuerySet

# The lists of the desk: what it has to act on, what waits for an answer, what is over.
LISTS: dict[str, tuple[State, ...]] = {"": WAITING, "asked": (State.ASKED,), "closed": CLOSED}
MOST_CANDIDATES = 6


def desk(viewer: object, which: str = "", typed: str = "") -> QuerySet[AppointmentRequest]:
    """The most urgent first, and of those the one that waits longest. What is over: the latest first."""
    if not may(viewer, "requesting.see_desk"):
        return AppointmentRequest.objects.none()
    found = AppointmentRequest.objects.filter(state__in=LISTS.get(which, WAITING))
    for word in words(typed):
        found = found.filter(search__contains=word)
    order = ("-decided_at", "-pk") if which == "closed" else ("urgency", "received_at", "pk")
    return found.select_related("taken_by").prefetch_related("tellings").order_by(*order)


def how_many(viewer: object) -> dict[str, int]:
    """How many requests are in each list."""
    if not may(viewer, "requesting.see_desk"):
        return {}
    by_state = dict(AppointmentRequest.objects.values_list("state").annotate(count=Count("pk")).order_by())
    return {which: sum(by_state.get(state.value, 0) for state in states) for which, states in LISTS.items()}


def request_for(viewer: object, request_id: int) -> AppointmentRequest:
    """One request with all that was told. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "requesting.see_desk")
    found = AppointmentRequest.objects.select_related("taken_by", "decided_by", "patient")
    asked = found.prefetch_related("tellings", "questions__asked_by", "courses__course").filter(pk=request_id).first()
    if asked is None:
        raise Http404
    return asked


def referrer_of(patient: Patient) -> str:
    """Whoever sent the patient, as the newest request says; asked for by the rooms that write reports. One query."""
    tellings = Telling.objects.filter(request__patient=patient).order_by("-pk").values_list("answers", flat=True)
    return next((named for told in tellings if (named := str(told.get("referrer", "")))), "")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient who may be the same person, and what speaks for it."""

    patient: Patient
    why: tuple[str, ...]
    same_person: bool


def candidates(viewer: object, asked: AppointmentRequest) -> list[Candidate]:
    """Patients who may be the one who asks, those with most in common first. Whether they are, a person decides."""
    if not may(viewer, "people.see_patients"):
        return []
    alike = Q(birth_date=asked.birth_date)
    if asked.email:
        alike |= Q(email__iexact=asked.email)
    if len(number := digits(asked.phone)) >= 7:
        alike |= Q(search__contains=number)
    found = [_compared(asked, patient) for patient in Patient.objects.filter(alike).order_by("pk")[:50]]
    found.sort(key=lambda each: (not each.same_person, -len(each.why)))
    return found[:MOST_CANDIDATES]


def _compared(asked: AppointmentRequest, patient: Patient) -> Candidate:
    names = fold(asked.family_name) == fold(patient.family_name), fold(asked.given_names) == fold(patient.given_names)
    born = asked.birth_date == patient.birth_date
    said = (
        (_("same date of birth"), born),
        (_("same family name"), names[0]),
        (_("same given names"), names[1]),
        (_("same e-mail"), bool(asked.email) and asked.email.casefold() == patient.email.casefold()),
        (_("same telephone"), bool(digits(asked.phone)) and digits(asked.phone) == digits(patient.phone)),
    )
    return Candidate(patient, tuple(text for text, so in said if so), born and all(names))
