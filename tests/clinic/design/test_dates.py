"""Months are shortened as the reader's language does it, on every page."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.utils.translation import override

import saphena.clinic
from saphena.clinic.design.dates import date_format

CLINIC = Path(saphena.clinic.__file__).parent
OF_DJANGO = re.compile(r"django\.utils\.dateformat|django\.utils\.formats import .*\bdate_format\b")
JUNE, JULY = date(2027, 6, 3), date(2027, 7, 3)


@pytest.mark.parametrize(
    ("language", "june", "july"), [("en-ca", "3 Jun 2027", "3 Jul 2027"), ("fr-ca", "3 juin 2027", "3 juill. 2027")]
)
def test_june_is_not_july(language: str, june: str, july: str) -> None:
    page = engines["django"].from_string("{{ june|date:'j M Y' }}, {{ july|date:'j M Y' }}")
    with override(language):
        assert page.render({"june": JUNE, "july": JULY}) == f"{june}, {july}"
        assert (date_format(JUNE, "j M Y"), date_format(JULY, "j M Y")) == (june, july)


def test_what_is_no_month_and_what_is_no_date_stay_as_they_are() -> None:
    page = engines["django"].from_string("{{ june|date:'Y-m-d' }}{{ nothing|date:'j M' }}")
    with override("fr-ca"):
        assert page.render({"june": JUNE, "nothing": None}) == "2027-06-03"


@pytest.mark.parametrize(
    ("language", "nine", "later"), [("en-ca", "9 June, 09:00", "14:05"), ("fr-ca", "9 juin, 9 h", "14 h 05")]
)
def test_patients_are_told_clocks_as_in_their_plan(language: str, nine: str, later: str) -> None:
    text = "{{ nine|moment:'j F, H:i' }}; {{ later|moment:'H:i' }}{{ none|moment:'H:i' }}"
    page = engines["django"].from_string(text)
    with override(language):
        moments = {"nine": datetime(2027, 6, 9, 9), "later": datetime(2027, 6, 9, 14, 5), "none": None}  # noqa: DTZ001
        assert page.render(moments) == f"{nine}; {later}"


def test_every_date_in_python_is_said_in_the_readers_months() -> None:
    assert OF_DJANGO.search("from django.utils.formats import number_format, date_format")
    assert not [path for path in CLINIC.rglob("*.py") if OF_DJANGO.search(path.read_text("utf-8"))]
