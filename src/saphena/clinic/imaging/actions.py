"""What people do with images and machines: say whose a study is, put it back, let a machine in, shut it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.imaging.events import MachineClosed, MachineKept, StudyMatched, StudyPutInTray
from saphena.clinic.imaging.models import Machine, Study
from saphena.clinic.imaging.states import Whose
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Order
    from saphena.clinic.people.models import Patient, User

__all__ = ["close_machine", "keep_machine", "match_study", "put_in_tray"]


def match_study(*, actor: User, study: Study, patient: Patient, reason: str, order: Order | None = None) -> Study:
    """Say whose the images in the tray are. A person says it, and why; images are never matched by a likeness."""
    require(actor, "imaging.match", patient)
    if not reason.strip():
        raise Refused(_("Please say how you know whose these images are."), "reason")
    if order and order.patient_id != patient.pk:
        raise Refused(_("This scan is of another patient."), "order")
    with transaction.atomic():
        columns = {"whose": Whose.MATCHED, "patient": patient, "order": order, "why": "", "matched_at": timezone.now()}
        in_tray = Study.objects.filter(pk=study.pk, whose=Whose.TRAY)
        if not in_tray.update(**columns, matched_by=actor.actor_name[:200]):
            raise Refused(_("Somebody was quicker: this study is no longer in the tray."))
        announce(StudyMatched(patient.pk, study.pk, reason.strip()[:300]), by=actor)
    study.refresh_from_db()
    return study


def put_in_tray(*, actor: User, study: Study, reason: str) -> Study:
    """A study was believed to be somebody's and is not, or may not be."""
    require(actor, "imaging.match", study.patient)
    if not reason.strip():
        raise Refused(_("Please say why."), "reason")
    why = reason.strip()[:300]
    with transaction.atomic():
        matched = Study.objects.filter(pk=study.pk, whose=Whose.MATCHED, patient=study.patient)
        if not matched.update(whose=Whose.TRAY, patient=None, order=None, why=why, matched_by="", matched_at=None):
            raise Refused(_("Somebody was quicker: this study lies in the tray already."))
        announce(StudyPutInTray(study.patient_id, study.pk, why), by=actor)
    study.refresh_from_db()
    return study


def keep_machine(*, actor: User, machine: Machine) -> Machine:
    """A machine may call from now on, by this name and from these addresses."""
    require(actor, "imaging.manage_machines")
    machine.ae_title = machine.ae_title.strip()
    try:
        machine.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(" ".join(sentences), field) from None
    with transaction.atomic():
        machine.closed_at = None
        machine.save()
        announce(MachineKept(machine.pk, machine.ae_title, machine.addresses), by=actor)
    return machine


def close_machine(*, actor: User, machine: Machine) -> None:
    """It may call no more. What it sent stays."""
    require(actor, "imaging.manage_machines")
    with transaction.atomic():
        if Machine.objects.filter(pk=machine.pk, closed_at__isnull=True).update(closed_at=timezone.now()):
            announce(MachineClosed(machine.pk, machine.ae_title), by=actor)
