"""The vein report as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from saphena.clinic.papers.press import typeset
from saphena.clinic.papers.vein_report.pages import pages
from saphena.clinic.papers.vein_report.report import Reader

if TYPE_CHECKING:
    from saphena.clinic.papers.vein_report.report import VeinReport

__all__ = ["report_pdf"]

TEMPLATE = Path(__file__).with_name("vein_report.typ")


def report_pdf(
    report: VeinReport,
    language: str = "en",
    reader: Reader = Reader.REFERRER,
    paper: str = "letter",
    *,
    grey: bool = False,
) -> bytes:
    """The report for its reader as one tagged PDF. Raises `CannotTypeset` where Typst is not installed."""
    return typeset(TEMPLATE, pages(report, language, reader, grey=grey), paper)
