"""What patients say about messages: by which way, in which language, at which hours, and which of them not at all.

Only what is not necessary can be stopped: that a date is booked, has moved or is called off is always told. Stopping is
possible from a message too, without the birth date: by its link, by the mail program's own button (RFC 8058), and by
answering STOP to a text. Whoever does that can do no more with it, and the patient can take it back on their own page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from saphena.clinic.messages.channels import wishes_of
from saphena.clinic.messages.events import TextsStarted, TextsStopped, TopicStopped, WishesChanged
from saphena.clinic.messages.kinds import TOPICS, kind_of
from saphena.clinic.messages.models import PromisedMessage, Wishes
from saphena.clinic.messages.numbers import number_of
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import NOBODY_KNOWN
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.folding import digits
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.messages.kinds import Topic

SIGNER = Signer(salt="saphena.messages.stop")


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that a patient may say about messages, as it stands on their page."""

    email_allowed: bool
    text_allowed: bool
    prefers: str
    phone: str
    language: str
    quiet_from: time | None
    quiet_until: time | None
    stopped: frozenset[str]


def said_by(patient: Patient) -> Said:
    """What the patient has said so far."""
    wishes = wishes_of(patient)
    return Said(
        email_allowed=patient.email_allowed,
        text_allowed=patient.text_allowed,
        prefers=wishes.prefers,
        phone=patient.phone,
        language=patient.language,
        quiet_from=wishes.quiet_from,
        quiet_until=wishes.quiet_until,
        stopped=frozenset(wishes.stopped),
    )


def change_wishes(*, actor: Patient, said: Said) -> list[str]:
    """The patient says how they want to be reached. Gives what has changed, in English: the record's language."""
    require(actor, "messages.wish", actor)
    if (said.quiet_from is None) != (said.quiet_until is None):
        raise Refused(_("Please choose both hours, or neither."), "quiet_until")
    if said.phone and not number_of(said.phone):
        raise Refused(_("This is no telephone number that we can reach. Please look at it again."), "phone")
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(pk=actor.pk)
        before = said_by(patient)
        changed = [name for name in Said.__slots__ if getattr(before, name) != getattr(said, name)]
        if not changed:
            return []
        _write(patient, said)
        what = ", ".join(_told(name, said) for name in changed)
        announce(WishesChanged(patient_id=patient.pk, what=what), by=actor, patient=patient)
    return changed


def _write(patient: Patient, said: Said) -> None:
    patient.email_allowed, patient.text_allowed = said.email_allowed, said.text_allowed
    patient.phone, patient.language = said.phone, said.language
    patient.save(update_fields=["email_allowed", "text_allowed", "phone", "language", "search"])
    hours = {"quiet_from": said.quiet_from, "quiet_until": said.quiet_until}
    topics = [topic.name for topic in TOPICS if topic.name in said.stopped]
    more = {"texts_stopped_at": None} if said.text_allowed else {}
    Wishes.objects.update_or_create(
        patient=patient, defaults={"prefers": said.prefers, "stopped": topics, **hours, **more}
    )


def _told(name: str, said: Said) -> str:
    """What changed and to what; a telephone number is in the patient's details, and not here."""
    value = getattr(said, name)
    label = name.replace("_", " ")
    if name == "phone":
        return "telephone number"
    if isinstance(value, frozenset):
        return f"stopped: {', '.join(sorted(value)) or 'nothing'}"
    if isinstance(value, time):
        return f"{label} {value:%H:%M}"
    return f"{label} {'yes' if value is True else 'no' if value is False else value or 'as the clinic'}"


# -- From a message, without the birth date --------------------------------------------------------------------------


def stop_address(message: PromisedMessage) -> str:
    """Where messages like this one are stopped; empty for those that are necessary. It says nothing of anybody."""
    if message.patient_id is None or kind_of(message.kind).topic is None:
        return ""
    return settings.SAPHENA_URL + reverse("messages:stop", args=[SIGNER.sign(str(message.pk))])


def message_of(token: str) -> PromisedMessage | None:
    """The message whose link this is; None for an address that is not ours."""
    try:
        pk = int(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return PromisedMessage.objects.select_related("patient__wishes").filter(pk=pk).first()


def topic_of(message: PromisedMessage) -> Topic | None:
    try:
        return kind_of(message.kind).topic
    except LookupError:
        return None


def stop_topic(message: PromisedMessage) -> None:
    """No more messages like this one. Done twice it is done once."""
    topic, patient = topic_of(message), message.patient
    if topic is None or patient is None:
        return
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        wishes, _new = Wishes.objects.get_or_create(patient=patient)
        if topic.name in wishes.stopped:
            return
        wishes.stopped = [*wishes.stopped, topic.name]
        wishes.save(update_fields=["stopped"])
        with translation.override("en-ca"):
            told = str(topic.label)
        announce(TopicStopped(patient_id=patient.pk, what=told), by=NOBODY_KNOWN, patient=patient)


def with_number(number: str) -> list[Patient]:
    """Whose telephone number this is. A couple may share one."""
    last = digits(number)[-10:]
    if len(last) < 7:
        return []
    found = Patient.objects.filter(search__contains=last).select_related("wishes")
    return [patient for patient in found if number_of(patient.phone) == number]


def stop_texts(number: str, now: datetime | None = None) -> int:
    """STOP was answered from this number: no more text messages to it. Gives how many patients that concerns."""
    return sum(_stop_texts(patient, now or timezone.now()) for patient in with_number(number))


def _stop_texts(patient: Patient, now: datetime) -> bool:
    with transaction.atomic():
        if not Patient.objects.filter(pk=patient.pk, text_allowed=True).update(text_allowed=False):
            return False
        Wishes.objects.update_or_create(patient=patient, defaults={"texts_stopped_at": now})
        announce(TextsStopped(patient_id=patient.pk), by=NOBODY_KNOWN, patient=patient)
    return True


def start_texts(number: str) -> int:
    """START was answered: for whom STOP was answered before. What somebody has said otherwise stays said."""
    stopped = [patient for patient in with_number(number) if wishes_of(patient).texts_stopped_at is not None]
    return sum(_start_texts(patient) for patient in stopped)


def _start_texts(patient: Patient) -> bool:
    with transaction.atomic():
        waiting = Wishes.objects.filter(patient=patient, texts_stopped_at__isnull=False)
        if not waiting.update(texts_stopped_at=None):
            return False
        Patient.objects.filter(pk=patient.pk).update(text_allowed=True)
        announce(TextsStarted(patient_id=patient.pk), by=NOBODY_KNOWN, patient=patient)
    return True


def names_of(topics: Iterable[str]) -> list[str]:
    """The topics in the reader's language, in their order."""
    wanted = set(topics)
    return [str(topic.label) for topic in TOPICS if topic.name in wanted]
