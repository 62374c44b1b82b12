"""The log helps whoever keeps the machine, and names no patient."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING

import pydicom
import pytest

from saphena.clinic.config.logs import Discreet, OneLine, discreet, quote_no_files
from saphena.clinic.record.request_id import request_id

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Gone: /p/abcDEF-123_x/", "Gone: /p/(token)/"),
        ("Bad Request: /fhir/Appointment?patient=0f69", "Bad Request: /fhir/Appointment?(query)"),
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


def test_the_moment_of_a_line_is_told_in_utc_whatever_the_machines_clock_says() -> None:
    line = logging.LogRecord("saphena", logging.INFO, "", 0, "up", (), None)
    line.created = 1_804_558_804.25  # the evening of the day before in Calgary
    line.msecs = 250.0
    assert OneLine("{asctime} {message}", style="{").format(line) == "2027-03-09T02:20:04.250Z up"


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


def test_what_pydicom_quotes_from_a_file_is_written_nowhere(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    path = tmp_path / "odd.dcm"
    odd = pydicom.Dataset()
    odd.file_meta = pydicom.dataset.FileMetaDataset()
    odd.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    odd.add(pydicom.dataelem.DataElement("SOPInstanceUID", "UI", "Moreau^Pat", already_converted=True))
    odd.save_as(path, enforce_file_format=False)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        quote_no_files()
        str(pydicom.dcmread(path, force=True).SOPInstanceUID)
    assert not shown
    quoted = [line for line in caplog.records if "Moreau" in line.getMessage()]
    assert quoted, "pydicom says it to whoever listens"
    assert not any(Discreet().filter(line) for line in quoted)
