"""A patient's chart: the whole journey as a line of steps, a course at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from saphena.clinic.courses import actions
from saphena.clinic.courses.chart import summary
from saphena.clinic.courses.forms import OpenCourseForm
from saphena.clinic.courses.hanging import parts_of
from saphena.clinic.courses.queries import courses_of, protocols_to_give
from saphena.clinic.courses.questions import noes_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.design.dates import date_format
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import Patient

INVALID = 422


@require_safe
@needs("courses.see_chart")
def chart(request: StaffRequest, patient_id: int) -> HttpResponse:
    patient = patient_for(request.user, patient_id)
    chart_opened(patient_id=patient.pk, by=request.user)
    now = timezone.now()
    may = request.user.may
    courses = list(courses_of(request.user, patient))
    parts, noes = parts_of(request.user, courses), noes_of(courses)
    opening = _open_act(request, patient, courses)
    acts = [
        Act(_("Details"), reverse("people:patient", args=[patient.pk]), "person", quiet=True),
        Act(_("Record"), reverse("people:patient_record", args=[patient.pk]), "document", quiet=True)
        if may("record.see_patient", patient)
        else None,
    ]
    acts.insert(len(acts) if opening and opening.quiet else 0, opening)
    page = {
        "patient": patient,
        "under": _("born %(day)s") % {"day": date_format(patient.birth_date, "j M Y")},
        "acts": [act for act in acts if act],
        "first_act": opening,
        "may_answer_clinical": may("courses.answer_clinical", patient),
        # What is over is folded away, unless it is the newest: then somebody has come to read it.
        "courses": [
            (
                summary(request.user, course, language(), now, noes.get(course.pk, ())),
                parts[course.pk],
                bool(place and course.discharged_at),
            )
            for place, course in enumerate(courses)
        ],
    }
    return render(request, "courses/chart.html", page)


def _open_act(request: StaffRequest, patient: Patient, courses: Sequence[Course]) -> Act | None:
    """The main act of a chart on which nothing goes on; behind the others while a course does."""
    if not request.user.may("courses.open", patient):
        return None
    goes_on = any(course.discharged_at is None for course in courses)
    words = _("Open another course") if goes_on else _("Open a course")
    return Act(words, reverse("courses:open", args=[patient.pk]), quiet=goes_on)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("courses.open")
def open_course(request: StaffRequest, patient_id: int) -> HttpResponse:
    patient = patient_for(request.user, patient_id)
    form = OpenCourseForm(request.POST or None, zone=patient.zone_info, initial={"leg": request.GET.get("leg", "")})
    if form.is_valid():
        with refusals_shown_in(form):
            course = _open(request, patient, form)
            messages.success(request, _("The course is open. What you cannot answer now can stay open."))
            return redirect("courses:facts", course.pk)
    page = {"form": form, "patient": patient, "any_protocol": protocols_to_give().exists()}
    return render(request, "courses/open.html", page, status=INVALID if form.errors else None)


def _open(request: StaffRequest, patient: Patient, form: OpenCourseForm) -> Course:
    """The course and its first date, both or neither."""
    with transaction.atomic():
        course = actions.open_course(
            actor=request.user,
            patient=patient,
            protocol=form.cleaned_data["protocol"],
            leg=form.cleaned_data["leg"],
        )
        if at := form.procedure_at:
            actions.plan_event(actor=request.user, course=course, name="procedure", at=at)
    return course
