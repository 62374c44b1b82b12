"""What is done with promises: made, moved and cancelled in the transaction of their cause, settled by a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from saphena.clinic.messages.channels import best_channel, can_be_reached
from saphena.clinic.messages.events import (
    MessageCancelled,
    MessageConfirmed,
    MessagePromised,
    MessageRenewed,
)
from saphena.clinic.messages.kinds import KINDS, LINK, NEW_LINK, kind_of
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.states import MOVES, Move, State, before
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA, Actor
from saphena.clinic.record.announcing import announce
from saphena.pathway.clock import aware
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from saphena.clinic.people.events import LinkSendingAsked, NewLinkAsked


def label_of(kind: str) -> str:
    """In English: the record has one language. A kind that no app offers any more is told by its name."""
    known = KINDS.get(kind)
    with translation.override("en-ca"):
        return str(known.label) if known else kind


def spoken(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def promise(
    *,
    actor: Actor,
    patient: Patient | None,
    kind: str,
    about: str,
    due_at: datetime,
    not_after: datetime | None = None,
    channel: str = "",
    facts: Mapping[str, object] | None = None,
    email: str = "",
    language: str = "",
) -> PromisedMessage:
    """Promise the patient a message. The same promise made twice is made once, and the first one is given back,
    unless it was cancelled in between.

    `about` is the key of what it is about ("course:12"); `not_after` the moment from which it makes no sense any more.
    Somebody who is no patient yet is reached at `email`, in `language`. Without a `channel` the patient's is chosen.
    """
    require(actor, "messages.promise", patient)
    kind_of(kind)
    if not_after is not None and aware(not_after) < aware(due_at):
        raise Refused(_("This message would be too late before it is due."))
    with transaction.atomic():
        promised, new = PromisedMessage.objects.exclude(state=State.CANCELLED).get_or_create(
            about=about,
            kind=kind,
            due_at=aware(due_at),
            defaults={
                "patient": patient,
                "not_after": not_after,
                "try_at": due_at,
                "channel": channel or (best_channel(patient, kind) if patient else Channel.EMAIL),
                "facts": dict(facts or {}),
                "email": email,
                "language": language,
                "created_by_id": actor.actor_id,
            },
        )
        if new:
            told = {"label": label_of(kind), "due_at": spoken(due_at)}
            announce(MessagePromised(patient_id=promised.patient_id, message_id=promised.pk, **told), by=actor)
    return promised


def cancel(*, actor: Actor, about: str, reason: str, kind: str = "") -> int:
    """Take back what was promised about this and has not left yet. Gives how many."""
    with transaction.atomic():
        waiting = PromisedMessage.objects.select_related("patient").filter(about=about, state=State.PROMISED)
        if kind:
            waiting = waiting.filter(kind=kind)
        return sum(cancel_one(message, actor=actor, reason=reason) for message in waiting)


def cancel_one(message: PromisedMessage, *, actor: Actor, reason: str) -> bool:
    """False when it had gone out, or was in somebody's hand, by then."""
    require(actor, "messages.promise", message.patient)
    with transaction.atomic():
        if not move(message, Move.CANCEL, last_error=reason[:300]):
            return False
        told = {"label": label_of(message.kind), "reason": reason}
        announce(MessageCancelled(patient_id=message.patient_id, message_id=message.pk, **told), by=actor)
    return True


def move(message: PromisedMessage, by: Move, among: QuerySet[PromisedMessage] | None = None, **columns: object) -> bool:
    """The guarded update: only from a state that allows it, still `among` those that are meant, and only if nobody was
    quicker. `columns` are values; the message in hand has them afterwards."""
    rows = PromisedMessage.objects.all() if among is None else among
    for state in before(by):
        if rows.filter(pk=message.pk, state=state).update(state=MOVES[state, by], **columns):
            for name, value in {"state": MOVES[state, by], **columns}.items():
                setattr(message, name, value)
            return True
    return False


def send_again(*, actor: Actor, message: PromisedMessage, now: datetime | None = None) -> None:
    """A person wants it sent after all, now."""
    require(actor, "messages.settle", message.patient)
    now = now or timezone.now()
    with transaction.atomic():
        if not move(message, Move.RENEW, try_at=now, not_after=None, attempts=0, claimed_by="", last_error=""):
            raise Refused(_("This message is not waiting for anybody's decision any more."))
        told = {"label": label_of(message.kind)}
        announce(MessageRenewed(patient_id=message.patient_id, message_id=message.pk, **told), by=actor)


def confirm_arrival(*, actor: Actor, message: PromisedMessage, now: datetime | None = None) -> None:
    """A person has asked: it had arrived."""
    require(actor, "messages.settle", message.patient)
    with transaction.atomic():
        if not move(message, Move.CONFIRM, sent_at=now or timezone.now()):
            raise Refused(_("This message is not waiting for anybody's decision any more."))
        told = {"label": label_of(message.kind)}
        announce(MessageConfirmed(patient_id=message.patient_id, message_id=message.pk, **told), by=actor)


def let_it_be(*, actor: Actor, message: PromisedMessage) -> None:
    """A person has seen it, and it need not be sent."""
    require(actor, "messages.settle", message.patient)
    if not cancel_one(message, actor=actor, reason="seen, and not needed"):
        raise Refused(_("This message is not waiting for anybody's decision any more."))


def promise_link(event: LinkSendingAsked, *, by: Actor) -> None:
    """Follows when staff want a patient to have a link."""
    patient = Patient.objects.get(pk=event.patient_id)
    if not can_be_reached(patient):
        raise Refused(_("There is no e-mail address to send the link to."))
    promise(actor=by, patient=patient, kind=LINK.name, about=f"patient:{patient.pk}", due_at=timezone.now())


def promise_new_link(event: NewLinkAsked, *, by: Actor) -> None:
    """Follows when a patient asks for a new link. Without an address nothing happens: the page tells nobody."""
    patient = Patient.objects.get(pk=event.patient_id)
    if can_be_reached(patient):
        promise(
            actor=SAPHENA, patient=patient, kind=NEW_LINK.name, about=f"patient:{patient.pk}", due_at=timezone.now()
        )
