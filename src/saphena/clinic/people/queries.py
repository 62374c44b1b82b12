"""What a viewer may see of the people of the clinic. Whoever may not see anything gets nothing, not an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from saphena.clinic.people.access import may, require
from saphena.clinic.people.languages import Language
from saphena.clinic.people.models import Clinic, Patient, PatientLink, User
from saphena.clinic.record.folding import words
from saphena.clinic.record.models import Entry
from saphena.clinic.record.queries import entries, entries_about

if TYPE_CHECKING:
    from django.db.models import QuerySet


def the_clinic() -> Clinic:
    """The clinic's row; before it has been set up, an empty one that is not stored."""
    return Clinic.objects.filter(pk=1).first() or Clinic(pk=1, name="Saphena", languages=list(Language.values))


def patients_for(viewer: object, typed: str = "") -> QuerySet[Patient]:
    """The patients by family name, narrowed by what was typed: names, birth date, telephone, health number, e-mail."""
    if not may(viewer, "people.see_patients"):
        return Patient.objects.none()
    found = Patient.objects.order_by("search", "pk")
    for word in words(typed):
        found = found.filter(search__contains=word)
    return found


def patient_for(viewer: object, patient_id: int) -> Patient:
    """One patient. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "people.see_patients")
    patient = Patient.objects.filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    return patient


def links_of(viewer: object, patient: Patient) -> QuerySet[PatientLink]:
    if not may(viewer, "people.send_links", patient):
        return PatientLink.objects.none()
    return patient.links.select_related("created_by").order_by("-created_at")


def staff_for(viewer: object) -> QuerySet[User]:
    """Who works here, and after them who once did."""
    if not may(viewer, "people.see_staff"):
        return User.objects.none()
    return User.objects.order_by("-is_active", "name", "pk")


def member_for(viewer: object, user_id: int) -> User:
    require(viewer, "people.manage_staff")
    member = User.objects.filter(pk=user_id).first()
    if member is None:
        raise Http404
    return member


def record_of(viewer: object, patient: Patient, typed: str = "") -> QuerySet[Entry]:
    """One patient's record, for those who may read it."""
    return entries_about(patient.pk, typed) if may(viewer, "record.see_patient", patient) else Entry.objects.none()


def record_for(viewer: object, typed: str = "") -> QuerySet[Entry]:
    """The whole clinic's record, for those who may read it."""
    return entries(typed) if may(viewer, "record.see_clinic") else Entry.objects.none()
