"""How words are folded so that typing "eve tremblay" finds "Tremblay, Marie-Ève", on every database alike."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not fall apart into a base letter and an accent.
UNDIVIDED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """The text in small letters without accents; whatever is neither a letter nor a digit parts words.

    Letters of other scripts are kept as they are: "Ґанна" is still found by typing "ґанна".
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = bare.translate(UNDIVIDED)
    if plain.isascii():
        return BETWEEN_WORDS.sub(" ", plain).strip()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def digits(text: str) -> str:
    """The digits alone: "(403) 555-0142" becomes "4035550142"."""
    return "".join(c for c in text if c.isdecimal() and c.isascii())


def words(typed: str) -> list[str]:
    """What somebody typed, as folded words; each of them has to be found."""
    return fold(typed).split()
