"""What leaves the clinic: an export that names nobody, a sample that nobody chooses, the same from Parquet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from saphena.cli import main
from saphena.clinic.journey.reviewing.outcomes import exporting, packing, sampling
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.record.models import Entry
from saphena.pathway.reviewing.registry import columns
from tests import cast
from tests.clinic.journey.reviewing.back import LOWER, UPPER
from tests.clinic.journey.reviewing.test_outcomes_of_all import now_and, signed_result

if TYPE_CHECKING:
    from pathlib import Path


def opened(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def test_the_export_says_what_became_of_each_segment_and_names_nobody() -> None:
    course = signed_result()
    files = opened(exporting.export(actor=cast.priya(), period=now_and(0)))
    text = files["outcomes.csv"].decode()
    rows = {row["segment"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows[UPPER]) == set(columns())
    assert (rows[UPPER]["result"], rows[LOWER]["result"]) == ("closed", "partly_refluxing")
    assert rows[UPPER]["result_day"] == "60"
    assert rows[UPPER]["early"] == "waiting"
    patient = course.patient
    for private in (patient.family_name, patient.given_names, str(patient.birth_date), patient.email):
        assert private not in text
    assert Entry.objects.filter(action="reviewing.outcomes.exported").count() == 1


def test_two_exports_cannot_be_joined() -> None:
    signed_result()
    first, second = (exporting.rows_of(now_and(0), secret) for secret in (b"one", b"two"))
    assert {row["patient"] for row in first}.isdisjoint(row["patient"] for row in second)
    assert len({row["patient"] for row in first}) == 1


def test_the_command_counts_the_same_from_parquet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb")
    signed_result()
    for clinic in ("one", "two"):
        packed = opened(exporting.export(actor=cast.priya(), period=now_and(0)))
        (tmp_path / f"{clinic}.parquet").write_bytes(packed["outcomes.parquet"])
    assert main(["outcomes", str(tmp_path / "*.parquet"), "--json", "--by", "segment"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["all"][""]["closed"], found["all"][""]["examined"]) == (2, 4)
    assert (found["segment"][UPPER]["closed"], found["segment"][LOWER]["closed"]) == (2, 0)
    assert main(["outcomes", str(tmp_path / "none.parquet")]) == 2
    assert "cannot be read" in capfd.readouterr().err


def test_the_sample_is_the_same_for_whoever_asks_again_and_only_for_those_who_may() -> None:
    signed_result()
    chosen = sampling.sampled(now_and(0))
    assert chosen == sampling.sampled(now_and(0))
    rows = list(csv.DictReader(io.StringIO(packing.sample_csv(chosen))))
    assert len(rows) == 1
    assert rows[0]["Appropriate, may be, rarely"] == ""
    assert "Moreau" in rows[0]["Patient"]
    with pytest.raises(PermissionDenied):
        packing.pack(actor=cast.sam())
    assert sampling.plain("=1+1") == "'=1+1"


def test_both_are_taken_from_the_page() -> None:
    signed_result()
    priya = cast.signed_in(cast.priya())
    assert priya.post("/reviews/outcomes/export/")["Content-Type"] == "application/zip"
    files = opened(priya.post("/reviews/outcomes/pack/").content)
    assert set(files) == {
        "sample.csv", "indicators.csv", "complications.csv", "reported-from-home.csv", "closed-by-segment.csv",
        "read-me.txt",
    }  # fmt: skip
    assert "Moreau" in files["sample.csv"].decode()
    assert {row["Id"] for row in csv.DictReader(io.StringIO(files["indicators.csv"].decode("utf-8-sig")))} == {
        f"K{number}" for number in range(1, 22)
    }
    assert priya.get("/reviews/outcomes/export/").status_code == 405
    assert cast.signed_in(cast.sam()).post("/reviews/outcomes/pack/").status_code == 403


def test_the_sample_is_rated_on_its_page() -> None:
    signed_result()
    priya = cast.signed_in(cast.priya())
    assert "not rated yet" in priya.get("/reviews/outcomes/sample/").text
    session = Session.objects.get()
    here = f"/reviews/outcomes/sample/{session.pk}/rate/"
    assert priya.post(here, {"fitness": "yes"}).status_code == 302
    page = priya.get("/reviews/outcomes/sample/").text
    assert "not rated yet" not in page
    assert "Rated by Priya Raman" in page
    assert cast.signed_in(cast.sam()).post(here, {"fitness": "yes"}).status_code == 403
