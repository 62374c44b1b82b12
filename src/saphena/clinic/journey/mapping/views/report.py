"""The vein report as PDF, for the referrer or for the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphena.clinic.journey.mapping.queries import earlier_maps, examination_for
from saphena.clinic.journey.mapping.reporting import letter_of, vein_report
from saphena.clinic.journey.mapping.wording import spoken
from saphena.clinic.letters.pages import Addressed
from saphena.clinic.papers.press import PAPERS, CannotTypeset
from saphena.clinic.papers.vein_report import Reader, report_pdf
from saphena.clinic.people.access import needs
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("mapping.see")
def as_pdf(request: StaffRequest, examination_id: int) -> HttpResponse:
    """`for` is the reader, `lang` the language, `paper` letter or a4, `grey` draws without colours."""
    examination = examination_for(request.user, examination_id)
    chart_opened(patient_id=examination.patient_id, by=request.user, page="the vein report")
    asked = request.GET
    reader = Reader.PATIENT if asked.get("for") == Reader.PATIENT else Reader.REFERRER
    language = asked["lang"] if asked.get("lang") in ("en", "fr") else spoken()
    paper = asked["paper"] if asked.get("paper") in PAPERS else "letter"
    before = next(iter(earlier_maps(request.user, examination)), None)
    letter = letter_of(examination)
    to = letter.addressed() if reader is Reader.REFERRER else Addressed()
    report = vein_report(examination, request.clinic, language, before, to.lines)
    try:
        made = report_pdf(report, language, reader, paper, grey="grey" in asked)
    except CannotTypeset:
        raise Refused(_("Reports cannot be printed here yet; the page of the map says the same.")) from None
    letter.keep(request.user, to)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="vein-report-{examination.pk}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer
