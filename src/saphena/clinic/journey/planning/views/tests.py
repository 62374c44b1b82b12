"""The test session: begun, watched by the clock, closed with its result."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning import testing
from saphena.clinic.journey.planning.consenting import consent_for
from saphena.clinic.journey.planning.forms import CloseForm, ObserveForm, SkipForm, TestForm
from saphena.clinic.journey.planning.queries import planned_course, test_for, tests_of
from saphena.clinic.journey.planning.showing import sites_said
from saphena.clinic.journey.planning.views.room import described, heading
from saphena.clinic.journey.planning.weighing import findings_of, plan_in_hand
from saphena.clinic.journey.planning.wording import OBSERVED, product_title
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.clinic.stock.queries import fit_lots, lot_for
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import Result, is_serious, label_notes, observe_minutes

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("planning.see")
def sessions(request: StaffRequest, course_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the test session")
    return _shown(request, course)


def _shown(request: StaffRequest, course: Course, status: int | None = None, **in_hand: object) -> HttpResponse:
    zone, said = course.patient.zone_info, language()
    tests = [described(test) for test in tests_of(request.user, course.patient)]
    for test in tests:
        test.title, test.where = product_title(test.product), sites_said(test.sites)  # type: ignore[attr-defined]  # for the template
        test.shown_percent = f"{test.percent.normalize():f} %"  # type: ignore[attr-defined]  # for the template
        test.watch_until = test.at + timedelta(minutes=observe_minutes())  # type: ignore[attr-defined]  # for the template
        test.seen_rows = [(row, OBSERVED.get(row.seen, row.seen)) for row in test.observations.all()]  # type: ignore[attr-defined]  # for the template
    products = plan_in_hand(course)[0]
    watched = next((each for each in tests if each.result == Result.OPEN and each.course_id == course.pk), None)
    page = heading(course, _("Test session")) | {
        "tests": tests,
        "watched": watched,
        "now": timezone.now(),
        "minutes": observe_minutes(),
        "may_test": request.user.may("planning.test", course.patient),
        "consent": consent_for(course, ConsentKind.TEST),
        "findings": findings_of(course),
        "planned": [product_title(name) for name in products],
        "notes": [(product_title(name), says[said], source) for name in products for says, source in label_notes(name)],
        "test_form": TestForm(zone=zone, lots=fit_lots(request.user)),
        "observe_form": ObserveForm(zone=zone, auto_id="seen_%s"),
        "close_form": CloseForm(auto_id="close_%s"),
        "skip_form": SkipForm(auto_id="skip_%s"),
    }
    return render(request, "planning/test.html", {**page, **in_hand}, status=status)


def _act(
    request: StaffRequest, course: Course, act: Callable[[], object], form: forms.Form, name: str, done: str
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_in(form):
            act()
            messages.success(request, done)
            return redirect("planning:tests", course.pk)
    return _shown(request, course, INVALID, **{name: form})


@require_POST
@needs("planning.test")
def begin(request: StaffRequest, course_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    form = TestForm(request.POST, zone=course.patient.zone_info, lots=fit_lots(request.user))

    def act() -> None:
        told = form.cleaned_data
        testing.begin_test(
            actor=request.user, course=course, lot=lot_for(request.user, told["lot"]), ml=told["ml"],
            sites=told["sites"], at=form.at, note=told["note"],
        )  # fmt: skip

    return _act(request, course, act, form, "test_form", _("Written down. Now watch, and write down what you see."))


@require_POST
@needs("planning.test")
def observe(request: StaffRequest, course_id: int, test_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    form = ObserveForm(request.POST, zone=course.patient.zone_info, auto_id="seen_%s")

    def act() -> None:
        told, test = form.cleaned_data, test_for(request.user, course, test_id)
        testing.observe_test(actor=request.user, test=test, seen=told["seen"], at=form.at, words=told["words"])
        if is_serious(told["seen"]):
            messages.error(
                request, _("This may begin a severe reaction: stay with the patient, get the emergency kit.")
            )

    return _act(request, course, act, form, "observe_form", _("Written down."))


@require_POST
@needs("planning.test")
def close(request: StaffRequest, course_id: int, test_id: int) -> HttpResponse:
    course, form = planned_course(request.user, course_id), CloseForm(request.POST, auto_id="close_%s")

    def act() -> None:
        told, test = form.cleaned_data, test_for(request.user, course, test_id)
        testing.close_test(actor=request.user, test=test, move=told["move"], note=told["note"])

    return _act(request, course, act, form, "close_form", _("The result is recorded; the gate follows it."))


@require_POST
@needs("planning.test")
def skip(request: StaffRequest, course_id: int) -> HttpResponse:
    course, form = planned_course(request.user, course_id), SkipForm(request.POST, auto_id="skip_%s")

    def act() -> None:
        testing.skip_test(
            actor=request.user, course=course, product=form.product, percent=form.percent,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    return _act(request, course, act, form, "skip_form", _("Written down as not done."))
