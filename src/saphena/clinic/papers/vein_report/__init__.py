"""The vein report: what a vein lab signs, for the referrer and for the patient; the same data as CSV and as JSON."""

from saphena.clinic.papers.vein_report.report import Addendum, Examined, LegFindings, Reader, VeinReport
from saphena.clinic.papers.vein_report.sheets import report_csv, report_object
from saphena.clinic.papers.vein_report.typesetting import report_pdf

__all__ = [
    "Addendum",
    "Examined",
    "LegFindings",
    "Reader",
    "VeinReport",
    "report_csv",
    "report_object",
    "report_pdf",
]
