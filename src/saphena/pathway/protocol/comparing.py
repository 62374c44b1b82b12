"""What a second drawing of a plan changed: moved, new, gone or worded otherwise, each as a sentence for the patient.

A plan is compared as it is told: an instruction for a whole day has not moved when only the hour behind it has, and one
that comes round many times is one change, not many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.pathway.protocol.phrases import Grain
from saphena.pathway.protocol.plan import Line
from saphena.pathway.protocol.settings import base_event
from saphena.pathway.protocol.telling import fill, headline, tell_moment, tell_words, words_of
from saphena.pathway.protocol.wording import Slot, join, sentences, template

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from saphena.pathway.protocol.plan import Item, Plan
    from saphena.pathway.protocol.wording import Moment

__all__ = ["Change", "EventChange", "ItemChange", "What", "compare"]


class What(StrEnum):
    """What happened to an event or an instruction between two drawings."""

    MOVED = "moved"
    NEW = "new"
    GONE = "gone"
    REWORDED = "reworded"


WORDS = {
    "en": {
        "moved": "{now} (was {was}).",
        "at": "{when}: {now}",
        "until": "Until {when}: {now}",
        "was until": "until {when}",
        "new": "New: {text}",
        "gone": "No longer: {text}",
        "reworded": "Now: {now} (before: {was})",
        "event moved": "{event}: {now} (was {was}).",
        "event new": "{event}: {now} (new).",
        "event gone": "{event}: no date any more (was {was}).",
    },
    "fr": {
        "moved": "{now} (avant : {was}).",
        "at": "{when} : {now}",
        "until": "Jusqu’au {when} : {now}",
        "was until": "jusqu’au {when}",
        "new": "Nouveau : {text}",
        "gone": "Ne vaut plus : {text}",
        "reworded": "Désormais : {now} (avant : {was})",
        "event moved": "{event} : {now} (avant : {was}).",
        "event new": "{event} : {now} (nouveau).",
        "event gone": "{event} : plus de date (avant : {was}).",
    },
}


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event that the plan was given moved, came or went."""

    what: What
    name: str
    old: Plan
    new: Plan

    @property
    def at(self) -> datetime:
        return (_given(self.new).get(self.name) or _given(self.old)[self.name]).at

    def sentence(self, language: str) -> str:
        """“The procedure: Thursday 11 March at 10:00 (was Tuesday 9 March at 10:00).”"""
        words = WORDS[language]
        label = self.new.protocol.events[base_event(self.name)].label[language]
        was, now = (self._say(plan, language) for plan in (self.old, self.new))
        return words[f"event {self.what}"].format(event=_capital(label), now=now, was=was)

    def _say(self, plan: Plan, language: str) -> str:
        moment = _given(plan).get(self.name)
        return tell_moment(moment, "when", plan, language) if moment else ""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An instruction that moved, is new, no longer holds, or reads otherwise.

    `item` is as it stands now, or as it stood when it is gone; `old` is how it stood when it was there before too.
    """

    what: What
    item: Item
    old: Item | None = None

    @property
    def at(self) -> datetime:
        return self.item.begin.at

    def sentence(self, language: str) -> str:
        """“Leave the bandage on, day and night, until Tuesday 16 March, in the morning (was Sunday 14 March, …).”"""
        words = WORDS[language]
        if self.old:
            return _moved(self.old, self.item, language) or _reworded(self.old, self.item, language)
        return words[self.what].format(text=headline(_line(self.item), language))


Change = EventChange | ItemChange


def compare(old: Plan, new: Plan) -> list[Change]:
    """What changed from one drawing to the next: the events first, then the instructions, each earliest first."""
    events = sorted(_events(old, new), key=lambda change: change.at)
    return [*events, *sorted(_items(old, new), key=lambda change: change.at)]


def _given(plan: Plan) -> dict[str, Moment]:
    """The events that somebody gave; “your next appointment” only points to one of them."""
    events = plan.protocol.events
    return {
        name: known.moment
        for name, known in plan.events.items()
        if known.given and not events[base_event(name)].first_of
    }


def _events(old: Plan, new: Plan) -> Iterator[EventChange]:
    was, now = _given(old), _given(new)
    for name in dict.fromkeys((*now, *was)):
        if name in was and name in now:
            if was[name].at != now[name].at:
                yield EventChange(What.MOVED, name, old, new)
        else:
            yield EventChange(What.NEW if name in now else What.GONE, name, old, new)


def _items(old: Plan, new: Plan) -> Iterator[ItemChange]:
    was, now = ({item.rule.id: item for item in plan.items} for plan in (old, new))
    for rule_id, item in now.items():
        before = was.get(rule_id)
        if before is None:
            yield ItemChange(What.NEW, item)
        elif _told(before) != _told(item):
            yield ItemChange(What.MOVED, item, before)
        elif _texts(before) != _texts(item):
            yield ItemChange(What.REWORDED, item, before)
    yield from (ItemChange(What.GONE, item) for rule_id, item in was.items() if rule_id not in now)


def _told(item: Item) -> tuple[Hashable, ...]:
    """When the item is, as a patient is told it: by dates, or by the clock."""
    if not item.all_day:
        return item.begin.at, item.finish.at if item.finish else None
    last = (item.end - timedelta(microseconds=1)).date() if item.end else None
    return item.start.date(), last


def _texts(item: Item) -> list[str]:
    return [item.text(language) for language in item.plan.protocol.languages]


def _moved(old: Item, new: Item, language: str) -> str:
    """The first sentence and those in which a date or a number changed, what stood there; nothing when none does."""
    then, now = _line(old), _line(new)
    words = words_of(now)[language]
    if words != words_of(then)[language]:
        return ""
    said, was = [], []
    for number, sentence in enumerate(sentences(words)):
        before = {slot: fill(slot, then, language) for slot in template(sentence).slots}
        changed = [text for slot, text in before.items() if text != fill(slot, now, language)]
        was += changed
        if changed or not number:
            said.append(tell_words(sentence, now, language))
    if not was:
        return _by_its_window(old, new, language)
    return WORDS[language]["moved"].format(now=_open(" ".join(said)), was=join(dict.fromkeys(was), language))


def _by_its_window(old: Item, new: Item, language: str) -> str:
    """For a text that names no date: when it starts, or until when it holds, said before it."""
    words = WORDS[language]
    now = headline(_line(new), language)
    if _told(old) == _told(new):
        return ""
    if _told(old)[0] != _told(new)[0]:
        when, was = (_say_start(item, language) for item in (new, old))
        said = words["at"].format(when=_capital(when), now=now)
    else:
        when, was = (_say_end(item, language) for item in (new, old))
        said = words["until"].format(when=when, now=now)
        was = words["was until"].format(when=was)
    return words["moved"].format(now=_open(said), was=was)


def _reworded(old: Item, new: Item, language: str) -> str:
    return WORDS[language]["reworded"].format(now=new.text(language), was=old.text(language))


def _say_start(item: Item, language: str) -> str:
    return fill(Slot("start", "day" if item.all_day else "when"), _line(item), language)


def _say_end(item: Item, language: str) -> str:
    whole = item.finish is not None and item.finish.grain is Grain.DAY and not item.finish.part
    form = "last_day" if item.finish and (item.all_day or whole) else "when"
    return fill(Slot("end", form), _line(item), language)


def _line(item: Item) -> Line:
    return Line(item, item.begin, item.finish, 0, item.all_day)


def _open(sentence: str) -> str:
    """A sentence without its full stop, so that it can go on."""
    return sentence.rstrip(".: ")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
