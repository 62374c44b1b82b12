"""Scans on the worklist: asked for with a visit, moved and withdrawn with it; and what the machine says of them."""

from __future__ import annotations

import base64
import secrets
import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from saphena.clinic.imaging.events import ScanMoved, ScanOrdered, ScanToldByMachine, ScanWithdrawn
from saphena.clinic.imaging.models import Order, PerformedStep
from saphena.clinic.imaging.states import ORDER_MOVES, OrderState
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.clinic.diary.models import Resource
    from saphena.clinic.people.models import Patient
    from saphena.clinic.record.actors import Actor

__all__ = ["begin_step", "end_step", "new_uid", "order_scan", "withdraw_scan"]


def new_uid() -> str:
    """A UID of ours: 2.25 and a random number, which needs no registered root."""
    return f"2.25.{uuid.uuid4().int}"


def new_accession() -> str:
    """Twelve letters and digits that say nothing of anybody and cannot be guessed."""
    return "S" + base64.b32encode(secrets.token_bytes(7)).decode().rstrip("=")[:11]


def order_scan(
    *,
    actor: Actor,
    patient: Patient,
    about: str,
    what: str,
    starts_at: datetime,
    zone: str,
    scanner: Resource | None = None,
    performer: str = "",
    side: str = "",
) -> Order:
    """Put a scan on the worklist, or move the one that is there for the same thing. One withdrawn comes back."""
    require(actor, "imaging.order")
    columns = {"what": what[:64], "starts_at": starts_at, "zone": zone, "scanner": scanner, "performer": performer}
    with transaction.atomic():
        known = Order.objects.select_for_update().filter(about=about).first()
        if known is None:
            order = Order.objects.create(
                patient=patient, about=about, accession=new_accession(), study_uid=new_uid(), side=side, **columns
            )
            announce(ScanOrdered(patient.pk, order.pk, order.accession, _spoken(starts_at)), by=actor)
            return order
        before = known.starts_at
        for name, value in columns.items():
            setattr(known, name, value)
        known.save(update_fields=list(columns))
        if _move(known, OrderState.SCHEDULED):
            known.refresh_from_db()
            announce(ScanOrdered(patient.pk, known.pk, known.accession, _spoken(starts_at)), by=actor)
            return known
        if before != starts_at:
            told = ScanMoved(patient.pk, known.pk, known.accession, _spoken(before), _spoken(starts_at))
            announce(told, by=actor)
        return known


def withdraw_scan(*, actor: Actor, about: str) -> None:
    """Take a scan off the worklist. One that the machine has begun stays: its images will come."""
    require(actor, "imaging.order")
    with transaction.atomic():
        order = Order.objects.filter(about=about).first()
        if order and _move(order, OrderState.WITHDRAWN):
            announce(ScanWithdrawn(order.patient_id, order.pk, order.accession), by=actor)


def _move(order: Order, to: OrderState) -> bool:
    """The guarded update."""
    before = [state.value for state, after in ORDER_MOVES.items() if to in after]
    return bool(Order.objects.filter(pk=order.pk, state__in=before).update(state=to))


def _spoken(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


ENDS = {"COMPLETED": OrderState.COMPLETED, "DISCONTINUED": OrderState.DISCONTINUED}


def begin_step(*, actor: Actor, uid: str, machine: str, order: Order | None, told: Mapping[str, Any]) -> PerformedStep:
    """The machine begins what a line of the worklist asks for (MPPS N-CREATE). Raises `Refused` for a used number."""
    require(actor, "imaging.receive")
    with transaction.atomic():
        if PerformedStep.objects.filter(uid=uid).exists():
            raise Refused("There is a performed step of this number already.", "SOPInstanceUID")
        step = PerformedStep.objects.create(uid=uid, order=order, state="IN PROGRESS", machine=machine, told=dict(told))
        _told(actor, step, OrderState.STARTED)
    return step


def end_step(*, actor: Actor, uid: str, state: str, told: Mapping[str, Any]) -> PerformedStep:
    """The machine has finished or given up (MPPS N-SET), or tells more in between.

    Raises `Refused` for a step that is not known or has ended: what has ended is changed no more.
    """
    require(actor, "imaging.receive")
    with transaction.atomic():
        step = PerformedStep.objects.select_for_update(of=("self",)).select_related("order").filter(uid=uid).first()
        if step is None:
            raise Refused("There is no performed step of this number.", "SOPInstanceUID")
        if step.state != "IN PROGRESS":
            raise Refused("This performed step has ended; it can be changed no more.", "PerformedProcedureStepStatus")
        step.told = {**step.told, **told}
        if state in ENDS:
            step.state, step.ended_at = state, timezone.now()
        step.save(update_fields=["told", "state", "ended_at"])
        if state in ENDS:
            _told(actor, step, ENDS[state])
    return step


def _told(actor: Actor, step: PerformedStep, to: OrderState) -> None:
    order = step.order
    if order and _move(order, to):
        event = ScanToldByMachine(order.patient_id, order.pk, order.accession, step.machine, to.value)
        announce(event, by=actor)
