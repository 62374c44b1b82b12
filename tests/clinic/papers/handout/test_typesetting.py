"""The handout as PDF: the right words on the right pages, and a file that screen readers can follow."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from saphena.clinic.papers.handout.handout import handout
from saphena.clinic.papers.handout.typesetting import typeset
from saphena.clinic.papers.letterhead import Letterhead
from tests.clinic.papers.calendars import plan

MAPLE = Letterhead("Maple Vein Clinic", "403 555 0142")
DAY = plan(
    procedure="2027-03-09T10:00", injected="2027-03-09T10:20", left="2027-03-09T11:10", home="2027-03-09T11:50"
)  # fmt: skip


def pages(file: bytes) -> list[str]:
    """The text of each page, as another program reads it, in one line."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(file)).pages]


def test_one_page_for_the_first_day_and_one_for_the_weeks() -> None:
    day, weeks, calls, preparation = pages(typeset(handout(DAY, "en", MAPLE)))
    assert [
        time for time in ("10:00", "11:10", "11:50", "12:50", "13:50", "14:50", "15:50", "22:00") if time not in day
    ] == []
    assert "Sunday 14 March, in the morning. It is planned for 5 nights." in weeks
    assert "From Tuesday 6 April" in weeks
    assert "Call 911 at once" in calls
    assert "by Sun 7 Mar, 10:00" in preparation or "Sunday 7 March at 10:00" in preparation


def test_every_page_says_whom_to_call_and_which_paper_it_is() -> None:
    found = pages(typeset(handout(DAY, "en", MAPLE)))
    for number, page in enumerate(found, start=1):
        assert "Emergency: call 911" in page
        assert "403 555 0142" in page
        assert f"page {number} of {len(found)}" in page
        assert "leaflet 2026.11" in page
        assert "no physician has approved" in page


def test_a_long_name_of_a_clinic_leaves_the_number_of_the_page_whole() -> None:
    long = Letterhead("Centre calgarien de traitement des varices et de médecine esthétique vasculaire", "403 555 0142")
    for number, page in enumerate(pages(typeset(handout(DAY, "fr", long), "a4")), start=1):
        assert f"leaflet 2026.11 page {number} de 4" in page


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_french_on_either_paper_has_four_pages(paper: str) -> None:
    found = pages(typeset(handout(DAY, "fr", MAPLE), paper))
    assert len(found) == 4
    assert "Mardi 9 mars 2027" in found[0]
    assert "15 h 50" in found[0]
    assert "dimanche 14 mars, le matin" in found[1]
    assert "page 2 de 4" in found[1]


def test_the_file_is_tagged_titled_and_in_its_language() -> None:
    for language in ("en", "fr"):
        file = typeset(handout(DAY, language, MAPLE))
        assert file.startswith(b"%PDF-1.7")
        assert f"/Lang({language}-CA)".encode() in file.replace(b"/Lang (", b"/Lang(")
        assert b"/StructTreeRoot" in file
        assert b"pdfuaid:part" in file


def test_the_paper_is_the_one_asked_for() -> None:
    sheet = handout(DAY, "en", MAPLE)
    assert b"[0 0 612 792]" in typeset(sheet)
    assert b"[0 0 595" in typeset(sheet, "a4")


@pytest.mark.parametrize(
    "words", ["#panic()", "*bold* _it_ `code` $x$", "@ref <label> \\ \" '", "é œ – « » 漢字", "a" * 300]
)
def test_words_are_set_as_they_are_and_never_read_as_markup(words: str) -> None:
    sheet: dict[str, Any] = handout(DAY, "en", Letterhead(words, words))
    sheet["day"]["rows"][0]["entries"][0]["text"] = words
    sheet["weeks"]["groups"][0]["entries"][0]["text"] = words
    assert typeset(sheet).startswith(b"%PDF")


def test_a_plan_with_very_much_in_it_still_comes_out() -> None:
    sheet: dict[str, Any] = handout(DAY, "fr", MAPLE)
    sheet["day"]["rows"] *= 6
    sheet["weeks"]["groups"] *= 6
    sheet["calls"]["entries"] *= 6
    sheet["preparation"]["groups"] = []
    assert typeset(sheet).count(b"/Type/Page") + typeset(sheet).count(b"/Type /Page") > 5
