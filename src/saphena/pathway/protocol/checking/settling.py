"""What the check knows beyond the language itself, read from settling.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.protocol.checking.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Caution", "Needed", "Settling", "Term", "conflict_of", "settling"]


@dataclass(frozen=True, slots=True)
class Needed:
    """When some rule looks like `given`, some rule must look like `then`; else this is the finding."""

    id: str
    severity: Severity
    sentence: str
    because: str
    given: Mapping[str, Any]
    then: Mapping[str, Any]
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """Advice that must except some patients: by a fact whose question holds one of the words `asks`."""

    about: str
    kinds: tuple[str, ...]
    asks: tuple[str, ...]
    sentence: str
    because: str
    conflict: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that means nothing until a term or a number with one of `units` says what."""

    name: str
    about: tuple[str, ...]
    words: tuple[str, ...]
    also: tuple[str, ...]
    units: tuple[str, ...]
    conflict: str


@dataclass(frozen=True)
class Settling:
    given_events: tuple[str, ...]
    bedtime: str
    known: Mapping[str, Mapping[str, str]]
    needed: tuple[Needed, ...]
    cautions: tuple[Caution, ...]
    terms: tuple[Term, ...]
    readability: Mapping[str, Any]


@cache
def settling() -> Settling:
    """The shipped knowledge, read once."""
    raw = tomllib.loads(files(__package__).joinpath("settling.toml").read_text(encoding="utf-8"))
    return Settling(
        tuple(raw["events"]["given"]),
        raw["samples"]["bedtime"],
        raw["known"],
        tuple(_needed(each) for each in raw["needed"]),
        tuple(_caution(each) for each in raw["cautions"]),
        tuple(_term(each) for each in raw["terms"]),
        raw["readability"],
    )


def _needed(raw: dict[str, Any]) -> Needed:
    words = (Severity(raw["severity"]), raw["sentence"], raw["because"])
    return Needed(raw["id"], *words, raw["if"], raw["then"], raw.get("conflict", ""))


def _caution(raw: dict[str, Any]) -> Caution:
    words = (raw["sentence"], raw["because"], raw["conflict"])
    return Caution(raw["about"], tuple(raw["kind"]), tuple(raw["asks"]), *words)


def _term(raw: dict[str, Any]) -> Term:
    about, words, also, units = (tuple(raw.get(key, ())) for key in ("about", "words", "also", "units"))
    return Term(raw["name"], about, words, also, units, raw["conflict"])


def conflict_of(finding: str, *topics: str) -> str:
    """The known conflict that a finding on one of these topics is, or nothing."""
    known = settling().known.get(finding, {})
    return next((known[topic] for topic in (*topics, "any") if topic in known), "")
