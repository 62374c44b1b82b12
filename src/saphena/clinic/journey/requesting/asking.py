"""What somebody does who is no patient yet: asks, asks again, answers, gives another telephone, withdraws."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.requesting.events import (
    PhoneChanged,
    QuestionAnswered,
    RequestReceived,
    RequestRepeated,
    RequestWithdrawn,
    RequestWrittenDown,
)
from saphena.clinic.journey.requesting.models import OPEN_ONES, AppointmentRequest, Telling
from saphena.clinic.journey.requesting.moving import move
from saphena.clinic.journey.requesting.states import OPEN, Move
from saphena.clinic.journey.requesting.wording import problem_said
from saphena.clinic.people.access import Guest, require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.folding import digits, fold
from saphena.pathway.refused import Refused
from saphena.pathway.requesting import Told, problems, weigh

if TYPE_CHECKING:
    from datetime import date, datetime

    from saphena.clinic.people.models import User

# Two of one person at one moment: whoever loses looks again and finds the other's.
LOOKS = 5


@dataclass(frozen=True, slots=True)
class Asker(Guest):
    """Whoever asks for an appointment, by the name they give."""

    actor_name: str
    actor_role: str = "asks for an appointment"
    actor_id: int | None = None
    allowed: ClassVar[frozenset[str]] = frozenset({"requesting.ask"})


@dataclass(frozen=True, slots=True)
class Who:
    """The person, as they say."""

    given_names: str
    family_name: str
    birth_date: date
    phone: str
    email: str = ""
    language: str = "en"

    @property
    def person(self) -> str:
        return known_by("person", self.birth_date, f"{fold(self.family_name)} {fold(self.given_names)}")

    @property
    def mailbox(self) -> str:
        return known_by("mailbox", self.birth_date, self.email.casefold()) if self.email else ""


def known_by(kind: str, birth_date: date, name: str) -> str:
    return hashlib.sha256(f"{kind}:{birth_date.isoformat()}:{name}".encode()).hexdigest()


def ask(
    *,
    actor: Asker,
    who: Who,
    told: Told,
    form_key: str,
    written_by: User | None = None,
    now: datetime | None = None,
) -> AppointmentRequest:
    """Ask for an appointment. While a request of the same person is open, what is told is added to it.

    The same form sent twice is one telling. `written_by` is who of the staff wrote down what was said on the telephone.
    Raises `Refused` for what a request cannot hold.
    """
    require(actor, "requesting.ask")
    if written_by:
        require(written_by, "requesting.triage")
    now = now or timezone.now()
    for problem in problems(told, timezone.localdate(now)):
        raise Refused(problem_said(problem.rule), problem.field)
    for _look in range(LOOKS - 1):
        try:
            with transaction.atomic():
                return _add(actor, who, told, form_key, written_by, now)
        except IntegrityError:  # somebody else's transaction was quicker, and is found now
            continue
    with transaction.atomic():
        return _add(actor, who, told, form_key, written_by, now)


def _add(
    actor: Asker, who: Who, told: Told, form_key: str, written_by: User | None, now: datetime
) -> AppointmentRequest:
    answers, (urgency, reasons) = asdict(told), weigh(told)
    digest = _digest(form_key, who, answers)
    if again := Telling.objects.select_related("request").filter(digest=digest).first():
        return again.request
    asked = _open_request_of(who)
    first = asked is None
    if asked is None:
        asked = AppointmentRequest.objects.create(
            **asdict(who), person=who.person, mailbox=who.mailbox, urgency=urgency.value, received_at=now
        )
    elif urgency < asked.urgency:
        AppointmentRequest.objects.filter(pk=asked.pk).update(urgency=urgency.value)
    telling = Telling.objects.create(
        request=asked,
        digest=digest,
        told_at=now,
        phone=who.phone,
        email=who.email,
        language=who.language,
        answers=answers,
        reasons=[reason.name for reason in reasons],
    )
    event = RequestReceived if first else RequestRepeated
    announce(event(request_id=asked.pk, telling_id=telling.pk, urgency=urgency.name.lower()), by=actor)
    if written_by:
        announce(RequestWrittenDown(request_id=asked.pk, telling_id=telling.pk), by=written_by)
    return asked


def _open_request_of(who: Who) -> AppointmentRequest | None:
    same = Q(person=who.person)
    if who.mailbox:
        same |= Q(mailbox=who.mailbox)
    return AppointmentRequest.objects.select_for_update().filter(OPEN_ONES & same).order_by("received_at", "pk").first()


def _digest(form_key: str, who: Who, answers: dict[str, object]) -> str:
    whole = json.dumps([form_key, asdict(who), answers], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def answer(*, actor: Asker, asked: AppointmentRequest, text: str, now: datetime | None = None) -> None:
    """Answer the clinic's question; the request comes back to the desk."""
    require(actor, "requesting.ask")
    if not text.strip():
        raise Refused(_("Please write your answer."), "answer")
    with transaction.atomic():
        move(asked, Move.ANSWER)
        question = asked.questions.filter(answered_at__isnull=True).latest("pk")
        question.answer, question.answered_at = text.strip(), now or timezone.now()
        question.save(update_fields=["answer", "answered_at"])
        announce(QuestionAnswered(request_id=asked.pk, question_id=question.pk), by=actor)


def change_phone(*, actor: Asker, asked: AppointmentRequest, phone: str) -> None:
    """The clinic reaches them under another number."""
    require(actor, "requesting.ask")
    if len(digits(phone)) < 7:
        raise Refused(problem_said("no number"), "phone")
    with transaction.atomic():
        locked = AppointmentRequest.objects.select_for_update().get(pk=asked.pk)
        if locked.state not in OPEN:
            raise Refused(_("This request is closed. Please call the clinic."), "phone")
        if locked.phone == phone:
            return
        before, locked.phone = locked.phone, phone
        locked.save(update_fields=["phone", "search"])
        announce(PhoneChanged(request_id=asked.pk, before=before, after=phone), by=actor)


def withdraw(*, actor: Asker, asked: AppointmentRequest, now: datetime | None = None) -> None:
    """They do not want it any more. It stays readable."""
    require(actor, "requesting.ask")
    with transaction.atomic():
        move(asked, Move.WITHDRAW, decided_at=now or timezone.now())
        announce(RequestWithdrawn(request_id=asked.pk), by=actor)
