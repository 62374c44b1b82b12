"""The room of one course: what was asked, what is planned, what was agreed to, what was tested, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.hanging import linked
from saphena.clinic.courses.journey import journey, overrides_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.journey.planning.answers import answers_of, last_confirmed
from saphena.clinic.journey.planning.consenting import consent_for
from saphena.clinic.journey.planning.gates import standing_of, why
from saphena.clinic.journey.planning.queries import draft_of, plan_in_force, planned_course, tests_of
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.planning.wording import RESULT_BADGES, RESULTS
from saphena.clinic.people.access import needs
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.screening import unanswered
from saphena.pathway.planning.testing import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from saphena.clinic.courses.drawing import Standing
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.planning.models import Consent, TestSession, TreatmentPlan
    from saphena.clinic.journey.planning.weighing import Findings
    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("planning.see")
def course(request: StaffRequest, course_id: int) -> HttpResponse:
    shown = planned_course(request.user, course_id)
    chart_opened(patient_id=shown.patient_id, by=request.user, page="planning")
    answers, known = answers_of(shown.patient), standing(shown.happenings.all())
    tests = list(tests_of(request.user, shown.patient))
    findings, plan = findings_of(shown, answers), plan_in_force(request.user, shown)
    consents = [(kind, consent_for(shown, kind)) for kind in ConsentKind]
    left, reason = len(unanswered(answers)), _gate(shown, tests, known)
    steps = journey(draw(shown, known), known, language(), timezone.now(), overrides_of(shown), shown.whys)
    page = heading(shown, _("Planning")) | {
        "steps": linked(steps, shown),
        "answered": len(answers),
        "left": left,
        "confirmed": last_confirmed(shown.patient),
        "findings": findings,
        "plan": plan,
        "draft": draft_of(request.user, shown),
        "consents": consents,
        "tests": [described(test) for test in tests[:3]],
        "gate_reason": reason,
        "missing": missing(left, findings, plan, dict(consents), reason),
    }
    return render(request, "planning/course.html", page)


def heading(shown: Course, title: str) -> dict[str, object]:
    """What every page of the room begins with: whose, which leg, and the way back."""
    return {
        "course": shown,
        "patient": shown.patient,
        "heading": f"{title}, {shown.get_leg_display()}",
        "room": Act(_("Planning"), reverse("planning:course", args=[shown.pk])),
    }


def described(test: TestSession) -> TestSession:
    """What is shown beside its columns: its result as sign and word."""
    result = Result(test.result)
    test.badge, test.word = RESULT_BADGES[result], str(RESULTS[result])  # type: ignore[attr-defined]  # for the template
    return test


def _gate(shown: Course, tests: Sequence[TestSession], known: Standing) -> str:
    """Why the test gate stands shut; nothing when it is open."""
    found = standing_of(shown, tests, known)
    return "" if found.open else why(shown, found)[language()]


def missing(
    left: int, findings: Findings, plan: TreatmentPlan | None, consents: dict[ConsentKind, Consent | None], reason: str
) -> list[str]:
    """What stands between this leg and its procedure, in the order in which it is done."""
    stopping, open_ones = len(findings.stopping), sum(each.answered for each in findings.asking)
    asking = ngettext("%(n)s question is not answered.", "%(n)s questions are not answered.", left) % {"n": left}
    waiting = ngettext("%(n)s finding waits for a physician.", "%(n)s findings wait for a physician.", stopping)
    unknown = ngettext("%(n)s answer is not known and matters.", "%(n)s answers are not known and matter.", open_ones)
    told = (
        (asking, left),
        (unknown % {"n": open_ones}, open_ones > 0),
        (waiting % {"n": stopping}, stopping),
        (_("No physician has signed a treatment plan."), plan is None),
        (_("The consent to the test session is not signed."), reason and consents[ConsentKind.TEST] is None),
        (reason, reason),
        (_("The consent to the procedure is not signed."), consents[ConsentKind.PROCEDURE] is None),
    )
    return [words for words, so in told if so]
