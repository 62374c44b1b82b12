"""Whose an image is: by our own accession number and study UID, never by a name that looks alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from saphena.clinic.imaging.models import Order

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Study
    from saphena.clinic.people.models import Patient

__all__ = ["Claim", "Verdict", "claims_differ", "dicom_id", "judge", "say"]

NO_ORDER = noop("No scan of ours has this accession number or study number.")
TWO_ORDERS = noop("Its accession number and its study number belong to two different scans.")
OTHER_ID = noop("It came under the number of a scan, but names another patient than that scan is of.")
OTHER_BIRTH = noop("It came under the number of a scan, but with another date of birth.")
TWO_PEOPLE = noop("Images of two different people came under one study number.")


@dataclass(frozen=True, slots=True)
class Claim:
    """What an image says of itself: texts as they stand in it."""

    study_uid: str
    accession: str
    patient_id: str
    name: str
    birth_date: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The order it belongs to, or why a person has to look."""

    order: Order | None
    why: str = ""


def dicom_id(patient: Patient) -> str:
    """The patient ID that our worklist gives, and that comes back with the images."""
    return f"P{patient.pk:07d}"


def judge(claim: Claim) -> Verdict:
    """One order must be meant by all that the image says, and its patient by ID and birth date. Else: the tray."""
    found = {order.pk: order for order in _orders(claim)}
    if not found:
        return Verdict(None, NO_ORDER)
    if len(found) > 1:
        return Verdict(None, TWO_ORDERS)
    (order,) = found.values()
    if claim.patient_id != dicom_id(order.patient):
        return Verdict(None, OTHER_ID)
    if claim.birth_date and claim.birth_date != order.patient.birth_date.strftime("%Y%m%d"):
        return Verdict(None, OTHER_BIRTH)
    return Verdict(order)


def _orders(claim: Claim) -> list[Order]:
    orders = Order.objects.select_related("patient")
    found = list(orders.filter(study_uid=claim.study_uid))
    return found + list(orders.filter(accession=claim.accession)) if claim.accession else found


def claims_differ(study: Study, claim: Claim) -> bool:
    """Whether this image says to be of somebody else than the study's first did."""
    same_id = study.claimed_id == claim.patient_id
    same_birth = not (study.claimed_birth_date and claim.birth_date) or study.claimed_birth_date == claim.birth_date
    return not (same_id and same_birth)


def say(why: str) -> str:
    """The kept reason in the reader's language."""
    return _(why) if why else ""
