"""What a patient typed into the list of medicines, recognised, and held against the protocol's rule about aspirin.

A medicine that a doctor ordered is never told to be stopped: the clinic asks whoever ordered it. The names are data
(medicines.toml); a name that is not there is never judged.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Known", "Medicine", "Ordered", "Recognised", "Verdict", "is_against_clots", "judge", "known", "recognise"]

WORD = re.compile(r"[a-z0-9']+")
NEAR = 0.84
"""How alike a misspelt name has to be; below it, “alive” would be read as Aleve by a guess and not by a look."""
LONG_ENOUGH = 5
AGAINST_CLOTS = ("aspirin", "antiplatelet", "anticoagulant")
VERDICTS = ("avoid", "ask", "fine")


class Ordered(StrEnum):
    """Whether a doctor told the patient to take it. Not knowing counts as yes: nobody stops by mistake."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Verdict(StrEnum):
    """What the medicine means for the days before the procedure."""

    AVOID = "avoid"  # the protocol's dates about aspirin hold for it
    ASK_PRESCRIBER = "ask prescriber"  # go on taking it; the clinic asks whoever ordered it
    LOOK = "look"  # not known, or not plain: a person at the clinic looks at it
    FINE = "fine"  # the protocol says nothing against it


@dataclass(frozen=True, slots=True)
class Medicine:
    """One substance: its class, what its class means, and every name it goes by."""

    key: str
    kind: str
    verdict: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A typed name that is known. `exact` is False for one that is only spelt alike."""

    medicine: Medicine
    exact: bool = True


@dataclass(frozen=True)
class Known:
    """The whole list: substances, names to find them by, and the words that call for care."""

    medicines: Mapping[str, Medicine]
    by_name: Mapping[tuple[str, ...], Medicine]
    labels: Mapping[str, Mapping[str, str]]
    careful: frozenset[str]
    elsewhere: frozenset[str]


def recognise(typed: str) -> list[Recognised]:
    """Every known medicine in what was typed, in any case, with or without accents; a slip of the keyboard is forgiven.

    "Advil and Plavix" are two. The longest name wins: "Robax Platinum" is not "Robax".
    """
    words = tuple(_words(typed))
    found: dict[str, Recognised] = {}
    place = 0
    while place < len(words):
        length, seen = _longest(words, place)
        if seen and (seen.medicine.key not in found or seen.exact):
            found[seen.medicine.key] = seen
        place += length
    return list(found.values())


def _longest(words: tuple[str, ...], place: int) -> tuple[int, Recognised | None]:
    names = known().by_name
    for length in range(min(4, len(words) - place), 0, -1):
        medicine = names.get(words[place : place + length])
        if medicine:
            return length, Recognised(medicine)
    word = words[place]
    if len(word) >= LONG_ENOUGH:
        alike = get_close_matches(word, [name[0] for name in names if len(name) == 1], n=1, cutoff=NEAR)
        if alike:
            return 1, Recognised(names[(alike[0],)], exact=False)
    return 1, None


def judge(typed: str, ordered: Ordered) -> Verdict:
    """What a typed medicine means. The gravest of several counts; whoever must be asked is asked first.

    Ordered, or perhaps ordered: never "avoid". A small daily dose of aspirin, a gel, a misspelt or unknown name: a
    person looks at it, and until then nothing is stopped.
    """
    found, words = recognise(typed), frozenset(_words(typed))
    if not found:
        return Verdict.LOOK
    verdicts = {each.medicine.verdict for each in found}
    if "ask" in verdicts:
        return Verdict.ASK_PRESCRIBER
    if "avoid" not in verdicts:
        return Verdict.FINE if all(each.exact for each in found) else Verdict.LOOK
    if ordered is not Ordered.NO:
        return Verdict.ASK_PRESCRIBER
    plain = all(each.exact for each in found) and not words & (known().careful | known().elsewhere)
    return Verdict.AVOID if plain else Verdict.LOOK


def is_against_clots(typed: str) -> bool:
    """Whether it holds aspirin or a blood thinner: what the protocol means by a medicine ordered against clots."""
    return any(each.medicine.kind in AGAINST_CLOTS for each in recognise(typed))


def _words(text: str) -> list[str]:
    """Lower case, without accents: “Célécoxib 200 mg” -> celecoxib, 200, mg."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


@cache
def known() -> Known:
    """The list as shipped. Raises `ValueError` for a row that is not complete."""
    return read(tomllib.loads((files("saphena.pathway") / "medicines.toml").read_text(encoding="utf-8")))


def read(raw: dict[str, Any]) -> Known:
    """The list from its file. Raises `ValueError` for a class without a source, or a name that stands for two."""
    kinds = raw["classes"]
    for name, kind in kinds.items():
        if kind["verdict"] not in VERDICTS or not kind["source"] or kind["sure"] == "recalled":
            raise ValueError(f"{name}: a class needs a verdict, a source, and somebody who has looked at it")
    medicines: dict[str, Medicine] = {}
    by_name: dict[tuple[str, ...], Medicine] = {}
    for key, row in raw["medicines"].items():
        medicine = Medicine(key, row["class"], kinds[row["class"]]["verdict"], tuple(row["names"]))
        medicines[key] = medicine
        for name in medicine.names:
            words = tuple(_words(name))
            if by_name.setdefault(words, medicine) is not medicine:
                raise ValueError(f"{name} stands for {by_name[words].key} and for {key}")
    labels = {name: kind["label"] for name, kind in kinds.items()}
    return Known(medicines, by_name, labels, _every_word(raw["careful"]), _every_word(raw["elsewhere"]))


def _every_word(part: dict[str, Any]) -> frozenset[str]:
    return frozenset(word for words in part["words"] for word in _words(words))
