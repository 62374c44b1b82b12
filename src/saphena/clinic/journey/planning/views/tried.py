"""What was tried before a vein is closed: the list, one more, and what is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from saphena.clinic.journey.planning.forms_tried import LEGS, TakeBackForm, TriedForm
from saphena.clinic.journey.planning.queries import planned_course, tried_of
from saphena.clinic.journey.planning.telling_tried import tried_said
from saphena.clinic.journey.planning.trying import note_tried, take_back_tried
from saphena.clinic.journey.planning.views.room import heading
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.planning.models import Tried
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@dataclass(frozen=True, slots=True)
class Row:
    tried: Tried
    said: str
    legs: str
    form: TakeBackForm | None


@require_http_methods(["GET", "HEAD", "POST"])
@needs("planning.see")
def tried(request: StaffRequest, course_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    form = TriedForm(request.POST if request.method == "POST" else None, initial={"legs": course.leg})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            note_tried(actor=request.user, patient=course.patient, **form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect("planning:tried", course.pk)
    return _shown(request, course, form)


def _shown(
    request: StaffRequest, course: Course, form: TriedForm | None = None, wrong: TakeBackForm | None = None, of: int = 0
) -> HttpResponse:
    chart_opened(patient_id=course.patient_id, by=request.user, page="what was tried before")
    may = request.user.may("planning.screen", course.patient)
    today, legs = timezone.localdate(), dict(LEGS)

    def row(each: Tried) -> Row:
        empty = TakeBackForm(auto_id=f"t{each.pk}_%s") if may else None
        return Row(each, tried_said(each, today), str(legs[each.legs]), wrong if each.pk == of else empty)

    rows = [row(each) for each in tried_of(request.user, course.patient)]
    page = heading(course, _("Tried before")) | {
        "standing": [row for row in rows if not hasattr(row.tried, "taken_back")],
        "back": [row for row in rows if hasattr(row.tried, "taken_back")],
        "payer_page": settings.SAPHENA_PAYER_PAGE,
        "form": (form or TriedForm(initial={"legs": course.leg})) if may else None,
    }
    status = INVALID if wrong or (form and form.errors) else None
    return render(request, "planning/tried.html", page, status=status)


@require_POST
@needs("planning.screen")
def take_back(request: StaffRequest, course_id: int, tried_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    row = tried_of(request.user, course.patient).filter(pk=tried_id).first()
    if row is None:
        raise Http404
    form = TakeBackForm(request.POST, auto_id=f"t{row.pk}_%s")
    if form.is_valid():
        with refusals_shown_in(form):
            take_back_tried(actor=request.user, tried=row, **form.cleaned_data)
            messages.success(request, _("Taken back. What was said stays readable."))
            return redirect("planning:tried", course.pk)
    return _shown(request, course, wrong=form, of=row.pk)
