"""What the carrier says afterwards about a text message that it had taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from saphena.clinic.messages.actions import label_of, move
from saphena.clinic.messages.events import MessageFailed, MessageSent
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.states import Move, State
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce

if TYPE_CHECKING:
    from django.db.models import QuerySet


def attempt_of(reference: str) -> tuple[PromisedMessage, QuerySet[PromisedMessage]] | None:
    """The message that “12-1” names, and the guard that it still is that attempt. None for anything else."""
    pk, _dash, attempts = reference.partition("-")
    if not (pk.isdecimal() and attempts.isdecimal() and len(reference) < 40):
        return None
    same = PromisedMessage.objects.filter(attempts=int(attempts), channel=Channel.TEXT)
    message = same.select_related("patient").filter(pk=int(pk)).first()
    return (message, same) if message else None


def delivered(reference: str, *, has_arrived: bool) -> bool:
    """It has left, or arrived. What nobody knew is known by that, and what was in a dead worker's hand too."""
    found = attempt_of(reference)
    if found is None:
        return False
    message, same = found
    now = timezone.now()
    with transaction.atomic():
        arrived = {"delivered_at": now} if has_arrived else {}
        if move(message, Move.DELIVER, same, sent_at=now, last_error="", **arrived):
            told = {"label": label_of(message.kind), "channel": message.channel}
            announce(MessageSent(patient_id=message.patient_id, message_id=message.pk, **told), by=SAPHENA)
            return True
        first = same.filter(pk=message.pk, state=State.SENT, delivered_at__isnull=True)
        return bool(has_arrived and first.update(delivered_at=now))


def undelivered(reference: str, code: str) -> bool:
    """The network could not deliver it: it has failed after all, and waits for a person."""
    found = attempt_of(reference)
    if found is None:
        return False
    message, same = found
    reason = "the telephone network could not deliver it" + (f", code {code}" if code else "")
    told = {"label": label_of(message.kind), "reason": reason}
    with transaction.atomic():
        if not move(message, Move.BOUNCE, same.filter(delivered_at__isnull=True), last_error=reason):
            return False
        announce(MessageFailed(patient_id=message.patient_id, message_id=message.pk, **told), by=SAPHENA)
    return True
