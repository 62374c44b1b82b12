"""The pack for a payer as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from saphena.clinic.papers.payer_pack.pages import pages
from saphena.clinic.papers.press import typeset

if TYPE_CHECKING:
    from saphena.clinic.papers.payer_pack.pack import Pack

__all__ = ["pack_pdf"]

TEMPLATE = Path(__file__).with_name("payer_pack.typ")


def pack_pdf(pack: Pack, language: str = "en", paper: str = "letter") -> bytes:
    """The pack as one tagged PDF. Raises `CannotTypeset` where Typst is not installed."""
    return typeset(TEMPLATE, pages(pack, language), paper)
