"""What was found against each rule set, and what a physician decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.deciding import decide_finding
from saphena.clinic.journey.planning.forms import DecisionForm
from saphena.clinic.journey.planning.queries import planned_course
from saphena.clinic.journey.planning.showing import finding_rows
from saphena.clinic.journey.planning.views.room import heading
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import asked_next, refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.planning.screening import questionnaire

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("planning.see")
def findings(request: StaffRequest, course_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the findings")
    return _shown(request, course)


def _shown(request: StaffRequest, course: Course, wrong: DecisionForm | None = None) -> HttpResponse:
    found = findings_of(course)
    asked, rows = questionnaire().questions, finding_rows(found)
    page = heading(course, _("Findings"), asked_next(request.GET)) | {
        "rows": [row for row in rows if row.cells],
        "quiet": [row.text for row in rows if not row.cells],
        "to_ask": [(each, asked[each.question]) for each in found.asking],
        "said": language(),
        "may_decide": request.user.may("planning.decide", course.patient),
        "may_screen": request.user.may("planning.screen", course.patient),
        "wrong": wrong,
        "wrong_condition": wrong.data.get("condition") if wrong else "",
    }
    return render(request, "planning/findings.html", page, status=INVALID if wrong else None)


@require_POST
@needs("planning.decide")
def decide(request: StaffRequest, course_id: int) -> HttpResponse:
    course, form = planned_course(request.user, course_id), DecisionForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            decide_finding(actor=request.user, course=course, **form.cleaned_data)
            messages.success(request, _("Decided, with your name and reason."))
            back = urlencode({"next": wanted}) if (wanted := asked_next(request.GET)) else ""
            return redirect(f"{reverse('planning:findings', args=[course_id])}?{back}".rstrip("?"))
    return _shown(request, course, form)
