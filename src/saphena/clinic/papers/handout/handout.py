"""What stands on a patient's handout: the first day by the clock, the days after, when to call, getting ready.

The result is plain lists and words, which the template sets as they are; nothing of it is ever read as markup.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from saphena.clinic.papers.handout.sorting import NoFirstDay, last_day, sort_items
from saphena.clinic.papers.handout.strip import lane_of, weeks
from saphena.clinic.papers.handout.words import WORDS
from saphena.pathway.protocol.phrases import Grain
from saphena.pathway.protocol.plan import Line
from saphena.pathway.protocol.rules import Kind
from saphena.pathway.protocol.settings import base_event
from saphena.pathway.protocol.telling import tell, tell_words, words_of
from saphena.pathway.protocol.wording import SHORT_MONTHS, say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.papers.handout.sorting import Parts
    from saphena.clinic.papers.letterhead import Letterhead
    from saphena.pathway.protocol.plan import Item, Plan

__all__ = ["NoFirstDay", "handout"]

VISITS = ("review", "second")
TO_TICK = {Kind.DO, Kind.HAVE, Kind.BRING, Kind.CHOICE, Kind.ASK}


def handout(plan: Plan, language: str, clinic: Letterhead, stricter: Sequence[str] = ()) -> dict[str, Any]:
    """The whole handout in one language; `stricter` says which of two treatments' restrictions counts, a sentence each.

    Raises `NoFirstDay` when no event says on which day the treatment is.
    """
    return {**_Handout(plan, language).pages(clinic), "stricter": list(stricter)}


class _Handout:
    def __init__(self, plan: Plan, language: str) -> None:
        self.plan = plan
        self.language = language
        self.words = WORDS[language]

    def pages(self, clinic: Letterhead) -> dict[str, Any]:
        parts, protocol = sort_items(self.plan), self.plan.protocol
        signed = bool(protocol.approval.physician)
        title = protocol.title[self.language]
        return {
            "language": self.language,
            "document": self.words["document"].format(title=title),
            "title": title,
            "version": f"{protocol.id} {protocol.version}",
            "unsigned": "" if signed else self.words["unsigned"],
            "clinic": {"name": clinic.name, "phone": clinic.phone, "label": self.words["call us"]},
            "page": self.words["page"],
            "day": self._day(parts),
            "weeks": self._weeks(parts),
            "calls": self._calls(parts),
            "preparation": {
                "heading": self.words["preparation"],
                "groups": _grouped([(*self._by(item), self._entry(item)) for item in parts.preparation]),
            },
        }

    def _day(self, parts: Parts) -> dict[str, Any]:
        rows: list[dict[str, Any]] = []
        for line in parts.day:
            if line.number > 1 and _ticks(line.item):
                continue  # it stands beside the first of them
            start = say_clock(line.start.time(), self.language)
            if not rows or rows[-1]["time"] != start:
                rows.append({"time": start, "entries": []})
            rows[-1]["entries"].append(self._timed(line, parts.on))
        return {
            "heading": self.words["day"],
            "date": _capital(say_day(parts.on, self.language, 0)),
            "before": self.words["before the visit"],
            "before_entries": [self._said(item) for item in parts.before_the_visit],
            "rows": rows,
        }

    def _timed(self, line: Line, on: date) -> dict[str, Any]:
        """A line of the first day. What comes round within the day is told once, with a box to tick for each time."""
        again = [each for each in line.item.lines() if each.start.date() == on] if _ticks(line.item) else []
        ticks = [say_clock(each.start.time(), self.language) for each in again]
        words = line.item.text(self.language) if again else line.text(self.language)
        return {"text": words, "ticks": ticks if len(ticks) > 1 else []}

    def _weeks(self, parts: Parts) -> dict[str, Any]:
        visits = [(name, known.moment) for name, known in self.plan.events.items() if self._is_a_visit(name, parts.on)]
        drawn = weeks(parts.on, parts.weeks, [moment.at.astimezone(self.plan.zone) for _, moment in visits])
        after = parts.on + timedelta(days=7 * len(drawn))
        entries = [
            (*self._until(item, parts.on), self._entry(item, drawn=item.start.date() < after)) for item in parts.weeks
        ]
        for name, moment in visits:
            at = moment.at.astimezone(self.plan.zone)
            words = _capital(self.plan.protocol.events[base_event(name)].label[self.language])
            entries.append((at, ("", self._short(at.date())), self._visit(words, at, after)))
        return {
            "heading": self.words["weeks"],
            "weekdays": self.words["weekdays"].split(" "),
            "months": SHORT_MONTHS[self.language],
            "weeks": drawn,
            "groups": _grouped(entries),
        }

    def _is_a_visit(self, name: str, on: date) -> bool:
        """An appointment that somebody gave for a later day."""
        known = self.plan.events[name]
        day = known.moment.at.astimezone(self.plan.zone).date()
        return known.given and base_event(name) in VISITS and day > on

    def _visit(self, words: str, at: datetime, after: date) -> dict[str, Any]:
        said = self.words["visit"].format(visit=words, clock=say_clock(at.time(), self.language))
        return {"text": said, "look": "visit" if at.date() < after else "", "tick": False}

    def _calls(self, parts: Parts) -> dict[str, Any]:
        number = str(self.plan.parameters.get("emergency_number", "911"))
        return {
            "heading": self.words["calls"],
            "felt": self.words["if felt"],
            "emergency": self.words["emergency"].format(number=number),
            "signs": [self._listed(item) for item in parts.emergency],
            "entries": [self._listed(item) for item in sorted(parts.felt, key=lambda item: not item.rule.points)],
        }

    def _listed(self, item: Item) -> dict[str, Any]:
        """The item with its points one by one: every sign for which to call must stand on the paper."""
        line = _whole(item)
        words = tell_words(words_of(line)[self.language], line, self.language)
        return {"text": words, "points": list(item.rule.points.get(self.language, ()))}

    def _said(self, item: Item) -> str:
        return tell(_whole(item), self.language)

    def _entry(self, item: Item, *, drawn: bool = False) -> dict[str, Any]:
        lane = lane_of(item) if drawn else None
        return {"text": self._said(item), "look": lane.look if lane else "", "tick": item.rule.kind in TO_TICK}

    def _until(self, item: Item, on: date) -> tuple[datetime, tuple[str, str]]:
        """What the margin says beside an item of the weeks: until when, from when, or between which days."""
        last = last_day(item)
        start, end = self._short(item.start.date()), self._short(last) if last else ""
        if last is None or (item.rule.kind is Kind.MAY and item.start.date() > on):
            return item.start, (self.words["from"], start)
        if item.start.date() == last:
            return item.start, ("", start)
        if item.start.date() <= on + timedelta(days=1):
            return item.start, (self.words["until"], end)
        return item.start, (_no_weekday(start), f"{self.words['to']} {_no_weekday(end)}")

    def _by(self, item: Item) -> tuple[datetime, tuple[str, str]]:
        """What the margin says beside an item of the preparation: by when, from when, or on which day."""
        start = self._short(item.start.date())
        if item.rule.kind is Kind.NOTICE:
            clock = say_clock(item.start.time(), self.language)
            return item.start, (self.words["by"], f"{start}, {clock}")
        word = {Kind.HAVE: "by", Kind.AVOID: "from", Kind.MAY: "from"}.get(item.rule.kind, "")
        return item.start, (self.words[word] if word else "", start)

    def _short(self, day: date) -> str:
        return say_day(day, self.language, self.plan.year, short=True)


def _whole(item: Item) -> Line:
    """The item told once, from its start to its end."""
    return Line(item, item.begin, item.finish, 0, item.all_day)


def _ticks(item: Item) -> bool:
    """Whether the item comes round by the clock, and not once a night."""
    recurrence = item.compiled.recurrence
    return (
        recurrence is not None
        and item.begin.grain is not Grain.DAY
        and item.rule.repeat is not None
        and (item.rule.repeat.nightly is False)
    )


def _grouped(entries: list[tuple[datetime, tuple[str, str], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Entries with the same words in the margin together, those that begin first on top."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for _, when, entry in sorted(entries, key=lambda found: found[0]):
        groups.setdefault(when, {"when": list(when), "entries": []})["entries"].append(entry)
    return list(groups.values())


def _no_weekday(day: str) -> str:
    return day.partition(" ")[2]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
