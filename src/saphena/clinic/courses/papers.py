"""The plan on paper and in a calendar, as files to download. Nothing personal stands in their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.courses.showing import is_for_patient
from saphena.clinic.papers.ical.calendar import Calendar, no_longer
from saphena.clinic.papers.letterhead import Letterhead
from saphena.pathway.protocol.meeting import Rounds
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import Clinic
    from saphena.pathway.protocol.plan import Line, Plan

__all__ = ["calendar", "handout"]


def handout(course: Course, clinic: Clinic, language: str) -> HttpResponse:
    """The sheet for the fridge, as PDF. Refused while no event says on which day the treatment is."""
    from saphena.clinic.papers.handout.handout import NoFirstDay
    from saphena.clinic.papers.handout.handout import handout as write
    from saphena.clinic.papers.handout.typesetting import CannotTypeset, typeset

    try:
        pages = write(draw(course), language, Letterhead(clinic.name, clinic.phone), _stricter(course, language))
    except NoFirstDay:
        raise Refused(_("The sheet needs a day: plan the procedure first.")) from None
    try:
        return _file(typeset(pages), "application/pdf", "plan.pdf")
    except CannotTypeset:
        raise Refused(_("Sheets cannot be printed here yet; the plan on the page says the same.")) from None


def _stricter(course: Course, language: str) -> list[str]:
    """Where this treatment meets another of the patient's, which of the two counts."""
    own = list(courses_of(course.patient, course.patient))
    return Rounds([*map(draw, own)], [each.leg for each in own]).said(timezone.now(), language, ahead=True)


def calendar(course: Course, clinic: Clinic, language: str) -> HttpResponse:
    """The calendar file. Read a second time after a move it moves what has moved and takes out what no longer holds."""
    rows = list(course.happenings.all())
    plan = draw(course, standing(rows))
    file = Calendar(
        language,
        calendar_key(course),
        timezone.now(),
        sequence=len(rows) + course.answers,
        changed=max(filter(None, (course.opened_at, course.answered_at, *(row.recorded_at for row in rows[-1:])))),
        clinic=Letterhead(clinic.name, clinic.phone),
    )
    items = [item for item in plan.items if is_for_patient(item)]
    content = file.of(plan, items, cancelled=_once_told(course, plan))
    return _file(content, "text/calendar; charset=utf-8", "plan.ics")


def calendar_key(course: Course) -> str:
    """Tells this course's events from another's, and says nothing of whose they are."""
    return salted_hmac("saphena.courses.calendar", str(course.pk)).hexdigest()[:16]


def _once_told(course: Course, plan: Plan) -> list[Line]:
    """Lines that an earlier standing of the course had and this one has not: a calendar may still show them."""
    rows = list(course.happenings.all())
    gone = {}
    for count in range(1, len(rows)):
        for line in no_longer(draw(course, standing(rows[:count])), plan):
            if is_for_patient(line.item):
                gone[line.item.rule.id, line.number] = line
    return list(gone.values())


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
