"""Staff ask: group by group beforehand, and again on the day what can change overnight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning import screening
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.models import ScreeningRound
from saphena.clinic.journey.planning.queries import planned_course
from saphena.clinic.journey.planning.questions import QuestionsForm
from saphena.clinic.journey.planning.showing import answer_rows
from saphena.clinic.journey.planning.views.room import heading
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import asked_next, refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.planning.screening import questionnaire, unanswered

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.pathway.planning.screening import Answers

INVALID = 422


@require_safe
@needs("planning.see")
def questions(request: StaffRequest, course_id: int) -> HttpResponse:
    """Every answer as it stands, the groups to ask, and what has changed when."""
    course = planned_course(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the questions")
    answers, titles, said = answers_of(course.patient), questionnaire().groups, language()
    rounds = ScreeningRound.objects.filter(patient=course.patient).order_by("-pk")[:12]
    page = heading(course, _("Questions before the injection")) | {
        "groups": groups(answers),
        "answers": answer_rows(answers, "patient"),
        "found": answer_rows(answers, "staff"),
        "rounds": [(each, titles[each.group][said] if each.group in titles else "") for each in rounds],
        "may_screen": request.user.may("planning.screen", course.patient),
    }
    return render(request, "planning/questions.html", page)


def groups(answers: Answers) -> list[dict[str, object]]:
    """The groups with how many of their questions have no answer yet."""
    asked, said = questionnaire(), language()
    left = {*unanswered(answers), *unanswered(answers, "staff")}
    return [
        {"name": name, "title": title[said], "left": sum(each.id in left for each in asked.of_group(name))}
        for name, title in asked.groups.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("planning.screen")
def group(request: StaffRequest, course_id: int, name: str) -> HttpResponse:
    """One group, as the patient tells it or as the clinic found it."""
    course, asked = planned_course(request.user, course_id), questionnaire()
    if name not in asked.groups:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=asked.of_group(name), known=answers_of(course.patient))
    if request.method != "POST":
        chart_opened(patient_id=course.patient_id, by=request.user, page="the questions")
    elif form.is_valid():
        with refusals_shown_in(form):
            kept = screening.answer_for(actor=request.user, patient=course.patient, group=name, answers=form.answers)
            tell_changes(request, kept)
            return redirect("planning:questions", course_id)
    page = heading(course, asked.groups[name][language()]) | {"form": form}
    return render(request, "planning/group.html", page, status=INVALID if form.errors else None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("planning.screen")
def again(request: StaffRequest, course_id: int) -> HttpResponse:
    """On the day: every question that can change overnight, filled in with the last answer."""
    course = planned_course(request.user, course_id)
    asked = [questionnaire().questions[name] for name in screening.asked_again()]
    known = answers_of(course.patient)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=asked, known=known)
    if request.method != "POST":
        chart_opened(patient_id=course.patient_id, by=request.user, page="the questions")
    elif form.is_valid():
        with refusals_shown_in(form):
            kept = screening.confirm_on_the_day(actor=request.user, patient=course.patient, answers=form.answers)
            tell_changes(request, kept)
            return redirect(asked_next(request.GET) or reverse("planning:course", args=[course_id]))
    never = [each.id for each in asked if each.id not in known]
    page = heading(course, _("Ask again today"), asked_next(request.GET)) | {"form": form, "never": never}
    return render(request, "planning/again.html", page, status=INVALID if form.errors else None)


def tell_changes(request: StaffRequest, kept: ScreeningRound) -> None:
    if kept.allergies_changed:
        messages.warning(request, _("Allergies have changed: test sessions from before do not count any more."))
    elif kept.changed:
        messages.info(request, _("Changed since last time: %(what)s.") % {"what": ", ".join(kept.changed)})
    else:
        messages.success(request, _("Written down. Nothing has changed since last time."))
