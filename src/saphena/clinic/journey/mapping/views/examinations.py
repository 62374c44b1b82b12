"""The list of examinations, a new one, its head, and the maps of a course: where step 2 of the journey line leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from saphena.clinic.courses.queries import course_for
from saphena.clinic.design.components import Act
from saphena.clinic.journey.mapping import actions
from saphena.clinic.journey.mapping.forms import ExaminationForm, as_it_is, fresh
from saphena.clinic.journey.mapping.queries import (
    counts_until,
    examination_for,
    examinations_for,
    examinations_of,
    signed_map,
)
from saphena.clinic.journey.mapping.states import State
from saphena.clinic.journey.mapping.views.speaking import moment
from saphena.clinic.journey.mapping.wording import BADGES, STATE_NAMES
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.people.queries import patient_for, patients_for
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import Patient

INVALID = 422
MOMENT = {"examined_at": "day"}
"""The moment of an examination is two fields of the form."""
TABS = (("", gettext_lazy("To finish")), ("signed", gettext_lazy("Signed")), ("withdrawn", gettext_lazy("Withdrawn")))


@require_safe
@needs("mapping.see")
def examinations(request: StaffRequest) -> HttpResponse:
    """What waits to be noted, reviewed or signed; one list, narrowed by typing."""
    which = request.GET.get("state", "")
    which = which if which in dict(TABS) else ""
    context = listed(request, examinations_for(request.user, which, typed(request)))
    may = request.user.may("mapping.examine")
    context["acts"] = [Act(_("Begin an examination"), reverse("mapping:begin"), "leg")] if may else []
    context |= {"rows": described(context["page"]), "state": which, "tabs": TABS}  # type: ignore[arg-type]  # a page of examinations
    alone = rows_alone(request)
    return render(request, "mapping/list_rows.html" if alone else "mapping/list.html", context)


def described(found: Iterable[Examination]) -> list[tuple[Examination, str, str, str]]:
    """Each with its badge, its state in words, and when."""
    return [
        (each, BADGES[State(each.state)], str(STATE_NAMES[State(each.state)]), moment(each.examined_at))
        for each in found
    ]


@require_safe
@needs("mapping.examine")
def begin(request: StaffRequest) -> HttpResponse:
    """Whom to examine: found by typing, whether they have a course yet or not."""
    context = listed(request, patients_for(request.user, typed(request)))
    return render(request, "mapping/begin_rows.html" if rows_alone(request) else "mapping/begin.html", context)


@require_safe
@needs("mapping.see")
def of_patient(request: StaffRequest, patient_id: int) -> HttpResponse:
    """All maps of a patient, whichever leg, whether there is a course or not."""
    patient = patient_for(request.user, patient_id)
    chart_opened(patient_id=patient.pk, by=request.user, page="the vein maps")
    may = request.user.may("mapping.examine", patient)
    page = {
        "patient": patient,
        "rows": described(examinations_of(request.user, patient)),
        "acts": [Act(_("Begin an examination"), reverse("mapping:open", args=[patient.pk]), "leg")] if may else [],
    }
    return render(request, "mapping/of_course.html", page)


@require_safe
@needs("mapping.see")
def of_course(request: StaffRequest, course_id: int) -> HttpResponse:
    """The maps of a course's leg: the one that counts, until when, and every other."""
    course = course_for(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the vein maps")
    counting = signed_map(course)
    until = counts_until(counting, course) if counting else None
    new = f"{reverse('mapping:open', args=[course.patient_id])}?course={course.pk}"
    may = request.user.may("mapping.examine", course.patient)
    page = {
        "course": course,
        "patient": course.patient,
        "counting": counting,
        "until": until,
        "too_old": until is not None and until < timezone.localdate(),
        "rows": described(each for each in examinations_of(request.user, course.patient) if each.covers(course.leg)),
        "acts": [Act(_("Begin an examination"), new, "leg")] if may else [],
    }
    return render(request, "mapping/of_course.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mapping.examine")
def open_examination(request: StaffRequest, patient_id: int) -> HttpResponse:
    patient = patient_for(request.user, patient_id)
    course = _course(request, patient)
    form = ExaminationForm(request.POST or None, initial=fresh(request.user, course, timezone.now()))
    if form.is_valid():
        with refusals_shown_in(form, MOMENT):
            examination = actions.open_examination(actor=request.user, patient=patient, course=course, **form.head)
            return redirect("mapping:entry", examination.pk)
    page = {"form": form, "patient": patient, "course": course}
    return render(request, "mapping/open.html", page, status=INVALID if form.errors else None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mapping.examine")
def head(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination = examination_for(request.user, examination_id)
    form = ExaminationForm(request.POST or None, initial=as_it_is(examination))
    if form.is_valid():
        with refusals_shown_in(form, MOMENT):
            actions.change_examination(actor=request.user, examination=examination, **form.head)
            messages.success(request, _("Changed."))
            return redirect("mapping:entry", examination.pk)
    page = {"form": form, "patient": examination.patient, "examination": examination}
    return render(request, "mapping/open.html", page, status=INVALID if form.errors else None)


def _course(request: StaffRequest, patient: Patient) -> Course | None:
    asked = request.POST.get("course") or request.GET.get("course") or ""
    if not (asked.isdecimal() and len(asked) < 10):
        return None
    course = course_for(request.user, int(asked))
    return course if course.patient_id == patient.pk else None
