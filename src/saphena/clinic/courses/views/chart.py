"""A patient's chart: the whole journey as a line of steps, a course at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from saphena.clinic.courses import actions
from saphena.clinic.courses.chart import summary
from saphena.clinic.courses.forms import OpenCourseForm
from saphena.clinic.courses.hanging import parts_of
from saphena.clinic.courses.queries import courses_of, protocols_to_give
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
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
    parts = parts_of(request.user, courses)
    acts = [
        Act(_("Open a course"), reverse("courses:open", args=[patient.pk]), "")
        if may("courses.open", patient)
        else None,
        Act(_("Details"), reverse("people:patient", args=[patient.pk]), "person"),
        Act(_("Record"), reverse("people:patient_record", args=[patient.pk]), "document")
        if may("record.see_patient", patient)
        else None,
    ]
    page = {
        "patient": patient,
        "under": _("born %(day)s") % {"day": date_format(patient.birth_date, "j M Y")},
        "acts": [act for act in acts if act],
        "first_act": acts[0],
        # What is over is folded away, unless it is the newest: then somebody has come to read it.
        "courses": [
            (summary(request.user, course, language(), now), parts[course.pk], bool(place and course.discharged_at))
            for place, course in enumerate(courses)
        ],
    }
    return render(request, "courses/chart.html", page)


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
