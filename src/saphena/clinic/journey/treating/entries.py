"""What a tablet sends: entries in their order, each with its own key, each its own transaction.

An entry is answered with what became of it: saved (also when it was there already), asks (for a reason), or refused,
with the sentence. The tablet keeps an entry until it is saved or a person has read why not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from saphena.clinic.journey.treating.actions import give_weight, name_injector
from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.injecting import draw_syringe, record_injection, take_back_injection
from saphena.clinic.journey.treating.moving import move_on
from saphena.clinic.journey.treating.noting import record_deed, record_emergency_step, record_sighting
from saphena.clinic.journey.treating.seals import who_tapped
from saphena.clinic.journey.treating.sending import tell_of_sending
from saphena.clinic.journey.treating.states import Move
from saphena.clinic.people.models import User
from saphena.pathway.refused import Refused
from saphena.pathway.treating import Unreadable, read_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from saphena.clinic.journey.treating.models import Session

__all__ = ["MOST", "take"]

MOST = 200  # entries in one parcel; a tablet that was shut for a day sends several
KEY = re.compile(r"[0-9a-zA-Z-]{8,36}")
YEAR = 365 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it came, with its parts read. Raises `Refused` with a sentence for what cannot be read.

    `sent_by` is whoever is signed in now, where somebody else has tapped it.
    """

    raw: dict[str, Any]
    sent_by: User | None = None

    def text(self, name: str, longest: int = 300) -> str:
        value = self.raw.get(name, "")
        if not isinstance(value, str):
            raise Refused(_("This entry cannot be read: %(field)s.") % {"field": name}, name)
        return value.replace("\0", "")[:longest]

    def key(self) -> str:
        key = self.text("key", 40)
        if not KEY.fullmatch(key):
            raise Refused(_("This entry has no key of its own and cannot be kept apart from another."), "key")
        return key

    def at(self) -> datetime:
        """Milliseconds since 1970, as browsers count."""
        value = self.raw.get("at")
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 140 * YEAR:
            raise Refused(_("This entry does not say when it was."), "at")
        return datetime.fromtimestamp(value / 1000, UTC)

    def amount(self, name: str, unit: str) -> Decimal:
        """With a point or a comma, with its unit or none; another unit is refused with a sentence."""
        value = self.raw.get(name)
        typed = value if isinstance(value, str) else repr(value) if isinstance(value, (int, float)) else ""
        try:
            return read_number(typed, unit)
        except Unreadable as no:
            raise Refused(_amount_sentence(no, unit), name) from None

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name, 10))
        except ValueError:
            raise Refused(_("Please give the day until which the lot is good."), name) from None

    def person(self, name: str) -> User | None:
        """Somebody who works here, if the entry names one."""
        value = self.raw.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
            return None
        return User.objects.filter(pk=value, is_active=True).first()

    @property
    def common(self) -> dict[str, Any]:
        late = self.raw.get("late") is True
        return {"key": self.key(), "at": self.at(), "late": late, "sent_by": self.sent_by}


def _amount_sentence(no: Unreadable, unit: str) -> str:
    sentences = {
        "no number": _("“%(typed)s” is no amount in %(unit)s. Write it as 2.5 or 2,5."),
        "wrong unit": _("“%(typed)s” is in another unit. Here it is %(unit)s; please convert it yourself."),
        "not above zero": _("The amount is more than nothing, in %(unit)s."),
    }
    return sentences[no.rule] % {"typed": no.typed[:20], "unit": unit}


def _syringe(actor: User, session: Session, entry: Entry) -> object:
    return draw_syringe(
        actor=actor, session=session, product=entry.text("product", 40), percent=entry.amount("percent", "%"),
        form=entry.text("form", 6), ratio=entry.text("ratio", 5), gas=entry.text("gas", 12), lot=entry.text("lot", 40),
        expires_on=entry.day("expires"), reason=entry.text("reason"), ordered_by=entry.person("ordered_by"),
        **entry.common,
    )  # fmt: skip


def _injection(actor: User, session: Session, entry: Entry) -> object:
    return record_injection(
        actor=actor, session=session, syringe_key=entry.text("syringe", 40), segment=entry.text("segment", 40),
        side=entry.text("side", 5), volume=entry.amount("volume", "mL"), reason=entry.text("reason"),
        ordered_by=entry.person("ordered_by"), **entry.common,
    )  # fmt: skip


def _void(actor: User, session: Session, entry: Entry) -> object:
    injection = entry.text("injection", 40)
    return take_back_injection(
        actor=actor, session=session, injection_key=injection, reason=entry.text("reason"), **entry.common
    )


def _deed(actor: User, session: Session, entry: Entry) -> object:
    segment, words = entry.text("segment", 40), entry.text("words", 60)
    return record_deed(
        actor=actor, session=session, what=entry.text("what", 24), words=words, segment=segment, **entry.common
    )


def _sighting(actor: User, session: Session, entry: Entry) -> object:
    what, injection = entry.text("what", 24), entry.text("injection", 40)
    return record_sighting(actor=actor, session=session, what=what, injection_key=injection, **entry.common)


def _emergency(actor: User, session: Session, entry: Entry) -> object:
    emergency, step = entry.text("emergency", 24), entry.text("step", 40)
    return record_emergency_step(actor=actor, session=session, emergency=emergency, step=step, **entry.common)


def _move(actor: User, session: Session, entry: Entry) -> object:
    try:
        move = Move(entry.text("move", 12))
    except ValueError:
        raise Refused(_("There is no such step."), "move") from None
    reason, physician = entry.text("reason"), entry.person("ordered_by")
    return move_on(actor=actor, session=session, move=move, reason=reason, ordered_by=physician, **entry.common)


def _injector(actor: User, session: Session, entry: Entry) -> object:
    entry.key()
    return name_injector(actor=actor, session=session, injector=entry.person("who"))


def _weight(actor: User, session: Session, entry: Entry) -> object:
    entry.key()
    return give_weight(actor=actor, session=session, weight=entry.amount("weight", "kg"))


KINDS: dict[str, Callable[[User, Session, Entry], object]] = {
    "syringe": _syringe,
    "injection": _injection,
    "void": _void,
    "deed": _deed,
    "sighting": _sighting,
    "emergency": _emergency,
    "move": _move,
    "weight": _weight,
    "injector": _injector,
}


def take(actor: User, session: Session, entries: list[Any]) -> list[dict[str, Any]]:
    """Do what the entries say, in their order. A fault of the database is raised: the tablet sends again."""
    answers: list[dict[str, Any]] = []
    for raw in entries[:MOST]:
        if answers and answers[-1]["outcome"] in ("asks", "wait"):
            answers.append({"key": _key(raw), "outcome": "wait"})  # the order is kept: an injection needs its syringe
        else:
            answers.append(_taken(actor, session, raw))
    tell_of_sending(actor, session, [each.pop("author") for each in answers if "author" in each])
    return answers


def _key(raw: Any) -> str:
    return raw["key"] if isinstance(raw, dict) and isinstance(raw.get("key"), str) else ""


def _taken(actor: User, session: Session, raw: Any) -> dict[str, Any]:
    key = _key(raw)
    try:
        if not isinstance(raw, dict) or raw.get("kind") not in KINDS:
            raise Refused(_("This entry cannot be read: %(field)s.") % {"field": "kind"}, "kind")
        author = who_tapped(seal, session) if (seal := Entry(raw).text("seal")) else actor
        sent_by = None if author == actor else actor
        KINDS[raw["kind"]](author, session, Entry(raw, sent_by))
    except Asks as asks:
        rules = [row.rule for row in asks.passed]
        return {"key": key, "outcome": "asks", "sentence": str(asks), "physician": asks.physician, "rules": rules}
    except Refused as no:
        return {"key": key, "outcome": "refused", "sentence": str(no), "field": no.field}
    except PermissionDenied as no:
        return {"key": key, "outcome": "refused", "sentence": str(no), "field": None}
    return {"key": key, "outcome": "saved"} | ({"author": author} if sent_by else {})
