"""Storage commitment: a machine asks whether it may forget its images. We look at the disk and tell it."""

from __future__ import annotations

import logging
import socket
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import F
from django.utils import timezone

from saphena.clinic.exchange.dicom.door import address_of, caller, in_database
from saphena.clinic.exchange.dicom.refusing import NO_DATA_SET, refusal
from saphena.clinic.imaging.committing import commit
from saphena.clinic.imaging.models import Commitment, Machine
from saphena.clinic.record.actors import SAPHENA

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["ask", "tell_due"]

log = logging.getLogger(__name__)

SUCCESS, INVALID = 0x0000, 0x0115
GIVEN_UP = timedelta(days=14)
LONGEST_PAUSE = 30
"""Minutes between two tries to reach a machine that is switched off; the first come quickly one after the other."""

REACHED_WITHIN = 10
ALL_KEPT, SOME_FAILED = 1, 2


@in_database
def ask(event: Any) -> tuple[Any, Any]:
    """N-ACTION: look, answer that we have heard, and send the result afterwards."""
    asked = event.action_information
    if not asked:
        return refusal(INVALID, NO_DATA_SET), None
    uid = str(asked.get("TransactionUID", ""))
    pairs = [
        (str(each.get("ReferencedSOPClassUID", "")), str(each.get("ReferencedSOPInstanceUID", "")))
        for each in (asked.get("ReferencedSOPSequence") or ())
    ]
    if event.action_type != 1 or not uid or not pairs:
        return INVALID, None
    machine = caller(event)
    address = address_of(event.assoc)
    row = commit(actor=SAPHENA, transaction_uid=uid, machine=machine.ae_title, asked=pairs, address=address)
    threading.Thread(target=_tell, args=(row.pk, event.assoc), name=f"commitment {row.pk}", daemon=True).start()
    return SUCCESS, None


def _tell(commitment_id: int, association: Any) -> None:
    """On a new association where the machine listens for it; else on the one it asked on, while it is open."""
    try:
        row = Commitment.objects.get(pk=commitment_id)
        machine = Machine.objects.get(ae_title=row.machine)
        time.sleep(0.05)  # the answer to the question itself goes first
        if machine.answer_port:
            _tell_anew(row, machine)
        elif association.is_established:
            _told(row, association)
    except Exception:
        log.exception("a machine could not be told about its images")
    finally:
        connections.close_all()


def tell_due() -> int:
    """Once more to each machine that could not be reached: it may have been switched off for the night, or moved for
    days. One that is still away is tried for one of its questions only. How many were told."""
    now = timezone.now()
    machines = {each.ae_title: each for each in Machine.objects.filter(closed_at=None, answer_port__isnull=False)}
    waiting = Commitment.objects.filter(told_at=None, machine__in=machines, asked_at__gte=now - GIVEN_UP)
    told, away = 0, set[str]()
    for row in waiting.order_by("pk"):
        if row.machine in away or now - row.asked_at < _pause(row.tries):
            continue
        if _tell_anew(row, machines[row.machine]):
            told += 1
        else:
            away.add(row.machine)
    return told


def _pause(tries: int) -> timedelta:
    """How long after the question the next try is due: 1, 2, 4 minutes and so on, later every half hour."""
    quick = min(tries, LONGEST_PAUSE.bit_length())
    return timedelta(minutes=2**quick // 2 + (tries - quick) * LONGEST_PAUSE)


def _tell_anew(row: Commitment, machine: Machine) -> bool:
    """Whether the machine took it, where it listens for answers."""
    if not Commitment.objects.filter(pk=row.pk, tries=row.tries, told_at=None).update(tries=F("tries") + 1):
        return False  # another process is just telling it
    address = row.address or machine.addresses.replace(",", " ").split()[0].partition("/")[0]
    association = _reached(machine, address)
    if association is None:
        log.warning("%s could not be reached on port %d to hear what is kept", machine.ae_title, machine.answer_port)
        return False
    try:
        return _told(row, association)
    finally:
        association.release()


def _reached(machine: Machine, address: str) -> Any:
    """An association with it; none while it is switched off."""
    from django.conf import settings
    from pynetdicom import AE, build_role
    from pynetdicom.sop_class import StorageCommitmentPushModel  # type: ignore[attr-defined]  # made at import

    port = machine.answer_port or 0
    try:  # pynetdicom would leave a socket open for each try, and write two errors
        socket.create_connection((address, port), REACHED_WITHIN).close()
    except OSError:
        return None
    entity = AE(ae_title=settings.SAPHENA_DICOM_AE_TITLE)
    entity.connection_timeout = entity.acse_timeout = entity.dimse_timeout = REACHED_WITHIN
    entity.add_requested_context(StorageCommitmentPushModel)
    role = build_role(StorageCommitmentPushModel, scp_role=True)
    association = entity.associate(address, port, ae_title=machine.ae_title, ext_neg=[role])
    return association if association.is_established else None


def _told(row: Commitment, association: Any) -> bool:
    from pynetdicom.sop_class import StorageCommitmentPushModel, StorageCommitmentPushModelInstance  # type: ignore[attr-defined]  # fmt: skip

    kind = SOME_FAILED if row.failed else ALL_KEPT
    status, _reply = association.send_n_event_report(
        _report(row), kind, StorageCommitmentPushModel, StorageCommitmentPushModelInstance
    )
    if "Status" not in status or status.Status != SUCCESS:
        return False
    return bool(Commitment.objects.filter(pk=row.pk).update(told_at=timezone.now()))


def _report(row: Commitment) -> Dataset:
    from pydicom import Dataset

    report = Dataset()
    report.TransactionUID = row.transaction_uid
    if row.kept:
        report.ReferencedSOPSequence = [_item(sop_class, uid) for sop_class, uid in row.kept]
    if row.failed:
        report.FailedSOPSequence = [_item(sop_class, uid, reason) for sop_class, uid, reason in row.failed]
    return report


def _item(sop_class: str, uid: str, reason: int | None = None) -> Dataset:
    from pydicom import Dataset

    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class, uid
    if reason is not None:
        item.FailureReason = reason
    return item
