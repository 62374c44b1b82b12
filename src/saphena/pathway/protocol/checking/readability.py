"""How easy a text is to read: a simple level per text, meant to be met by a twelve-year-old.

The level is Björnsson's LIX, words per sentence plus long words per hundred, which needs no syllables and so serves
English and French alike. What counts as a sentence, a long word and a familiar word stands in settling.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saphena.pathway.protocol.checking.settling import settling
from saphena.pathway.protocol.wording import Slot, template

__all__ = ["Ease", "ease_of"]

_SENTENCE_END = re.compile(r"[.!?…:;]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+|\d+")
FEW = 10
"""A shorter text is counted as so many words: one long word among four is no hard text."""
_LIST = 3
"""From so many commas on, a sentence is a list, and each of its parts is read by itself."""


@dataclass(frozen=True, slots=True)
class Ease:
    """How hard a text is: its level, and the words in its longest sentence."""

    level: float
    longest_sentence: int


def ease_of(words: str, language: str) -> Ease:
    """The reading level of one text; 25 is easy, 35 is read at twelve, 55 by specialists. No words are easy words."""
    filled = template(words).fill(_short)
    sentences = [_WORD.findall(part) for part in _sentences(filled)]
    sentences = [sentence for sentence in sentences if sentence]
    count = sum(len(sentence) for sentence in sentences)
    if not count:
        return Ease(0.0, 0)
    long = sum(_is_long(word, language) for sentence in sentences for word in sentence)
    share = 100 * long / max(count, FEW)
    return Ease(count / len(sentences) + share, max(len(sentence) for sentence in sentences))


def _short(_: Slot) -> str:
    return "5"


def _sentences(text: str) -> list[str]:
    parts: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        parts += sentence.split(",") if sentence.count(",") >= _LIST else [sentence]
    return parts


def _is_long(word: str, language: str) -> bool:
    known = settling().readability
    return len(word) >= known["long"].get(language, 7) and word.lower() not in known["familiar"].get(language, ())
