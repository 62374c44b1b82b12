"""The report as PDF: each reader, each paper, each language; tagged, and whatever is written is never markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saphena.clinic.papers.vein_report import LegFindings, Reader, report_pdf
from saphena.pathway.anatomy import Leg
from tests.clinic.papers.vein_report.reported import REPORT

pytest.importorskip("typst")


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_report_is_a_tagged_pdf(language: str, reader: Reader, paper: str) -> None:
    made = report_pdf(REPORT, language, reader, paper)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made


def test_a_report_without_colours() -> None:
    assert report_pdf(REPORT, grey=True) != report_pdf(REPORT)


def test_what_is_written_is_never_markup() -> None:
    said = "#panic(1) $x$ *bold* \\ <b> [“quoted”] = heading"
    report = replace(REPORT, legs=(LegFindings(Leg.LEFT, (said,), said, said, said, (said,)),))
    assert report_pdf(report).startswith(b"%PDF-")


def test_a_name_in_other_letters_can_be_printed() -> None:
    report = replace(REPORT, examined=replace(REPORT.examined, patient="王秀英"))
    assert report_pdf(report).startswith(b"%PDF-")
