"""Whose appointment it is: a patient by health number or by name and date of birth. Nobody is ever guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.models import Course
from saphena.clinic.people.models import Patient
from saphena.clinic.record.folding import fold
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import date

__all__ = ["course_on", "the_patient"]


def the_patient(
    *, health_number: str = "", family_name: str = "", given_names: str = "", birth_date: date | None = None
) -> Patient:
    """The one patient of whom all of this is true. Refused when there is none, or more than one.

    It takes the date of birth, and the health number or the family name.
    """
    if birth_date is None:
        raise Refused(_("Without a date of birth nobody can be named."), "birth_date")
    if not health_number and not family_name:
        raise Refused(_("Give the health number, or the family name."), "health_number")
    found = [
        patient
        for patient in Patient.objects.filter(birth_date=birth_date)
        if _agree(patient.health_number, health_number)
        and _agree(patient.family_name, family_name)
        and _agree(patient.given_names, given_names)
    ]
    field = "health_number" if health_number else "family_name"
    if not found:
        raise Refused(_("No patient has this number or name together with this date of birth."), field)
    if len(found) > 1:
        raise Refused(_("More than one patient is meant by this. Add the health number."), field)
    return found[0]


def _agree(known: str, given: str) -> bool:
    """What was not given agrees with everything."""
    return not given or fold(known).replace(" ", "") == fold(given).replace(" ", "")


def course_on(patient: Patient, leg: str) -> Course | None:
    """The patient's newest course on that leg."""
    found = Course.objects.select_related("protocol__approved_by", "patient").filter(patient=patient, leg=leg)
    return found.order_by("-opened_at", "-pk").first()
