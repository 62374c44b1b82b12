"""Telephone numbers as networks write them."""

from __future__ import annotations

import re

COUNTRY = "1"  # of a number with ten digits: North America; others are written with their plus
SPACES = re.compile(r"[\s().\-/]+")
NUMBER = re.compile(r"\+[1-9]\d{6,14}")


def number_of(phone: str) -> str:
    """The telephone number as networks write it, “+14035550142”; empty when it is none that can be reached."""
    plain = SPACES.sub("", phone)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if plain.isdecimal() and len(plain) == 10:
        plain = f"+{COUNTRY}{plain}"
    elif plain.isdecimal() and len(plain) == 11 and plain.startswith(COUNTRY):
        plain = f"+{plain}"
    return plain if NUMBER.fullmatch(plain) and plain.isascii() else ""
