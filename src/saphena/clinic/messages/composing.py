"""A promise becomes a text: the kind's template in the patient's language, on the patient's clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from saphena.clinic.messages.kinds import kind_of
from saphena.clinic.messages.models import Channel
from saphena.clinic.messages.wishes import stop_address
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.queries import the_clinic

if TYPE_CHECKING:
    from django.template.backends.django import Template as DjangoTemplate

    from saphena.clinic.messages.models import PromisedMessage
    from saphena.clinic.people.models import Clinic


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as it will be read."""

    to: str
    subject: str
    body: str
    language: str
    reference: str
    stop: str = ""  # where messages like this one are stopped, for those that can be


def text_of(language: str) -> str:
    """Every kind's text message is the same: that there is something, and where. It is read by whoever is near."""
    return f"messages/text/any.{language}.txt"


def template_of(kind: str, language: str) -> str:
    return f"messages/mail/{kind}.{language}.txt"


def written(name: str, context: dict[str, object]) -> str:
    """The template filled in. It is plain text, so an apostrophe stays one: nothing is escaped."""
    template = cast("DjangoTemplate", get_template(name)).template
    return str(template.render(Context(context, autoescape=False)))


def compose(message: PromisedMessage, clinic: Clinic | None = None) -> Composed:
    """Raises what templates raise, and `LookupError` for a kind that nobody offers any more."""
    patient, clinic, stop = message.patient, clinic or the_clinic(), stop_address(message)
    zone = patient.zone_info if patient else clinic.zone_info
    context = {
        "patient": patient,
        "clinic": clinic,
        "facts": message.facts,
        **kind_of(message.kind).facts(message),
    }
    with translation.override(django_name(message.spoken)), timezone.override(zone):
        if message.channel == Channel.TEXT:
            subject, body = "", " ".join(written(text_of(message.spoken), context).split())
        else:
            text = written(template_of(message.kind, message.spoken), context)
            subject, _gap, body = text.strip().partition("\n")
            if stop:
                how = written(f"messages/mail/stop.{message.spoken}.txt", {"stop": stop})
                body = f"{body.strip()}\n\n{how.strip()}"
    return Composed(
        to=message.to,
        subject=subject.strip(),
        body=body.strip() + "\n",
        language=message.spoken,
        reference=f"{message.pk}-{message.attempts}",
        stop=stop,
    )
