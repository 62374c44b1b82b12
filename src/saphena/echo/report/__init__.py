"""DICOM structured reports in and out: read tolerantly, written as TID 1500 with geometry and as TID 5100."""

from saphena.echo.report.reading import Report, Reported, read_report
from saphena.echo.report.writing import Group, Source, write_1500, write_5100

__all__ = ["Group", "Report", "Reported", "Source", "read_report", "write_1500", "write_5100"]
