"""The log helps whoever keeps the machine, and names no patient."""

from __future__ import annotations

import logging

import pytest

from saphena.clinic.config.logs import Discreet, OneLine, discreet
from saphena.clinic.record.request_id import request_id


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Gone: /p/abcDEF-123_x/", "Gone: /p/(token)/"),
        ("Not Found: /r/abcDEF-123_x/answer/", "Not Found: /r/(token)/answer/"),
        ("Not Found: /p/abc/plan/?day=3", "Not Found: /p/(token)/plan/?day=3"),
        ("GET /account/password/reset/key/1-set-abc/", "GET /account/password/reset/key/(token)/"),
        ("cannot write to pat.moreau+legs@home.test.", "cannot write to (e-mail)."),
        ("message 12 of the kind people.link", "message 12 of the kind people.link"),
    ],
)
def test_tokens_and_addresses_are_cut_out(said: str, written: str) -> None:
    assert discreet(said) == written


def test_every_line_carries_the_id_of_its_request() -> None:
    line = logging.LogRecord("saphena", logging.WARNING, "", 0, "Gone: %s", ("/p/abc/",), None)
    with request_id("request-1"):
        Discreet().filter(line)
    text = OneLine("{levelname} [{request_id}] {message}", style="{").format(line)
    assert text == "WARNING [request-1] Gone: /p/(token)/"


def test_tracebacks_are_discreet_too() -> None:
    try:
        raise ValueError("pat@home.test")
    except ValueError as error:
        line = logging.LogRecord(
            "saphena", logging.ERROR, "", 0, "failed", (), (ValueError, error, error.__traceback__)
        )
    assert "pat@home.test" not in OneLine("{message}", style="{").format(line)


def test_a_row_that_the_database_refused_is_not_shown() -> None:
    told = (
        'null value in column "zone"\nDETAIL:  Failing row contains (7, Pat, Moreau, 1961-04-23, null).\nanother line'
    )
    assert discreet(told) == 'null value in column "zone"\nDETAIL:  (row)\nanother line'
