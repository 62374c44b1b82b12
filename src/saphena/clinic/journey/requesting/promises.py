"""The messages to somebody who asked: that it came, a question, yes, no.

Nothing that was typed into the form is in them: whoever types another's address can send them no words of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.requesting.links import make_link
from saphena.clinic.journey.requesting.models import AppointmentRequest, Question, Telling
from saphena.clinic.messages.actions import promise
from saphena.clinic.messages.kinds import Kind
from saphena.clinic.record.actors import SAPHENA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.clinic.journey.requesting.events import (
        QuestionAsked,
        RequestAccepted,
        RequestDeclined,
        RequestReceived,
        RequestRepeated,
    )
    from saphena.clinic.messages.models import PromisedMessage
    from saphena.clinic.record.actors import Actor


def about(request_id: int) -> str:
    return f"request:{request_id}"


def with_link(message: PromisedMessage) -> Mapping[str, object]:
    """A fresh link, unless it goes to an address that the request is not known by."""
    asked = AppointmentRequest.objects.get(pk=int(str(message.facts["request"])))
    return {"link": make_link(asked) if message.email.casefold() == asked.email.casefold() else ""}


def with_question(message: PromisedMessage) -> Mapping[str, object]:
    question = Question.objects.get(pk=int(str(message.facts["question"])))
    return {"question": question.text, **with_link(message)}


def with_reason(message: PromisedMessage) -> Mapping[str, object]:
    return {"reason": AppointmentRequest.objects.get(pk=int(str(message.facts["request"]))).reason}


RECEIVED = Kind("requesting.received", label=_("that the request came"), facts=with_link, asked_for=True)
QUESTION = Kind("requesting.question", label=_("a question about the request"), facts=with_question)
ACCEPTED = Kind("requesting.accepted", label=_("that the request is accepted"), facts=with_link)
DECLINED = Kind("requesting.declined", label=_("that the request is declined"), facts=with_reason)


def promise_receipt(event: RequestReceived | RequestRepeated, *, by: Actor) -> None:
    """Follows each telling, to the address that it gives: whether it was the first cannot be seen from it."""
    telling = Telling.objects.select_related("request").get(pk=event.telling_id)
    if telling.email:
        _promise(RECEIVED, telling.request, telling.told_at, email=telling.email, language=telling.language)


def promise_question(event: QuestionAsked, *, by: Actor) -> None:
    """Follows when the desk asks back."""
    asked = AppointmentRequest.objects.get(pk=event.request_id)
    _promise(QUESTION, asked, timezone.now(), question=event.question_id)


def promise_refusal(event: RequestDeclined, *, by: Actor) -> None:
    """Follows when the desk declines. Without an address somebody has to call; the desk says so."""
    _promise(DECLINED, AppointmentRequest.objects.get(pk=event.request_id), timezone.now())


def promise_acceptance(event: RequestAccepted, *, by: Actor) -> None:
    """Follows when the desk accepts."""
    _promise(ACCEPTED, AppointmentRequest.objects.get(pk=event.request_id), timezone.now())


def _promise(
    kind: Kind, asked: AppointmentRequest, due: datetime, *, email: str = "", language: str = "", **facts: int
) -> None:
    to = email or asked.email
    if to:
        promise(
            actor=SAPHENA,
            patient=None,
            kind=kind.name,
            about=about(asked.pk),
            due_at=due,
            facts={"request": asked.pk, **facts},
            email=to,
            language=language or asked.language,
        )
