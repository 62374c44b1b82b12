"""Every item of a plan says when, what, how strongly, why and by whose word."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from saphena.pathway.protocol import library
from saphena.pathway.protocol.rules import Actor, Kind, Level, Strength, Sure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Answer

FIELDS: dict[str, type | tuple[type, ...]] = {
    "rule": str, "leaflet": str, "kind": str, "strength": str, "actor": str, "about": str, "occurrence": int,
    "start": str, "end": (str, type(None)), "all_day": bool, "text": str, "why": str, "source": str, "sure": str,
    "changed": list, "gate": (dict, type(None)), "limit": (dict, type(None)),
}  # fmt: skip
WORDS = {"kind": Kind, "strength": Strength, "actor": Actor, "sure": Sure}


def at(words: str) -> datetime:
    moment = datetime.fromisoformat(words)
    assert moment.utcoffset() is not None
    return moment


def check_item(item: dict[str, Any]) -> None:
    assert list(item) == list(FIELDS)
    assert [name for name, kind in FIELDS.items() if not isinstance(item[name], kind)] == []
    assert [name for name, known in WORDS.items() if item[name] not in list(known)] == []
    assert item["end"] is None or at(item["start"]) <= at(item["end"])
    assert item["text"].strip()
    assert item["rule"] in item["why"]
    assert "{" not in item["text"] + item["why"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("protocol", library.shipped())
def test_every_item_of_every_shipped_protocol(plan: Callable[..., Answer], protocol: str, language: str) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--lang", language, protocol=protocol).json
    assert drawn["items"]
    for item in drawn["items"]:
        check_item(item)
    starts = [at(item["start"]) for item in drawn["items"]]
    assert starts == sorted(starts)


def test_the_plan_says_which_protocol_it_was_drawn_from(plan: Callable[..., Answer]) -> None:
    leaflet = library.load("leaflet")
    drawn = plan("--at", "procedure=2027-03-09T10:00").json
    assert drawn["protocol"] == {
        "id": "leaflet",
        "version": leaflet.version,
        "fingerprint": leaflet.fingerprint,
        "approved": None,
    }
    assert (drawn["zone"], drawn["language"]) == ("America/Edmonton", "en")


def test_expected_events_are_told_from_given_ones(plan: Callable[..., Answer]) -> None:
    events = plan("--at", "procedure=2027-03-09T10:00", "--at", "home=2027-03-09T12:30").json["events"]
    assert events["home"] == {"at": "2027-03-09T12:30:00-07:00", "given": True}
    assert events["injected"] == {"at": "2027-03-09T10:20:00-07:00", "given": False}


def test_what_has_no_date_yet_says_what_it_waits_for(plan: Callable[..., Answer]) -> None:
    waiting = plan("--at", "procedure=2027-03-09T10:00").json["waiting"]
    assert {"rule": "after-the-test", "leaflet": "", "event": "test"} in waiting


def test_a_gate_says_what_it_blocks_and_what_is_missing(plan: Callable[..., Answer]) -> None:
    gate = {"blocks": "booking", "missing": ["test"], "unmet": "", "open": False, "override": "physician"}
    assert plan("--at", "procedure=2027-03-09T10:00").item("test-first")["gate"] == gate
    tested = plan("--at", "procedure=2027-03-09T10:00", "--at", "test=2027-02-20T10:00")
    assert tested.item("test-first")["gate"] == {**gate, "missing": [], "open": True}


def test_a_limit_gives_its_number_and_where_it_lies(plan: Callable[..., Answer]) -> None:
    limit = plan("--at", "procedure=2027-03-09T10:00").item("driving-home")["limit"]
    assert limit == {"value": 30.0, "warn_above": 30.0, "stop_above": 45.0, "level": Level.OK}


@pytest.mark.parametrize(("who", "wanted"), [("patient", {True}), ("clinic", {False}), ("all", {True, False})])
def test_whose_items(plan: Callable[..., Answer], who: str, wanted: set[bool]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--who", who).json
    assert {item["actor"] == "patient" for item in drawn["items"]} == wanted


def test_facts_and_observations_are_said_again(plan: Callable[..., Answer]) -> None:
    drawn = plan(
        *("--at", "procedure=2027-03-09T10:00"),
        *("--fact", "drive_minutes=40", "--fact", "no_ice=no", "--seen", "blister=2027-03-11T08:00"),
    ).json
    assert (drawn["facts"]["drive_minutes"], drawn["facts"]["no_ice"]) == (40, False)
    assert drawn["seen"] == {"blister": "2027-03-11T08:00:00-07:00"}


def test_an_item_without_an_end_says_so(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "unbandaged=2027-03-14T07:00").json
    assert [item["end"] for item in drawn["items"] if item["rule"] == "swimming-again"] == [None]


def test_what_changed_is_told_when_asked(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-11T10:00", "--was", "procedure=2027-03-09T10:00", "--who", "patient").json
    changes = {change["rule"] or change["event"]: change for change in drawn["changes"]}
    assert changes["procedure"]["text"] == ("The procedure: Thursday 11 March at 10:00 (was Tuesday 9 March at 10:00).")
    assert changes["bandage"] == {
        "what": "moved",
        "event": None,
        "rule": "bandage",
        "text": "Leave the bandage on, day and night, until Tuesday 16 March, in the morning"
        " (was Sunday 14 March, in the morning).",
    }
    assert "examine-standing" not in changes
    assert "changes" not in plan("--at", "procedure=2027-03-11T10:00").json
