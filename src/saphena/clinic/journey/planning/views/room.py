"""The room of one course: what was asked, what is planned, what was agreed to, what was tested, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.hanging import linked
from saphena.clinic.courses.journey import journey, overrides_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.journey.planning.answers import last_confirmed
from saphena.clinic.journey.planning.hindrances import Kind, look
from saphena.clinic.journey.planning.queries import draft_of, planned_course, tried_of
from saphena.clinic.journey.planning.said_only import is_said_only
from saphena.clinic.journey.planning.wording import RESULT_BADGES, RESULTS
from saphena.clinic.people.access import needs
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import Result

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrPromise

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.planning.hindrances import Hindrance
    from saphena.clinic.journey.planning.models import TestSession
    from saphena.clinic.people.access import StaffRequest

SIGN = lazy("read and sign")
PAGES: dict[Kind, tuple[str, StrPromise] | tuple[str, StrPromise, str]] = {
    Kind.QUESTIONS: ("planning:questions", lazy("Questions")),
    Kind.UNKNOWN: ("planning:findings", lazy("Findings")),
    Kind.FINDING: ("planning:findings", lazy("Findings")),
    Kind.PLAN: ("planning:plan", lazy("Treatment plan")),
    Kind.TEST_CONSENT: ("planning:consent", SIGN, ConsentKind.TEST.value),
    Kind.TEST: ("planning:tests", lazy("Test session")),
    Kind.CONSENT: ("planning:consent", SIGN, ConsentKind.PROCEDURE.value),
    Kind.WITHDRAWN: ("planning:consent", SIGN, ConsentKind.PROCEDURE.value),
}
"""Where each thing that stands in the way is put out of it."""


@require_safe
@needs("planning.see")
def course(request: StaffRequest, course_id: int) -> HttpResponse:
    shown = planned_course(request.user, course_id)
    chart_opened(patient_id=shown.patient_id, by=request.user, page="planning")
    known = standing(shown.happenings.all())
    seen = look(shown, known)
    may_consent = request.user.may("planning.consent", shown.patient)
    steps = journey(draw(shown, known), known, language(), timezone.now(), overrides_of(shown), shown.whys)
    page = heading(shown, _("Planning")) | {
        "steps": linked(request.user, steps, shown),
        "may_screen": request.user.may("planning.screen", shown.patient),
        "answered": seen.answered,
        "left": seen.left,
        "confirmed": last_confirmed(shown.patient),
        "findings": seen.findings,
        "plan": seen.plan,
        "draft": draft_of(request.user, shown),
        "consents": list(seen.consents.items()),
        "tests": [described(test) for test in reversed(seen.tests[-3:])],
        "gate_reason": seen.gate,
        "said_only": is_said_only(shown, seen.tests),
        "tried": tried_of(request.user, shown.patient, shown.leg).filter(taken_back=None).count(),
        "payer_page": settings.SAPHENA_PAYER_PAGE,
        "may_consent": may_consent,
        "missing": [_with_page(shown, each, may_consent) for each in seen.hindrances if each.kind is not Kind.UNASKED],
    }
    return render(request, "planning/course.html", page)


def _with_page(shown: Course, each: Hindrance, may_consent: bool) -> tuple[str, Act | None]:
    """What is in the way, and the page on which it is put out of it, where the viewer may go there."""
    page, label, *more = PAGES[each.kind]
    if page == "planning:consent" and not may_consent:
        return each.sentence, None
    return each.sentence, Act(str(label), reverse(page, args=[shown.pk, *more]))


def heading(shown: Course, title: str, came_from: str = "") -> dict[str, object]:
    """What every page of the room begins with: whose, which leg, and the way back, to the couch if one came from it."""
    room = Act(_("Planning"), reverse("planning:course", args=[shown.pk]))
    return {
        "course": shown,
        "patient": shown.patient,
        "heading": f"{title}, {shown.get_leg_display()}",
        "room": Act(_("Back to the treatment room"), came_from) if came_from else room,
        "came_from": came_from,
    }


def described(test: TestSession) -> TestSession:
    """What is shown beside its columns: its result as sign and word."""
    result = Result(test.result)
    test.badge, test.word = RESULT_BADGES[result], str(RESULTS[result])  # type: ignore[attr-defined]  # for the template
    return test
