"""What `saphena work` does with messages that are due: claims, sends and says so, one at a time.

Three short transactions around a sending that is in none of them: claim, send, say so. Whoever dies in between leaves a
claim that grows old; after a while it is marked unknown and shown to staff.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from saphena.clinic.messages.actions import cancel_one, label_of, move
from saphena.clinic.messages.channels import best_channel, has_stopped, wishes_of
from saphena.clinic.messages.composing import compose
from saphena.clinic.messages.events import MessageFailed, MessageLost, MessageSent, MessageTooLate
from saphena.clinic.messages.kinds import KINDS
from saphena.clinic.messages.mailing import one_line
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.quiet import end_of_quiet
from saphena.clinic.messages.senders import SENDERS, NobodyKnows, NotEver, NotNow, Outcome, Sent
from saphena.clinic.messages.states import Move, State
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.request_id import request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from saphena.clinic.people.models import Clinic
    from saphena.clinic.record.events import Event

log = logging.getLogger(__name__)

BATCH = 50
TRIES = 6
FIRST_WAIT = timedelta(minutes=2)
# Longer than any sender takes: EMAIL_TIMEOUT counts for each step of one sending.
CLAIM_IS_OLD = timedelta(minutes=15)


def sweep(worker: str, stopping: Callable[[], bool] = lambda: False) -> int:
    """Go through what is due once. Gives how many messages it dealt with; stops after the one in hand when told to."""
    done = lose_old_claims(timezone.now())
    with one_line():
        for pk in due(timezone.now()):
            if stopping():
                break
            with request_id():
                done += safely_deal_with(pk, worker)
    return done


def safely_deal_with(pk: int, worker: str) -> bool:
    """One message that nobody can deal with must not keep the others from leaving: it waits an hour."""
    try:
        return deal_with(pk, worker)
    except DatabaseError:  # not the message's fault, and nothing else would fare better
        raise
    except Exception:
        log.exception("message %s could not be dealt with", pk)
        later = timezone.now() + timedelta(hours=1)
        PromisedMessage.objects.filter(pk=pk, state=State.PROMISED).update(try_at=later)
        return False


def due(now: datetime) -> list[int]:
    waiting = PromisedMessage.objects.filter(state=State.PROMISED, try_at__lte=now)
    return list(waiting.order_by("try_at", "pk").values_list("pk", flat=True)[:BATCH])


def deal_with(pk: int, worker: str) -> bool:
    """One message, whatever is to become of it now. False when it is left for later or for another worker."""
    message = PromisedMessage.objects.select_related("patient__wishes").filter(pk=pk, state=State.PROMISED).first()
    if message is None:
        return False
    now, clinic = timezone.now(), the_clinic()
    if message.not_after is not None and now > message.not_after:
        return miss(message)
    if message.patient and has_stopped(message.patient, message.kind):
        return cancel_one(message, actor=SAPHENA, reason="the patient has stopped messages of this kind")
    if (reason := not_wanted(message)) and not goes_another_way(message):
        return no_way(message, reason)
    if until := quiet_until(message, clinic, now):
        PromisedMessage.objects.filter(pk=pk, state=State.PROMISED).update(try_at=until)
        return False
    return claim(message, worker, now) and send(message, worker, clinic)


def miss(message: PromisedMessage) -> bool:
    """Its window has closed; it is shown to staff, who may still telephone."""
    return tell(message, Move.MISS, MessageTooLate(**facts_about(message)))


def no_way(message: PromisedMessage, reason: str) -> bool:
    """What need not be told is let be. What is necessary has failed: somebody has to call."""
    kind = KINDS.get(message.kind)
    if kind is not None and kind.topic is not None:
        return cancel_one(message, actor=SAPHENA, reason=reason)
    return given_up(message, reason)


def not_wanted(message: PromisedMessage) -> str:
    """Why the patient does not want it, or cannot get it; empty when neither."""
    if message.channel == Channel.EMAIL:
        if not message.to:
            return "there is no e-mail address"
        if message.patient and not message.patient.email_allowed and not waited_for(message):
            return "the patient wants no e-mail"
    elif message.channel == Channel.TEXT:
        if not message.to:
            return "there is no telephone number that text messages reach"
        if message.patient and not message.patient.text_allowed and not waited_for(message):
            return "the patient wants no text messages"
    return ""


def goes_another_way(message: PromisedMessage) -> bool:
    """Whoever has given up one way since the promise is reached by the other, if they want that one."""
    if message.patient is None:
        return False
    other = best_channel(message.patient, message.kind)
    waiting = PromisedMessage.objects.filter(pk=message.pk, state=State.PROMISED)
    if other == message.channel or not waiting.update(channel=other):
        return False
    message.channel = other
    return not not_wanted(message)


def waited_for(message: PromisedMessage) -> bool:
    """The patient has just asked for it. A kind that no app offers any more is nothing that anybody waits for."""
    kind = KINDS.get(message.kind)
    return kind is not None and kind.asked_for


def quiet_until(message: PromisedMessage, clinic: Clinic, now: datetime) -> datetime | None:
    """The end of the patient's night, unless they wait for this message."""
    if waited_for(message):
        return None
    if message.patient is None:
        return end_of_quiet(now, clinic.zone_info, clinic.quiet_from, clinic.quiet_until)
    wishes = wishes_of(message.patient)
    begins, ends = wishes.quiet_from or clinic.quiet_from, wishes.quiet_until or clinic.quiet_until
    return end_of_quiet(now, message.patient.zone_info, begins, ends)


def claim(message: PromisedMessage, worker: str, now: datetime) -> bool:
    """Take it in hand; False when another worker was quicker.

    One at a time, and not a batch: what a worker that dies had claimed, somebody has to ask after.
    """
    unchanged = PromisedMessage.objects.filter(attempts=message.attempts, channel=message.channel)
    more = {"claimed_at": now, "claimed_by": worker[:100], "attempts": message.attempts + 1}
    return move(message, Move.CLAIM, unchanged, **more)


def send(message: PromisedMessage, worker: str, clinic: Clinic) -> bool:
    """Send what this worker has claimed, and write down what became of it."""
    say(message, outcome_of(message, clinic), worker)
    return True


def outcome_of(message: PromisedMessage, clinic: Clinic) -> Outcome:
    """A text that cannot be put together must not stop the others, nor be tried forever."""
    try:
        composed = compose(message, clinic)
    except Exception as error:
        log.exception("message %s of the kind %s cannot be written", message.pk, message.kind)
        return NotNow(f"the text could not be put together: {type(error).__name__}")
    try:
        return SENDERS[message.channel](composed)
    except Exception as error:
        log.exception("message %s: the sender of %s failed", message.pk, message.channel)
        return NobodyKnows(f"the sender failed: {type(error).__name__}")


def say(message: PromisedMessage, outcome: Outcome, worker: str) -> None:
    """Only the worker that holds the claim may say; a claim that somebody has since settled is theirs."""
    held = PromisedMessage.objects.filter(claimed_by=worker[:100], claimed_at=message.claimed_at)
    told = facts_about(message)
    match outcome:
        case Sent():
            event: Event = MessageSent(**told, channel=message.channel)
            tell(message, Move.DELIVER, event, held, sent_at=timezone.now(), last_error="")
        case NobodyKnows(reason):
            tell(message, Move.LOSE, MessageLost(**told, reason=reason), held, last_error=reason[:300])
        case NotNow(reason) if message.attempts < TRIES:
            later = timezone.now() + back_off(message.attempts)
            move(message, Move.PUT_BACK, held, try_at=later, last_error=reason[:300])
        case NotNow(reason):
            given_up(message, f"{reason}, {message.attempts} times", held)
        case NotEver(reason):
            given_up(message, reason, held)


def given_up(message: PromisedMessage, reason: str, held: QuerySet[PromisedMessage] | None = None) -> bool:
    event = MessageFailed(**facts_about(message), reason=reason)
    return tell(message, Move.GIVE_UP, event, held, last_error=reason[:300])


def facts_about(message: PromisedMessage) -> dict[str, Any]:
    """What every event of this module says."""
    return {"patient_id": message.patient_id, "message_id": message.pk, "label": label_of(message.kind)}


def tell(
    message: PromisedMessage,
    by: Move,
    event: Event,
    among: QuerySet[PromisedMessage] | None = None,
    **columns: object,
) -> bool:
    """Move the message and write the record, both or neither."""
    with transaction.atomic():
        if not move(message, by, among, **columns):
            return False
        announce(event, by=SAPHENA, patient=message.patient)
    return True


def lose_old_claims(now: datetime) -> int:
    """A sender died between sending and saying so. Nobody knows what the patient got; a person has to look."""
    old = PromisedMessage.objects.filter(state=State.CLAIMED, claimed_at__lt=now - CLAIM_IS_OLD)
    return sum(lose(message) for message in old)


def lose(message: PromisedMessage) -> bool:
    reason = "whoever was sending it stopped before saying what became of it"
    told = facts_about(message)
    return tell(message, Move.LOSE, MessageLost(**told, reason=reason), last_error=reason)


def back_off(attempts: int) -> timedelta:
    """2, 4, 8, 16, 32 minutes: an hour of trying in all."""
    return FIRST_WAIT * (1 << max(attempts - 1, 0))
