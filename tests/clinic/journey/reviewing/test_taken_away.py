"""What leaves the clinic: an export that names nobody, a sample that nobody chooses, the same from Parquet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from saphena.cli import main
from saphena.clinic.journey.reviewing import actions_after
from saphena.clinic.journey.reviewing.models import MonthCounted, Review
from saphena.clinic.journey.reviewing.outcomes import exporting, indicating, months, packing, sampling
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.papers.spreadsheet import harmless
from saphena.clinic.record.models import Entry
from saphena.pathway.reviewing.registry import columns, procedure_columns
from tests import cast
from tests.clinic.journey.reviewing.back import LOWER, UPPER
from tests.clinic.journey.reviewing.test_outcomes_of_all import now_and, signed_result

if TYPE_CHECKING:
    from pathlib import Path


def opened(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """One patient is the whole clinic here."""
    monkeypatch.setattr(exporting, "fewest", lambda: 1)


@pytest.mark.usefixtures("few_are_enough")
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


@pytest.mark.usefixtures("few_are_enough")
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
    assert main(["outcomes", str(tmp_path / "*.parquet"), "--json"]) == 0
    by_all = json.loads(capfd.readouterr().out)
    assert by_all["all"] == found["all"]
    assert all(sum(rate["examined"] for rate in group.values()) == 4 for group in by_all.values())
    assert main(["outcomes", str(tmp_path / "none.parquet")]) == 2
    assert "cannot be read" in capfd.readouterr().err


def test_what_few_have_is_put_together() -> None:
    signed_result()
    text = opened(exporting.export(actor=cast.priya(), period=now_and(0)))["outcomes.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row[name] for row in rows for name in exporting.RARE} == {"other"}
    assert {row["result"] for row in rows} == {"closed", "partly_refluxing"}


def test_the_table_of_sessions_says_what_the_page_says(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb")
    course = signed_result()
    Review.objects.update(vcss_change=-2, symptoms_change=Decimal("-5.0"))
    actions_after.note_complication(
        actor=cast.sam(), session=Session.objects.get(), what="dvt_tibial", found_by="scan", day=timezone.localdate()
    )
    files = opened(exporting.export(actor=cast.priya(), period=now_and(0)))
    text = files["procedures.csv"].decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert set(row) == set(procedure_columns())
    assert (row["k7"], row["k10"], row["k12"], row["harms"]) == ("true", "true", "", "dvt_distal|scan")
    assert (row["veins"], row["injections_whole"]) == ("2", "2")
    assert course.patient.family_name not in text
    for clinic in ("one", "two"):
        (tmp_path / f"{clinic}.parquet").write_bytes(files["procedures.parquet"])
    where = str(tmp_path / "*.parquet")
    assert main(["outcomes", where, "--indicators", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    for name in ("K1", "K6", "K7", "K9", "K10", "K12", "K21"):
        rows = indicating.SHARES[name](now_and(0))
        here = (2 * rows.filter(hit=True).count(), 2 * rows.count())
        assert (found[name]["closed"], found[name]["examined"]) == here, name
    assert (found["K16 dvt_distal|scan"]["closed"], found["K16 dvt_distal|told"]["closed"]) == (2, 0)
    assert found["K15 severity"] == {"mean": -2.0, "median": -2.0, "of": 2}
    assert found["K15 symptoms"] == {"mean": -5.0, "median": -5.0, "of": 2}
    assert main(["outcomes", where, "--indicators"]) == 0
    told = capfd.readouterr().out
    assert "Dose ceilings kept" in told
    assert "mean -5.00, median -5" in told


def test_the_dictionary_tells_every_column_of_both_tables() -> None:
    rows = list(csv.DictReader(io.StringIO(exporting.dictionary())))
    assert {row["column"] for row in rows if row["table"] == "outcomes"} == set(columns())
    assert {row["column"] for row in rows if row["table"] == "procedures"} == set(procedure_columns())
    assert all(row["en"] and row["fr"] and "{" not in row["en"] + row["fr"] for row in rows)


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
    assert harmless("=1+1") == "'=1+1"


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


def test_the_pack_waits_until_everything_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    signed_result()
    monkeypatch.setattr(months, "AT_FIRST", -1)
    monkeypatch.setattr(months, "PATIENCE", -1)
    packing.pack(actor=cast.priya())
    MonthCounted.objects.update(numbers={}, changes=7)
    told = opened(packing.pack(actor=cast.priya()))["indicators.csv"].decode("utf-8-sig")
    assert "1 / 1" in next(line for line in told.splitlines() if line.startswith("K7"))
