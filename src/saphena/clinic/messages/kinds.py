"""The kinds of message. Each app offers its own at start, in its apps.py:

    kinds.offer(Kind("courses.plan", label=_("your plan"), facts=plan_facts))

and brings a text per language, templates/messages/mail/courses.plan.en.txt and courses.plan.fr.txt. The first line is
the subject. A subject is read on locked screens by whoever is near, so it says nothing of legs, veins or treatment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.links import address_of, make_link
from saphena.clinic.record.actors import SAPHENA

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from saphena.clinic.messages.models import PromisedMessage

Facts = Callable[["PromisedMessage"], Mapping[str, object]]


def no_facts(message: PromisedMessage) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Topic:
    """What patients may stop, in their own words. A kind of message that has none is necessary."""

    name: str
    label: StrPromise | str


REMINDERS = Topic("reminders", _("Reminders of my dates"))
QUESTIONS = Topic("questions", _("Questions about how I am"))
EARLIER = Topic("earlier", _("An earlier time that has become free"))
MOVES = Topic("moves", _("A question whether my visit may move"))
TOPICS = (REMINDERS, QUESTIONS, EARLIER, MOVES)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message.

    `label` says to staff what it is. `facts` gives the text what it needs, at the moment of sending. `asked_for` is a
    message that the patient has just asked for and waits for: it goes out in quiet hours too, and to those who want no
    other messages. `text_first` is a message that is worth a text message where there is a choice. With a `topic` the
    patient can stop it; without one it is necessary, and staff are told when it cannot be sent.
    """

    name: str
    label: StrPromise | str
    facts: Facts = no_facts
    asked_for: bool = False
    text_first: bool = False
    topic: Topic | None = None


KINDS: dict[str, Kind] = {}


def offer(kind: Kind) -> None:
    """Make the kind known. Offered twice it has to be the same."""
    if KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"there are two kinds of message called {kind.name}")


def kind_of(name: str) -> Kind:
    """Raises `LookupError` for a kind that no app offers."""
    try:
        return KINDS[name]
    except KeyError:
        raise LookupError(f"no app offers messages of the kind {name}") from None


def fresh_link(message: PromisedMessage) -> Mapping[str, object]:
    """The token is made when the message is, and kept nowhere else."""
    if message.patient is None:
        raise ValueError("only a patient has a page of their own")
    return {"link": address_of(make_link(actor=SAPHENA, patient=message.patient))}


LINK = Kind("people.link", label=_("link to their own pages"), facts=fresh_link)
NEW_LINK = Kind("people.new_link", label=_("new link, as they asked"), facts=fresh_link, asked_for=True)
