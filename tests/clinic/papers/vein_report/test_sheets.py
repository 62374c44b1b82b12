"""The same data for programs: CSV that a spreadsheet reads and runs nothing of, and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from saphena.clinic.papers.vein_report import report_csv, report_object
from saphena.pathway.legmap import LegMap
from tests.clinic.papers.vein_report.reported import REPORT


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_vein_is_a_row_with_its_numbers_codes_and_state() -> None:
    found = rows(report_csv(REPORT, "fr"))
    knee = next(row for row in found if (row["leg"], row["segment"]) == ("right", "gsv.knee"))
    assert (knee["diameter_mm"], knee["reflux_s"], knee["state"], knee["ceap"]) == ("6.2", "2.6", "incompetent", "GSVa")
    assert (knee["code_scheme"], knee["code"], knee["code_is_broader"]) == ("SCT", "60734001", "True")
    assert knee["name"].startswith("Grande veine saphène")
    assert next(row for row in found if row["segment"] == "pv.gastro.inner")["height_cm"] == "31.0"


def test_a_text_that_a_spreadsheet_would_run_is_only_a_text() -> None:
    bad = tuple(replace(mark, key="=1+1") for mark in REPORT.leg_map.tributaries)
    leg_map = LegMap(tributaries=bad)
    assert all(row["key"] == "'=1+1" for row in rows(report_csv(replace(REPORT, leg_map=leg_map))))


def test_the_object_is_json_and_keeps_ways_courses_and_addenda() -> None:
    said = json.loads(json.dumps(report_object(REPORT)))
    right = said["legs"][0]
    assert said["examined"]["on"] == "2027-03-09"
    assert said["signed"] is True
    assert right["reflux"][0][0] == "sfj"
    assert right["courses"]["T1"]["view"] == "inner"
    assert len(right["veins"]) == len(list(REPORT.marks(REPORT.legs[0].leg)))
    assert said["addenda"][0]["by"] == "Dr. Ana Wolf"
