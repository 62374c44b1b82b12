"""A message that may not have arrived is a row of the inbox, until somebody has decided about it at the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.journey.recovering.events import MatterClosed
from saphena.clinic.journey.recovering.models import Kind, Matter, Outcome
from saphena.clinic.journey.recovering.moving import move
from saphena.clinic.journey.recovering.raising import note, open_matters, raise_matter
from saphena.clinic.journey.recovering.states import Move
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.announcing import announce
from saphena.pathway.recovering import Level

if TYPE_CHECKING:
    from saphena.clinic.messages.events import (
        MessageCancelled,
        MessageConfirmed,
        MessageFailed,
        MessageLost,
        MessageRenewed,
        MessageSent,
        MessageTooLate,
    )
    from saphena.clinic.record.actors import Actor


def tell_the_inbox(event: MessageFailed | MessageLost | MessageTooLate, *, by: Actor) -> None:
    """Follows when nobody knows whether a message arrived, or it did not."""
    message = PromisedMessage.objects.select_related("patient").get(pk=event.message_id)
    if not Matter.objects.filter(open_matters(message=message)).exists():
        raise_matter(Kind.UNDELIVERED, Level.OFFICE, timezone.now(), by=by, patient=message.patient, message=message)


def settle(event: MessageCancelled | MessageConfirmed | MessageRenewed | MessageSent, *, by: Actor) -> None:
    """Follows when it is decided: whoever decides at the outbox has read it, and so has a sender that comes back."""
    now = timezone.now()
    for matter in Matter.objects.filter(open_matters(message_id=event.message_id)):
        outcome = Outcome.WELL
        closer = by.actor_id
        move(matter, Move.CLOSE, outcome=outcome, closed_at=now, closed_by_id=closer, read_at=now, snoozed_until=None)
        note(matter, Move.CLOSE, by=by, at=now)
        announce(MatterClosed(patient_id=matter.patient_id, matter_id=matter.pk, outcome=outcome.value), by=by)
