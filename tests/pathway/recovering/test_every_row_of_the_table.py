"""Each row of the triage table fires when it should, and just does not when it should not: examples.toml."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from saphena.pathway.recovering import Level, Report, table, triage

EXAMPLES = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))["rows"]
FIRES = [(row["name"], report) for row in EXAMPLES for report in row["fires"]]
JUST_NOT = [(row["name"], report) for row in EXAMPLES for report in row["just_not"]]


def since(words: str) -> timedelta:
    count, unit = words.split()
    return timedelta(**{{"h": "hours", "d": "days"}[unit]: int(count)})


def report(example: dict[str, Any]) -> Report:
    return Report(
        since=since(example["at"]),
        yes=frozenset(example.get("yes", ())),
        unknown=frozenset(example.get("unknown", ())),
        pain=None if example.get("pain_not_said") else example.get("pain", 0),
        bandage=example.get("bandage", ""),
        bandage_is_due=example.get("due", False),
        stocking=example.get("stocking", ""),
        words=example.get("words", False),
        lasting={name: timedelta(days=days) for name, days in example.get("lasting", {}).items()},
    )


@pytest.mark.parametrize(("name", "example"), FIRES)
def test_it_fires_at_its_level_and_says_why(name: str, example: dict[str, Any]) -> None:
    finding = triage(report(example))
    [fired] = [each for each in finding.fired if each.row.name == name]
    assert fired.level is Level.named(example["comes"])
    assert fired.because == tuple(example.get("because", ()))
    assert fired.number == example.get("as", table().rows[name].number)
    assert fired.answers[0] == name
    assert finding.level <= fired.level


@pytest.mark.parametrize(("name", "example"), JUST_NOT)
def test_it_just_does_not_fire(name: str, example: dict[str, Any]) -> None:
    assert [each for each in triage(report(example)).fired if each.row.name == name] == []


def test_every_row_has_examples_of_both_kinds() -> None:
    asked_at_home = {row.name for row in table().rows.values() if row.where == "home"}
    assert {name for name, _report in FIRES} == asked_at_home
    assert {name for name, _report in JUST_NOT} == set(table().rows)
