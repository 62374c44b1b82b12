"""The vein report: what a vein lab signs, for the referrer and for the patient."""

from saphena.clinic.papers.vein_report.report import (
    Addendum,
    Examined,
    FromImage,
    LegFindings,
    Reader,
    Unjudged,
    VeinReport,
)
from saphena.clinic.papers.vein_report.typesetting import report_pdf

__all__ = [
    "Addendum",
    "Examined",
    "FromImage",
    "LegFindings",
    "Reader",
    "Unjudged",
    "VeinReport",
    "report_pdf",
]
