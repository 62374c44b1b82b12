"""What other programs may ask of visits: each address is a verb, each answer JSON. There is one way to book: this one.

Nothing personal stands in an address. docs/mechanisms/api.md shows every question with its answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.models import Course
from saphena.clinic.courses.speaking import language
from saphena.clinic.diary.models import Site
from saphena.clinic.exchange.visits.naming import the_patient
from saphena.clinic.exchange.visits.once import once
from saphena.clinic.exchange.visits.reading import told
from saphena.clinic.exchange.visits.saying import offer_said, reason_said, unavailable_said, visit_said
from saphena.clinic.journey.booking.actions import book_course, cancel_visit, move_visit
from saphena.clinic.journey.booking.finding import Known, NothingToFind, search
from saphena.clinic.journey.booking.queries import site_for, visit_for, visits_of
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.clinic.journey.booking.showing import reasons_until
from saphena.clinic.journey.booking.wishes import PARTS, told_for
from saphena.clinic.people.access import require
from saphena.clinic.people.applications.door import Fault, application, fault
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpResponse

    from saphena.clinic.exchange.visits.once import Keep
    from saphena.clinic.exchange.visits.reading import Told
    from saphena.clinic.exchange.visits.saying import Json
    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.applications.door import ApplicationRequest

MADE = 201
MOST = 10
WEEKDAYS = tuple("0123456")


@require_POST
@application("booking.see")
def courses(request: ApplicationRequest) -> HttpResponse:
    """A patient's courses, by health number or name together with the date of birth."""
    asked = told(request, "health_number", "family_name", "given_names", "birth_date")
    try:
        patient = the_patient(
            health_number=asked.text("health_number"),
            family_name=asked.text("family_name"),
            given_names=asked.text("given_names"),
            birth_date=asked.day("birth_date"),
        )
    except Refused as no:
        raise Fault(no.reason, no.field or "", 404) from None
    chart_opened(patient_id=patient.pk, by=request.application, page="the courses")
    found = Course.objects.select_related("protocol__approved_by", "patient").filter(patient=patient)
    return JsonResponse({"courses": [_course(request, each) for each in found.order_by("-opened_at", "-pk")]})


def _course(request: ApplicationRequest, course: Course) -> Json:
    known = Known(course, site_for(request.application))
    missing = [step.name for step in known.steps.steps if step.name not in known.done]
    visits = visits_of(request.application, course)
    return {
        "id": course.pk,
        "leg": course.leg,
        "opened": course.opened_at.isoformat(),
        "missing": missing,
        "visits": [visit_said(visit, language()) for visit in visits],
    }


@require_POST
@application("booking.see")
def openings(request: ApplicationRequest) -> HttpResponse:
    """Times for all visits that are missing of a course, found together, or for one of them; and why not sooner."""
    names = ("course", "step", "site", "days", "parts", "not_before", "not_after", "home_in_time", "most")
    asked = told(request, *names)
    course, site = _course_of(request, asked), _site_of(request, asked)
    wishes = replace(
        told_for(course),
        not_before=asked.day("not_before"),
        not_after=asked.day("not_after"),
        home_in_time=asked.yes("home_in_time"),
    )
    days, parts = asked.chosen("days", WEEKDAYS), asked.chosen("parts", tuple(PARTS))
    wishes = replace(wishes, days=days or wishes.days, parts=parts or wishes.parts)
    known, now, step = Known(course, site), timezone.now(), asked.text("step", 40)
    try:
        steps = known.one(step) if step else None
        looked = search(known, steps=steps, wishes=wishes.request(course, now), now=now)
    except NothingToFind:
        return JsonResponse({"offers": [], "complete": True, "why_not_sooner": []})
    offers = looked.offers(min(asked.number("most", 4) or 4, MOST))
    first = offers[0][looked.main.name].day if offers else None
    return JsonResponse({
        "offers": [offer_said(each, looked, language()) for each in offers],
        "complete": False,
        "why_not_sooner": [reason_said(each, looked) for each in reasons_until(looked, first)],
    })  # fmt: skip


@require_POST
@application("booking.book")
def book(request: ApplicationRequest) -> HttpResponse:
    """Hold these visits, all of them or none."""
    asked = told(request, "course", "site", "visits", "note")
    course, site = _course_of(request, asked), _site_of(request, asked)
    wanted = asked.objects("visits", ("step", "starts"))
    starts = {each.text("step", 40): each.moment("starts", site.zone_info) for each in wanted}
    note = asked.text("note", 500)

    def act(keep: Keep) -> None:
        book_course(
            actor=request.application, course=course, site=site, starts=starts, note=note, also=_kept(keep, many=True)
        )

    return _done(request, MADE, act)


@require_safe
@application("booking.see")
def one(request: ApplicationRequest, visit_id: int) -> HttpResponse:
    visit = visit_for(request.application, visit_id)
    chart_opened(patient_id=visit.patient_id, by=request.application, page="a visit")
    return JsonResponse(visit_said(visit, language()))


@require_POST
@application("booking.move")
def move(request: ApplicationRequest, visit_id: int) -> HttpResponse:
    """Another time for a visit: the new one is taken before the old one is given up."""
    asked = told(request, "starts", "reason", "version")
    visit = visit_for(request.application, visit_id)
    starts, reason = asked.moment("starts", visit.site.zone_info), asked.text("reason", 300)
    version = asked.number("version")

    def act(keep: Keep) -> None:
        move_visit(
            actor=request.application, visit=visit, starts=starts, reason=reason, version=version, also=_kept(keep)
        )

    return _done(request, 200, act)


@require_POST
@application("booking.cancel")
def cancel(request: ApplicationRequest, visit_id: int) -> HttpResponse:
    """Call a visit off, with the reason."""
    asked = told(request, "reason", "version")
    reason, version = asked.text("reason", 300), asked.number("version")
    visit = visit_for(request.application, visit_id)

    def act(keep: Keep) -> None:
        cancel_visit(actor=request.application, visit=visit, reason=reason, version=version, also=_kept(keep))

    return _done(request, 200, act)


def _kept(keep: Keep, *, many: bool = False) -> Callable[[Sequence[Visit]], None]:
    """The answer is kept in the transaction of the act."""

    def also(visits: Sequence[Visit]) -> None:
        said = [visit_said(visit, language()) for visit in visits]
        keep({"visits": said} if many else said[0])

    return also


def _done(request: ApplicationRequest, status: int, act: Callable[[Keep], None]) -> HttpResponse:
    try:
        return once(request, status, act)
    except Unavailable as no:
        return fault(409, no.reason, field="starts", more=unavailable_said(no))


def _course_of(request: ApplicationRequest, asked: Told) -> Course:
    number = asked.needed("course")
    found = Course.objects.select_related("protocol__approved_by", "patient").filter(pk=number).first()
    if found is None:
        raise Fault(_("There is nothing of that number."), "course", 404)
    require(request.application, "booking.see", found.patient)
    chart_opened(patient_id=found.patient_id, by=request.application, page="the visits")
    return found


def _site_of(request: ApplicationRequest, asked: Told) -> Site:
    number = asked.number("site")
    if number is None:
        return site_for(request.application)
    try:
        return Site.objects.get(pk=number, closed_at__isnull=True)
    except Site.DoesNotExist:
        raise Fault(_("There is nothing of that number."), "site", 404) from None
