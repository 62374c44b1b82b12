"""What is done about patients and the clinic: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from saphena.clinic.people.access import require
from saphena.clinic.people.events import ClinicChanged, PatientAdded, PatientChanged
from saphena.clinic.people.models import Clinic, Patient
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.folding import fold
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Field, Model

    from saphena.clinic.record.actors import Actor

OLDEST = date(1900, 1, 1)


class PatientDetails(TypedDict, total=False):
    """The columns of a patient that people fill in."""

    given_names: str
    family_name: str
    birth_date: date
    sex_at_birth: str
    health_number: str
    phone: str
    email: str
    address: str
    language: str
    zone: str
    email_allowed: bool
    text_allowed: bool
    phone_allowed: bool


def add_patient(*, actor: Actor, although_known: bool = False, **details: Unpack[PatientDetails]) -> Patient:
    """A new patient. Refused for somebody who seems to be one already, unless it is said that they are another."""
    require(actor, "people.add_patients")
    details.setdefault("zone", the_clinic().zone)
    patient = Patient(**details, created_by_id=actor.actor_id)
    check_birth_date(patient.birth_date)
    with transaction.atomic():
        one_after_the_other()
        check_health_number(patient)
        if not although_known:
            check_not_known(patient)
        patient.save(force_insert=True)
        announce(PatientAdded(patient_id=patient.pk), by=actor)
    return patient


def change_patient(*, actor: Actor, patient_id: int, **details: Unpack[PatientDetails]) -> Patient:
    """Change what is named, leave the rest as it is, and keep what it was in the record."""
    with transaction.atomic():
        one_after_the_other()
        patient = Patient.objects.select_for_update().get(pk=patient_id)
        require(actor, "people.change_patients", patient)
        before = {name: getattr(patient, name) for name, value in details.items() if getattr(patient, name) != value}
        if not before:
            return patient
        after = {name: value for name, value in details.items() if name in before}
        for name, value in after.items():
            setattr(patient, name, value)
        check_birth_date(patient.birth_date)
        check_health_number(patient)
        patient.save(update_fields=[*after, "search"])
        announce(
            PatientChanged(patient_id=patient.pk, fields=in_english(Patient, after), before=before, after=after),
            by=actor,
        )
    return patient


def one_after_the_other() -> None:
    """Whoever writes patients waits here, so that two at once cannot both find that there is no such patient yet."""
    list(Clinic.objects.select_for_update().filter(pk=1))


def in_english(model: type[Model], columns: Iterable[str]) -> list[str]:
    """The columns as people call them: the record has one language."""
    with translation.override("en-ca"):
        return [str(cast("Field[object, object]", model._meta.get_field(name)).verbose_name) for name in columns]


def check_birth_date(birth_date: date) -> None:
    if birth_date > timezone.localdate():
        raise Refused(_("This date of birth is still to come."), "birth_date")
    if birth_date < OLDEST:
        raise Refused(_("Nobody was born that long ago. Please look at the year again."), "birth_date")


def check_health_number(patient: Patient) -> None:
    """One health number, one person."""
    if not patient.health_number:
        return
    others = Patient.objects.exclude(pk=patient.pk).filter(health_number=patient.health_number)
    if others.exists():
        raise Refused(_("Another patient has this health number."), "health_number")


def check_not_known(patient: Patient) -> None:
    """Two charts for one person are worse than one question too many."""
    names = fold(patient.family_name), fold(patient.given_names)
    same_day = Patient.objects.filter(birth_date=patient.birth_date)
    if any((fold(other.family_name), fold(other.given_names)) == names for other in same_day):
        raise Refused(_("There is a patient of this name and date of birth already."), "although_known")


class ClinicDetails(TypedDict, total=False):
    """The columns of the clinic's row."""

    name: str
    zone: str
    phone: str
    emergency_number: str
    after_hours: str
    address: str
    languages: list[str]
    quiet_from: object
    quiet_until: object


def change_clinic(*, actor: Actor, **details: Unpack[ClinicDetails]) -> Clinic:
    """Set up the clinic, or change what is named."""
    require(actor, "people.manage_clinic")
    if "languages" in details and not details["languages"]:
        raise Refused(_("The clinic has to speak at least one language."), "languages")
    with transaction.atomic():
        clinic = the_clinic()
        before = {name: getattr(clinic, name) for name, value in details.items() if getattr(clinic, name) != value}
        after = {name: value for name, value in details.items() if name in before}
        for name, value in after.items():
            setattr(clinic, name, value)
        clinic.save()
        if after:
            announce(ClinicChanged(fields=in_english(Clinic, after), before=before, after=after), by=actor)
    return clinic
