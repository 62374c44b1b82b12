"""The text of a consent: its items with their sources, by version. What was shown can be proved by its fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from saphena.pathway.planning.reading import LANGUAGES, Texts, checked, raw, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ConsentKind", "ConsentText", "Item", "every_item", "text_of"]


class ConsentKind(StrEnum):
    """The two things that are agreed to, each by itself."""

    TEST = "test"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is told before somebody agrees."""

    name: str
    kinds: tuple[str, ...]
    head: Texts
    text: Texts
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One text as it is shown, in one language: title, items (name, heading, words) and the closing sentence."""

    kind: ConsentKind
    language: str
    version: str
    title: str
    items: tuple[tuple[str, str, str], ...]
    closing: str

    @property
    def words(self) -> str:
        """Everything that is shown, line by line."""
        told = [line for _name, head, text in self.items for line in (head, text)]
        return "\n".join((f"{self.version} {self.kind} {self.language}", self.title, *told, self.closing))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the words: two texts that differ in one letter differ here."""
        return hashlib.sha256(self.words.encode()).hexdigest()


def text_of(kind: ConsentKind, language: str, leg: str, table: Mapping[str, Any] | None = None) -> ConsentText:
    """The text for one leg, without items that were only recalled. Raises `ValueError` for an unknown language."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no text in {language}; there are: {', '.join(LANGUAGES)}")
    whole = raw("consent") if table is None else table
    items = [item for item in every_item(whole) if kind in item.kinds and item.sure != "recalled"]
    return ConsentText(
        kind,
        language,
        whole["version"],
        texts("title", whole["title"][kind])[language],
        tuple((item.name, item.head[language], item.text[language]) for item in items),
        texts("closing", whole["closing"][kind])[language].format(leg=whole["legs"][leg][language]),
    )


def every_item(table: Mapping[str, Any] | None = None) -> list[Item]:
    """Every item of the table, those that are off too. Raises `ValueError` for one without source or words."""
    return [_item(row) for row in (raw("consent") if table is None else table)["items"]]


def _item(row: Mapping[str, Any]) -> Item:
    name, kinds = row["name"], tuple(row["for"])
    if not kinds or set(kinds) - set(ConsentKind):
        raise ValueError(f"{name} belongs to one of the texts {', '.join(ConsentKind)}")
    return Item(name, kinds, texts(name, row["head"]), texts(name, row["text"]), *checked(name, row))
