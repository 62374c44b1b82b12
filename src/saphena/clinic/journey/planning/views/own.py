"""The patient's own pages: the questions, one group at a time, and the consents to read and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses.hanging import own_courses, own_page
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning import screening
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.consenting import consent_for, is_approved, sign_consent, withdraw_consent
from saphena.clinic.journey.planning.forms import SignatureForm
from saphena.clinic.journey.planning.models import TreatmentPlan
from saphena.clinic.journey.planning.questions import QuestionsForm
from saphena.clinic.journey.planning.showing import shown_items
from saphena.clinic.journey.planning.states import PlanState
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.planning.screening import questionnaire, unanswered

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.link_door import PatientRequest

INVALID = 422


def _page(request: PatientRequest) -> dict[str, object]:
    courses, plans = own_courses(request)
    return own_page(request, "planning:own_questions", courses, plans)


@require_safe
@patient_link
def questions(request: PatientRequest) -> HttpResponse:
    """The groups, what is left in each, and what there is to read and sign."""
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="their questions")
    answers, asked, said = answers_of(request.patient), questionnaire(), language()
    left = set(unanswered(answers))
    groups = [
        (name, asked.groups[name][said], sum(each.id in left for each in asked.of_group(name)))
        for name in asked.groups_for("patient")
    ]
    first = next((name for name, _title, missing in groups if missing), "")
    page = _page(request) | {"groups": groups, "first": first, "left": len(left), "consents": _consents(request)}
    return render(request, "planning/own_questions.html", page)


def _consents(request: PatientRequest) -> list[dict[str, object]]:
    """The texts that wait for a signature and those that are signed; nothing that no physician has approved."""
    found: list[dict[str, object]] = []
    for course in courses_of(request.patient, request.patient):
        planned = TreatmentPlan.objects.filter(course=course, state=PlanState.SIGNED).exists()
        for kind in ConsentKind:
            signed = consent_for(course, kind)
            if signed or (is_approved(kind) and (planned or kind is ConsentKind.TEST)):
                title = text_of(kind, language(), course.leg).title
                found.append({"course": course, "kind": kind.value, "title": title, "signed": signed})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def group(request: PatientRequest, name: str) -> HttpResponse:
    """One group; then the next that has something left."""
    asked = questionnaire()
    names = asked.groups_for("patient")
    if name not in names:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=asked.of_group(name), known=answers_of(request.patient))
    if request.method != "POST":
        chart_opened(patient_id=request.patient.pk, by=request.patient, page="their questions")
    elif form.is_valid():
        with refusals_shown_in(form):
            screening.answer_own(actor=request.patient, group=name, answers=form.answers)
            return _onward(request, names, name)
    page = _page(request) | {
        "form": form,
        "title": asked.groups[name][language()],
        "number": names.index(name) + 1,
        "of": len(names),
    }
    return render(request, "planning/own_group.html", page, status=INVALID if form.errors else None)


def _onward(request: PatientRequest, names: list[str], name: str) -> HttpResponse:
    left = set(unanswered(answers_of(request.patient)))
    asked = questionnaire()
    here = names.index(name)
    for other in (*names[here + 1 :], *names[:here]):
        if any(each.id in left for each in asked.of_group(other)):
            return redirect("planning:own_group", request.token, other)
    messages.success(request, _("Thank you. That is all we need to know for now."))
    return redirect("planning:own_questions", request.token)


def _course(request: PatientRequest, course_id: int) -> Course:
    found = courses_of(request.patient, request.patient).filter(pk=course_id).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def consent(request: PatientRequest, course_id: int, kind: str) -> HttpResponse:
    """One text to read, and its signature."""
    course, asked = _course(request, course_id), ConsentKind(kind)
    text = text_of(asked, language(), course.leg)
    form = SignatureForm(request.POST if request.method == "POST" else None, initial={"seen": text.fingerprint})
    if request.method != "POST":
        chart_opened(patient_id=request.patient.pk, by=request.patient, page="a consent")
    elif form.is_valid():
        with refusals_shown_in(form):
            sign_consent(actor=request.patient, course=course, text=text, **form.cleaned_data)
            messages.success(request, _("Thank you. Your consent is signed."))
            return redirect("planning:own_questions", request.token)
    signed = consent_for(course, asked)
    if signed is None and not is_approved(asked):
        raise Http404
    page = _page(request) | {"text": text, "form": form, "signed": signed, "course": course}
    if signed:
        _title, page["items"], page["closing"] = shown_items(signed)
    return render(request, "planning/own_consent.html", page, status=INVALID if form.errors else None)


@require_POST
@patient_link
def withdraw(request: PatientRequest, course_id: int, kind: str) -> HttpResponse:
    """They changed their mind; pressed twice, it is withdrawn once."""
    course = _course(request, course_id)
    if signed := consent_for(course, ConsentKind(kind)):
        withdraw_consent(actor=request.patient, consent=signed)
    messages.success(request, _("Your consent is withdrawn. We will call you to talk about it."))
    return redirect("planning:own_questions", request.token)
