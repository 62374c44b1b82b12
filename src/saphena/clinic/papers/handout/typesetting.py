"""The handout as PDF; its words are `handout.handout`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from saphena.clinic.papers import press
from saphena.clinic.papers.press import PAPERS, CannotTypeset

__all__ = ["PAPERS", "CannotTypeset", "typeset"]

TEMPLATE = Path(__file__).with_name("handout.typ")


def typeset(handout: dict[str, Any], paper: str = "letter") -> bytes:
    """The handout as one tagged PDF. Raises `CannotTypeset`."""
    return press.typeset(TEMPLATE, handout, paper)
