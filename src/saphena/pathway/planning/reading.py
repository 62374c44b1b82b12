"""How the tables of this folder are read: every row complete, and what is only recalled is off."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LANGUAGES", "SURE", "Texts", "checked", "raw", "texts"]

SURE = ("found", "derived", "engineering", "recalled")
LANGUAGES = ("en", "fr")
NO_BREAK = "\u00a0"
Texts = Mapping[str, str]


@cache
def raw(name: str) -> dict[str, Any]:
    """A table of this folder as TOML has it."""
    return tomllib.loads((files("saphena.pathway.planning") / f"{name}.toml").read_text(encoding="utf-8"))


def texts(where: str, given: object) -> Texts:
    """The words in every language. Raises `ValueError` for a language that is missing."""
    if not isinstance(given, dict) or any(not given.get(language) for language in LANGUAGES):
        raise ValueError(f"{where} needs its words in every language: {', '.join(LANGUAGES)}")
    return {language: tied(str(given[language])) for language in LANGUAGES}


def tied(words: str) -> str:
    """A French colon and quotation marks stay on the line of their word: the space before them does not break."""
    for loose in (" :", " »", "« "):
        words = words.replace(loose, loose.replace(" ", NO_BREAK))
    return words


def checked(where: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """Where a row comes from and how sure that is. Raises `ValueError` for a row without."""
    source, sure = str(row.get("source", "")), str(row.get("sure", ""))
    if not source or sure not in SURE:
        raise ValueError(f"{where} needs a source, and how sure it is: {', '.join(SURE)}")
    return source, sure
