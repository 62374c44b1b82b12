"""What was found against each rule set, and what a physician decides; the rule sets of the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.confirming.forms import WordForm
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.numbers import shown
from saphena.clinic.confirming.pages import word_given
from saphena.clinic.confirming.queries import said_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.consenting import approve_text, is_approved
from saphena.clinic.journey.planning.deciding import decide_finding, switch_rule_set
from saphena.clinic.journey.planning.forms import DecisionForm
from saphena.clinic.journey.planning.models import ConsentApproval
from saphena.clinic.journey.planning.own_numbers import number_called, own_numbers
from saphena.clinic.journey.planning.queries import planned_course
from saphena.clinic.journey.planning.showing import finding_rows
from saphena.clinic.journey.planning.views.room import came_from, heading
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.planning.wording import LEVELS
from saphena.clinic.people.access import needs
from saphena.clinic.people.forms import refused
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.planning.screening import questionnaire
from saphena.pathway.planning.weighing import means, rule_sets
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.confirming.numbers import Shown
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
    page = heading(course, _("Findings"), came_from(request)) | {
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
        try:
            decide_finding(actor=request.user, course=course, **form.cleaned_data)
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Decided, with your name and reason."))
            back = urlencode({"next": wanted}) if (wanted := came_from(request)) else ""
            return redirect(f"{reverse('planning:findings', args=[course_id])}?{back}".rstrip("?"))
    return _shown(request, course, form)


@require_safe
@needs("planning.see")
def rules(request: StaffRequest) -> HttpResponse:
    return _rules(request)


def _row(name: str, words: list[Word], wrong: WordForm | None, *, may: bool) -> Shown:
    number = number_called(name)
    assert number is not None  # noqa: S101 - it comes from the list
    figures = words[0].figures if words else {}
    return shown(number, words, wrong or (WordForm(number, figures=figures) if may else None))


def _rules(request: StaffRequest, wrong: WordForm | None = None, wrong_name: str = "") -> HttpResponse:
    """Every rule set with its source and its rules, whether it is on, and the consents' texts."""
    said = language()
    given, may = said_of(About.PLANNING), request.user.may("planning.decide")
    sets = [
        {
            "set": one,
            "row": _row(name, given.get(name, []), wrong if name == wrong_name else None, may=may),
            "rules": [
                (means(rule.condition)[said], str(LEVELS[rule.level]), rule.note[said] if rule.note else "", rule.form)
                for rule in sorted(one.rules.values(), key=lambda rule: -rule.level)
            ],
            "numbers": [
                (means(rule.condition)[said], rule.operator, rule.value, str(LEVELS[rule.level]))
                for rule in one.numbers
            ],
        }
        for name, one in rule_sets().sets.items()
    ]
    consents = [
        (kind, text_of(kind, said, "left"), is_approved(kind),
         ConsentApproval.objects.filter(kind=kind).select_related("approved_by").order_by("-pk").first())
        for kind in ConsentKind
    ]  # fmt: skip
    page = {
        "sets": sets,
        "own": [
            _row(name, given.get(name, []), wrong if name == wrong_name else None, may=may) for name in own_numbers()
        ],
        "consents": consents,
        "post_to": reverse("planning:rules_switch"),
        "may_sign": request.user.may("planning.sign"),
    }
    return render(request, "planning/rules.html", page, status=INVALID if wrong else None)


@require_POST
@needs("planning.decide")
def switch(request: StaffRequest) -> HttpResponse:
    name = request.POST.get("name", "")[:60]
    number = number_called(name)
    if number is None:
        raise Refused(_("There is no such rule set."), "name")
    form = WordForm(number, request.POST)
    if word_given(request, form, name, switch_rule_set):
        return redirect("planning:rules")
    return _rules(request, form, name)


@require_POST
@needs("planning.sign")
def approve(request: StaffRequest, kind: str) -> HttpResponse:
    approve_text(actor=request.user, kind=ConsentKind(kind))
    messages.success(request, _("Approved. It may be given to patients."))
    return redirect("planning:rules")
