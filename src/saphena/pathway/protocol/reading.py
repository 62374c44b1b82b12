"""A protocol file, TOML, read into typed rules; every mistake is named with its file, rule, field and line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from saphena.pathway.protocol.naming import check_names
from saphena.pathway.protocol.phrases import (
    parse_edge,
)
from saphena.pathway.protocol.rules import (
    Approval,
    EventDefinition,
    Fact,
    Observation,
    Parameter,
    Protocol,
    Rule,
    Source,
    Sure,
    Value,
)
from saphena.pathway.protocol.sections import Problem, Section, line_numbers
from saphena.pathway.protocol.settings import nearest
from saphena.pathway.protocol.vocabulary import vocabulary
from saphena.pathway.protocol.written import no_rule_of, rule_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["LONGEST", "Unreadable", "read_file", "read_text"]


# The longest protocol that we know has sixty rules in 53,000 signs, its longest line 200.
LONGEST = 200_000
LONGEST_LINE = 2_000
MOST_RULES = 200


class Unreadable(ValueError):
    """The file is no protocol; `problems` says where and why, first to last."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{self.problems[0]}{more}")


def read_file(path: Path) -> Protocol:
    """Read a protocol from a file. Raises `Unreadable`, also when the file is not there or is no text."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Unreadable([Problem(str(path), 1, "", f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise Unreadable([Problem(str(path), 1, "", "is not text in UTF-8")]) from None
    return read_text(text, str(path))


def read_text(text: str, name: str = "protocol") -> Protocol:
    """Read a protocol from its text; `name` is what errors call the file. Raises `Unreadable`."""
    text = text.removeprefix("\ufeff")  # some editors write this mark before the first word
    if outsize := _outsize(text):
        raise Unreadable([Problem(name, 1, "", outsize)])
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable([_broken(error, name, text)]) from None
    except (RecursionError, ValueError):  # what tomllib does not foresee
        raise Unreadable([Problem(name, 1, "", "is nested too deep, or has a number of too many digits")]) from None
    if isinstance(rules := values.get("rules"), list) and len(rules) > MOST_RULES:
        raise Unreadable([Problem(name, 1, "", f"has more than {MOST_RULES} rules")])
    problems: list[Problem] = []
    lines = line_numbers(text)
    protocol = _protocol(Section(values, "", "the file", name, lines, problems))
    problems += check_names(protocol, name, lines)
    if problems:
        raise Unreadable(problems)
    return replace(protocol, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16], path=name)


def _outsize(text: str) -> str:
    """Why nobody can have written this as a protocol; read and checked, it would keep a server busy for minutes."""
    if len(text) > LONGEST:
        return f"is longer than {LONGEST:,} signs"
    if any(len(line) > LONGEST_LINE for line in text.splitlines()):
        return f"has a line of more than {LONGEST_LINE:,} signs"
    return "has a sign that cannot be written (\\u0000)" if re.search(r"\\(u0000|U00000000)", text) else ""


def _broken(error: tomllib.TOMLDecodeError, name: str, text: str) -> Problem:
    words = str(error)
    place = words.rsplit("(at line ", 1)[-1] if "(at line " in words else ""
    line = int(place.split(",")[0]) if place else len(text.splitlines())
    return Problem(name, line, "", f"is not valid TOML: {words.rsplit(' (at', 1)[0]}")


def _protocol(section: Section) -> Protocol:
    head = _head(section)
    events, observations = _events(section), _observations(section)
    rules = tuple(rule_of(each) for each in section.tables("rules"))
    events |= _own_events(rules, events)
    protocol = Protocol(
        id=head.words("id", needed=True),
        version=head.words("version", needed=True),
        effective=head.day("effective", needed=True) or date.min,
        zone=_zone(head),
        languages=head.names("languages") or ("en", "fr"),
        title=head.texts("title", needed=True),
        about=head.texts("about"),
        approval=_approval(section),
        sources={key: _source(key, each) for key, each in section.named_tables("sources").items()},
        parameters={key: _parameter(key, each) for key, each in section.named_tables("parameters").items()},
        facts={key: _fact(key, each) for key, each in section.named_tables("facts").items()},
        observations=observations,
        events=events,
        rules=rules,
        terms=_terms(section),
        not_rules=tuple(no_rule_of(each) for each in section.tables("not_rules")),
    )
    head.done()
    section.done()
    return protocol


def _head(section: Section) -> Section:
    section.taken.add("protocol")
    values = section.values.get("protocol")
    if not isinstance(values, dict):
        section.refuse("protocol", "is missing; a protocol begins with a table headed [protocol]")
        values = {}
    return Section(values, "protocol", "the protocol", section.file, section.lines, section.problems)


def _zone(head: Section) -> str:
    name = head.words("zone", "UTC", needed=True)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        head.refuse("zone", f"no time zone is called “{name}”; write one like America/Edmonton")
    return name


def _approval(section: Section) -> Approval:
    section.taken.add("approval")
    values = section.values.get("approval", {})
    inner = Section(values, "approval", "the approval", section.file, section.lines, section.problems)
    approval = Approval(inner.words("physician"), inner.day("on"))
    inner.done()
    return approval


def _terms(section: Section) -> dict[str, Mapping[str, str]]:
    terms: dict[str, Mapping[str, str]] = {}
    for key, each in section.named_tables("terms").items():
        terms[key] = each.texts("means", needed=True)
        each.done()
    return terms


def _source(key: str, section: Section) -> Source:
    source = Source(key, section.words("title", needed=True), section.words("address"), section.number("year"))
    section.done()
    return source


def _parameter(name: str, section: Section) -> Parameter:
    unit = section.words("unit", needed=True)
    known = vocabulary().units
    if unit not in known:
        section.refuse("unit", f"no unit is called {unit}{nearest(unit, known)}")
    parameter = Parameter(
        name,
        _value(section, "value", unit, needed=True),
        unit,
        section.texts("label", needed=True),
        section.words("reason", needed=True),
        section.words("source", needed=True),
        section.one_of("sure", Sure, Sure.ENGINEERING),
        _value(section, "least", unit) if "least" in section.values else None,
        _value(section, "most", unit) if "most" in section.values else None,
    )
    section.done()
    return parameter


def _value(section: Section, key: str, unit: str, *, needed: bool = False) -> Value:
    value = section.anything(key, needed=needed)
    if value is None:
        return 0
    if unit == "clock":
        try:
            return value if isinstance(value, time) else time.fromisoformat(str(value))
        except ValueError:
            section.refuse(key, f"must be a time of day like 07:00, not {value!r}")
            return time()
    if unit == "words":
        return str(value or "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        section.refuse(key, f"must be a number of {unit}, not {value!r}")
        return 0
    return value


def _fact(name: str, section: Section) -> Fact:
    unit = section.words("unit", "yes-no")
    default: Value = section.flag("default") if unit == "yes-no" else _value(section, "default", unit, needed=True)
    fact = Fact(name, section.texts("ask", needed=True), unit, default)
    section.done()
    return fact


def _observations(section: Section) -> dict[str, Observation]:
    found = {}
    for name, each in section.named_tables("observations").items():
        found[name] = Observation(name, each.texts("label", needed=True))
        each.done()
    return found


def _events(section: Section) -> dict[str, EventDefinition]:
    """The shipped events, with what this protocol expects of them, and its own."""
    events = dict(vocabulary().events)
    for name, each in section.named_tables("events").items():
        known = events.get(name)
        label = each.texts("label", needed=known is None) or (known.label if known else {})
        edge, bounds = each.phrase("expected", parse_edge), each.phrases("not_before", parse_edge)
        base = known or EventDefinition(name, label)
        events[name] = replace(base, label=label, expected=edge, not_before=bounds, why=each.words("why"))
        each.done()
    return events


def _own_events(rules: tuple[Rule, ...], events: Mapping[str, EventDefinition]) -> dict[str, EventDefinition]:
    """Events that exist only because a rule begins or ends them; they go by the rule's id in sentences."""
    own = {}
    for rule in rules:
        for name in (rule.begins, rule.ends):
            if name and name not in events:
                own[name] = EventDefinition(name, dict.fromkeys(rule.text, name.replace("_", " ")))
    return own
