"""Every finding: the shipped leaflet, broken in one way, gets that finding and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import saphena.pathway.protocol.checking as package
from saphena.pathway.protocol.checking import Severity, check
from saphena.pathway.protocol.checking.settling import settling
from saphena.pathway.protocol.phrases import parse_condition
from tests.pathway.protocol.checking.breaking import but, ids, leaflet, new, plus, rule_text, rules
from tests.pathway.protocol.checking.breaks import BREAKS, Break
from tests.project.checkout import ROOT

SOCKS = 'value = 2\nunit = "times"\nlabel.en = "socks"\nlabel.fr = "bas"\nreason = "r"\nsource = "HOUSE"'


@pytest.mark.parametrize("broken", BREAKS, ids=[f"{number} {each.finding}" for number, each in enumerate(BREAKS)])
def test_a_leaflet_broken_in_one_way_gets_that_finding_and_no_other(broken: Break) -> None:
    found = new(broken.how())
    assert ids(found) == {broken.finding}, [str(each) for each in found]
    assert broken.named <= rules(found)
    assert found[0].severity is broken.severity


@pytest.mark.parametrize("table", ["facts.tall]\nask", "observations.rash]\nlabel"])
def test_what_no_rule_uses_is_noted(table: str) -> None:
    found = new(plus(f'[{table}.en = "So?"\n{table.rsplit("]", 1)[-1].strip()}.fr = "Alors ?"'), notes=True)
    assert [(each.id, each.severity) for each in found] == [("unused", Severity.NOTE)]


def test_a_parameter_and_a_source_that_no_rule_uses_are_noted() -> None:
    found = new(plus('[sources.BOOK]\ntitle = "A book"'), notes=True)
    assert [each.sentence for each in found] == ["No rule uses the source BOOK."]
    unused = new(plus(f"[parameters.socks]\n{SOCKS}"), notes=True)
    assert [each.sentence for each in unused] == ["No rule uses the parameter socks."]


def test_what_bedtime_cuts_short_is_noted_and_no_more_once_nothing_cuts_it() -> None:
    assert "legs-up" in rules([each for each in check(leaflet()) if each.id == "cut-by-bedtime"])
    uncut = check(but("legs-up", not_after=None))
    assert "legs-up" not in rules([each for each in uncut if each.id == "cut-by-bedtime"])


def test_a_rule_that_is_switched_off_is_only_read_for_its_words() -> None:
    nonsense = but("ride-home", when=parse_condition("drive_minutes < 0"), off=True)
    assert new(nonsense) == []


def test_two_duties_that_no_patient_has_at_once_are_no_conflict() -> None:
    light = 'about = "bandage"\nlegs = "treated"\nfrom = "bandaged"\nlasts = "5 days"\nwhen = "no_ice and not no_ice"'
    assert ids(new(plus(rule_text("x", "do", light)))) == {"never-applies"}


def test_avoiding_and_doing_at_different_times_is_no_contradiction() -> None:
    later = 'about = "swimming"\nfrom = "unbandaged"\nlasts = "2 days"'
    assert new(plus(rule_text("x", "may", later))) == []


@pytest.mark.parametrize("repeat", ["each night", "each day", "every 1 hour", "each day from morning to bedtime"])
def test_what_is_avoided_each_time_that_it_is_done_is_a_contradiction(repeat: str) -> None:
    said = f'about = "{{}}"\nfrom = "unbandaged"\nlasts = "3 days"\nrepeat = "{repeat}"'
    both = rule_text("x", "avoid", said.format("sauna")) + rule_text("y", "may", said.format("sauna"))
    assert ids(new(plus(both))) == {"contradiction"}


def test_what_is_avoided_by_night_may_be_done_by_day() -> None:
    said = 'about = "sauna"\nfrom = "unbandaged"\nlasts = "3 days"\nrepeat = "{}"'
    night = rule_text("x", "avoid", said.format("each night"))
    assert new(plus(night + rule_text("y", "may", said.format("each day from morning to bedtime")))) == []


def test_every_finding_has_a_way_to_bring_it_about() -> None:
    written = {needed.id for needed in settling().needed}
    for module in Path(str(package.__file__)).parent.glob("*.py"):
        written |= set(re.findall(r'Finding\(\s*"([a-z-]+)"', module.read_text(encoding="utf-8")))
    assert written == {each.finding for each in BREAKS} | {"unused", "cut-by-bedtime"}


def test_every_finding_is_explained_in_the_documents() -> None:
    page = (ROOT / "docs/mechanisms/checking.md").read_text(encoding="utf-8")
    explained = dict(re.findall(r"^\| `([a-z-]+)` \| ([a-z, ]+) \|", page, flags=re.MULTILINE))
    assert set(explained) == {each.finding for each in BREAKS} | {"unused", "cut-by-bedtime"}
    for each in BREAKS:
        assert each.severity in explained[each.finding].split(", ")
