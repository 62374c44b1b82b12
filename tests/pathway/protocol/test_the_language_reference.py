"""docs/mechanisms/protocol.md is the whole language, and every example on it is true."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol.checking import Severity, check
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.plan import Line
from saphena.pathway.protocol.reading import read_text
from saphena.pathway.protocol.rules import Actor, Blocks, Kind, Legs, Strength, Sure
from saphena.pathway.protocol.sections import Section
from saphena.pathway.protocol.telling import tell_words
from saphena.pathway.protocol.vocabulary import vocabulary
from saphena.pathway.protocol.wording import MOMENT_FORMATS
from tests.pathway.protocol.drawn import at, rule, wall
from tests.project.checkout import ROOT

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan
    from saphena.pathway.protocol.rules import Protocol, Value

PAGE = (ROOT / "docs" / "mechanisms" / "protocol.md").read_text(encoding="utf-8")
EXAMPLE = "\n".join(re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
PROCEDURE = {"procedure": at("2027-03-09T10:00")}


def table(after: str) -> dict[str, str]:
    """The first table after some words of the page: its first column's code -> its second column."""
    found: dict[str, str] = {}
    for line in PAGE[PAGE.index(after) :].splitlines():
        if not line.startswith("|"):
            if found:
                break
            continue
        first, second = (cell.strip() for cell in line.strip("|").split("|")[:2])
        if first.startswith("`"):
            found[first] = second
    return found


def code(cell: str) -> str:
    return cell.split("`")[1]


@cache
def example(more: str = "") -> Protocol:
    return read_text(EXAMPLE + more, "protocol.md")


@cache
def plan() -> Plan:
    return Drawer(example()).draw(PROCEDURE)


MOMENTS = {code(cell): when for cell, when in table("| moment | is |").items()}
RECURRENCES = [code(cell) for cell in table("| recurrence |")]
CONDITIONS = [code(cell) for cell in table("| condition |")]
TEXTS = table("| text | says |")


def test_the_examples_are_one_protocol_without_an_error() -> None:
    assert [str(found) for found in check(example()) if found.severity is Severity.ERROR] == []
    assert len(plan().items) > 10


@pytest.mark.parametrize("phrase", MOMENTS)
def test_every_form_of_a_moment_is_the_moment_that_the_page_says(phrase: str) -> None:
    found = Drawer(example(rule(f'from = "{phrase}"\nlasts = "1 minute"'))).draw(PROCEDURE).item("it")
    assert wall(found.start) == MOMENTS[phrase]


@pytest.mark.parametrize("phrase", RECURRENCES)
def test_every_form_of_a_recurrence_comes_round(phrase: str) -> None:
    words = f'from = "home"\nlasts = "3 days"\nrepeat = "{phrase}"'
    found = Drawer(example(rule(words))).draw(PROCEDURE).item("it")
    assert len(list(found.lines())) > 1


@pytest.mark.parametrize("phrase", CONDITIONS)
def test_every_form_of_a_condition_can_be_asked(phrase: str) -> None:
    drawer = Drawer(example(rule(f'from = "home"\nlasts = "1 day"\nwhen = "{phrase}"')))
    facts: dict[str, Value] = {"two_light_stockings": "not two" not in phrase, "map_signed": True}
    facts["drive_minutes"] = 50 if ">" in phrase and "map" not in phrase else 20
    happened = {**PROCEDURE, "review": at("2027-03-17T09:00")}
    seen = {} if "map" in phrase else {"blister": at("2027-03-10T09:00")}
    assert "it" in {item.rule.id for item in drawer.draw(happened, facts=facts, seen=seen).items}


@pytest.mark.parametrize("cell", TEXTS)
def test_every_form_of_a_slot_says_what_the_page_says(cell: str) -> None:
    _, slot, _, rule_id, _ = cell.split("`")
    item = plan().item(rule_id)
    assert tell_words(slot, Line(item, item.begin, item.finish), "en") == TEXTS[cell]


@pytest.mark.parametrize(
    ("after", "values"),
    [
        ("**How sure**", Sure),
        ("**Strength**", Strength),
        ("**Kinds.**", Kind),
        ("| blocks |", Blocks),
        ("| event |", list(vocabulary().events)),
    ],
    ids=["sure", "strength", "kinds", "blocks", "events"],
)
def test_the_page_names_all_there_is_and_nothing_else(after: str, values: list[str]) -> None:
    assert [code(cell) for cell in table(after)] == [str(value) for value in values]


def test_the_page_names_every_actor_leg_unit_part_of_the_day_and_form() -> None:
    named = set(re.findall(r"[`\"]([^`\"\s]+)[`\"]", PAGE))
    assert {*Actor, *Legs, *vocabulary().units, *MOMENT_FORMATS} <= named
    assert all(part in PAGE for part in vocabulary().parts)


def test_the_page_names_every_field_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: set[str] = set()
    done = Section.done

    def listening(section: Section) -> None:
        taken.update(section.taken)
        done(section)

    monkeypatch.setattr(Section, "done", listening)
    read_text(EXAMPLE, "protocol.md")
    spoken = set(re.findall(r"[a-z_]+", PAGE))
    assert sorted(taken - spoken) == []
    fields = " ".join(table("| field | says |"))
    rules = {name for name in taken if f"\n{name} = " in EXAMPLE or f"\n{name}.en = " in EXAMPLE}
    assert {"from", "until", "kind", "strength"} <= rules
    assert all(f"`{name}`" in fields for name in ("from", "until", "kind", "strength", "on", "off", "by", "counted"))
