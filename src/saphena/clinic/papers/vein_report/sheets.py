"""The report's data for programs: one JSON object, and one CSV row for each vein that was found."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from saphena.clinic.papers.vein_report.pages import name_of
from saphena.pathway.anatomy import anatomy
from saphena.pathway.legmap import PerforatorMark, TributaryMark

if TYPE_CHECKING:
    from saphena.clinic.papers.vein_report.report import Mark, VeinReport

__all__ = ["COLUMNS", "report_csv", "report_object"]

COLUMNS = (
    "leg", "segment", "key", "name", "category", "ceap", "code_scheme", "code", "code_is_broader", "state",
    "diameter_mm", "reflux_s", "depth_mm", "height_cm",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula, and runs it."""


def report_object(report: VeinReport, language: str = "en") -> dict[str, Any]:
    """The report as JSON knows it. Dates are ISO 8601; units stand in the names."""
    seen = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in asdict(report.examined).items()
    }
    return {
        "examined": seen,
        "signed": report.is_signed,
        "language": language,
        "legs": [
            {
                **{name: list(value) if isinstance(value, tuple) else value for name, value in asdict(each).items()},
                "leg": each.leg.value,
                "veins": [_row(mark, language) for mark in report.marks(each.leg)],
                "reflux": [list(flow.way) for flow in report.leg_map.flows if flow.leg is each.leg],
                "courses": {
                    mark.key: {"view": mark.view.value, "points_cm": [list(point) for point in mark.points]}
                    for mark in report.leg_map.tributaries
                    if mark.leg is each.leg
                },
            }
            for each in report.legs
        ],
        "addenda": [{"on": each.on.isoformat(), "by": each.by, "text": each.text} for each in report.addenda],
    }


def report_csv(report: VeinReport, language: str = "en") -> str:
    """One row for each vein that was found. Numbers have a decimal point in every language: a program reads them."""
    sheet = io.StringIO()
    rows = csv.DictWriter(sheet, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    for each in report.legs:
        for mark in report.marks(each.leg):
            rows.writerow({name: _safe(value) for name, value in _row(mark, language).items()})
    return sheet.getvalue()


def _row(mark: Mark, language: str) -> dict[str, Any]:
    segment = anatomy().segment(mark.segment)
    return {
        "leg": mark.leg.value,
        "segment": segment.id,
        "key": mark.key if isinstance(mark, TributaryMark) else "",
        "name": name_of(mark, language),
        "category": segment.category.value,
        "ceap": segment.ceap,
        "code_scheme": segment.code.scheme,
        "code": segment.code.value,
        "code_is_broader": segment.code.broader,
        "state": mark.state.value,
        "diameter_mm": mark.diameter,
        "reflux_s": mark.reflux,
        "depth_mm": None if isinstance(mark, PerforatorMark) else mark.depth,
        "height_cm": mark.height if isinstance(mark, PerforatorMark) else None,
    }


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
