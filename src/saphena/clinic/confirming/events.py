"""What is said of numbers, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class WordGiven(Event):
    """`to` is "confirmed", "switched off", or the clinic's own value with what the source has."""

    action = "confirming.word.given"
    sentence = "said of {name} ({about}): {to}. {words}"
    about: str
    name: str
    to: str
    words: str
