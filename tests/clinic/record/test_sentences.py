"""Every entry reads as a sentence, old ones too."""

from __future__ import annotations

import string
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import pytest

from saphena.clinic.record.events import SENTENCES, Event
from saphena.clinic.record.sentences import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator


def kinds(above: type[Event] = Event) -> Iterator[type[Event]]:
    """All but those that are `abstract=True`: an event without an action cannot be defined."""
    for kind in above.__subclasses__():
        if kind.action:
            yield kind
        yield from kinds(kind)


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind.__module__.startswith("saphena.")])
def test_a_sentence_names_only_what_its_event_knows(kind: type[Event]) -> None:
    known = {field.name for field in fields(kind)} | (
        {"patient"} if "patient_id" in {f.name for f in fields(kind)} else set()
    )
    named = {name for _text, name, _format, _conversion in string.Formatter().parse(kind.sentence) if name}
    assert named <= known
    assert not kind.sentence.endswith(".")
    assert kind.action == kind.action.lower()
    assert "." in kind.action


def test_lists_and_nothing_read_as_words() -> None:
    words = in_words(
        "people.patient.changed", {"fields": ["e-mail", "telephone"]}, who="Nell Okafor", patient="Pat Moreau"
    )
    assert words == "Nell Okafor changed the e-mail, telephone of Pat Moreau."


def test_an_entry_from_before_a_fact_was_kept_still_reads() -> None:
    assert in_words("record.chart.opened", {}, who="Sam", patient="Pat") == "Sam opened (unknown page) of Pat."


def test_an_act_that_nobody_knows_any_more_is_told_by_its_name_and_facts() -> None:
    assert in_words("rooms.painted", {"colour": "teal"}, who="Max", patient="") == "Max: rooms.painted (colour teal)."


def test_one_action_has_one_sentence() -> None:
    with pytest.raises(TypeError, match="already has another sentence"):

        @dataclass(frozen=True)
        class Another(Event):
            action = "record.chart.opened"
            sentence = "did something else"

    assert SENTENCES["record.chart.opened"].startswith("opened")


def test_an_event_without_a_sentence_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match="needs an action and a sentence"):

        @dataclass(frozen=True)
        class Mute(Event):
            action = "test.mute"
