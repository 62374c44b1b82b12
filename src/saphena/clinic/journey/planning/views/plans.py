"""The treatment plan: the draft that is written, the version that is signed, and those before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning import actions
from saphena.clinic.journey.planning.ceilings import OVER, session_rows, weight_of
from saphena.clinic.journey.planning.forms import InjectionForm, PlanForm, SignForm
from saphena.clinic.journey.planning.mapped import offered
from saphena.clinic.journey.planning.models import TreatmentPlan
from saphena.clinic.journey.planning.queries import draft_of, plan_in_force, planned_course
from saphena.clinic.journey.planning.targets import early, statements
from saphena.clinic.journey.planning.views.room import heading
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.planning.wording import GASES, product_title, segment_name
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.anatomy import anatomy
from saphena.pathway.planning.alternatives import ways
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("planning.see")
def plan(request: StaffRequest, course_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the treatment plan")
    return _shown(request, course)


def _shown(request: StaffRequest, course: Course, status: int | None = None, **in_hand: object) -> HttpResponse:
    draft, signed = draft_of(request.user, course), plan_in_force(request.user, course)
    may, chosen = request.user.may, request.GET.get("segment", "")
    chosen = chosen if chosen in anatomy() else ""
    page = heading(course, _("Treatment plan")) | {
        "draft": laid_out(draft) if draft else None,
        "signed": laid_out(signed) if signed else None,
        "older": TreatmentPlan.objects.filter(course=course, state="replaced").select_related("signed_by"),
        "may_plan": may("planning.plan", course.patient),
        "may_sign": may("planning.sign", course.patient),
        "findings": findings_of(course),
        "mapped": offered(course, chosen) if draft else None,
        "injection_form": InjectionForm(
            initial={"ratio": "1+4", "segment": chosen, "diameter_mm": request.GET.get("diameter", "")[:6]}
        ),
        "plan_form": PlanForm(initial=_filled(draft)),
        "sign_form": SignForm(),
    }
    return render(request, "planning/plan.html", {**page, **in_hand}, status=status)


def _filled(draft: TreatmentPlan | None) -> dict[str, object]:
    names = ("gas", "compression", "alternatives", "alternatives_note", "note")
    return {name: getattr(draft, name) for name in names} if draft else {}


def laid_out(plan: TreatmentPlan) -> dict[str, object]:
    """A plan as the page shows it: its sessions with their ceilings, and what guidelines say of its veins."""
    said = language()
    sessions = session_rows(plan)
    for session in sessions:
        for row in session.injections:
            row.vein, row.title = segment_name(row.segment), product_title(row.product)  # type: ignore[attr-defined]  # for the template
            row.shown_percent = f"{row.percent.normalize():f} %"  # type: ignore[attr-defined]  # for the template
    return {
        "plan": plan,
        "sessions": sessions,
        "weight": weight_of(plan),
        "early": [(segment_name(vein), segment_name(trunk)) for vein, trunk in early(plan)],
        "statements": [(segment_name(row.segment), each.says[said], each.source) for row, each in statements(plan)],
        "talked": [words[said] for name, words in ways().items() if name in plan.alternatives],
        "gas": GASES.get(plan.gas, ""),
        "over": [row for session in sessions for row in session.ceilings if row.badge in OVER],
    }


def _act(request: StaffRequest, course: Course, act: Callable[[], object], form: forms.Form, name: str) -> HttpResponse:
    """One act on the draft: what is wrong stands at its field, what was typed stays."""
    if form.is_valid():
        with refusals_shown_in(form):
            act()
            return redirect("planning:plan", course.pk)
    return _shown(request, course, INVALID, **{name: form})


def _draft(request: StaffRequest, course: Course) -> TreatmentPlan:
    draft = draft_of(request.user, course)
    if draft is None:
        raise Refused(_("There is no draft. Begin the next version first."))
    return draft


@require_POST
@needs("planning.plan")
def begin(request: StaffRequest, course_id: int) -> HttpResponse:
    actions.write_plan(actor=request.user, course=planned_course(request.user, course_id))
    return redirect("planning:plan", course_id)


@require_POST
@needs("planning.plan")
def add(request: StaffRequest, course_id: int) -> HttpResponse:
    course, form = planned_course(request.user, course_id), InjectionForm(request.POST)

    def act() -> None:
        actions.plan_injection(actor=request.user, plan=_draft(request, course), **form.columns)

    return _act(request, course, act, form, "injection_form")


@require_POST
@needs("planning.plan")
def drop(request: StaffRequest, course_id: int, injection_id: int) -> HttpResponse:
    course = planned_course(request.user, course_id)
    actions.drop_injection(actor=request.user, plan=_draft(request, course), injection_id=injection_id)
    return redirect("planning:plan", course_id)


@require_POST
@needs("planning.plan")
def describe(request: StaffRequest, course_id: int) -> HttpResponse:
    course, form = planned_course(request.user, course_id), PlanForm(request.POST)

    def act() -> None:
        actions.describe_plan(actor=request.user, plan=_draft(request, course), **form.cleaned_data)
        messages.success(request, _("Saved."))

    return _act(request, course, act, form, "plan_form")


@require_POST
@needs("planning.sign")
def sign(request: StaffRequest, course_id: int) -> HttpResponse:
    course, form = planned_course(request.user, course_id), SignForm(request.POST)

    def act() -> None:
        reason = form.cleaned_data["over_reason"]
        actions.sign_plan(actor=request.user, plan=_draft(request, course), over_reason=reason)
        messages.success(request, _("Signed. The consent to the procedure is about this version."))

    return _act(request, course, act, form, "sign_form")
