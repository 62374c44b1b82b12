"""What patients do about their visits, by their link on a phone: see, move, call off, put into a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.hanging import own_courses, own_page
from saphena.clinic.journey.booking.choosing import times_for
from saphena.clinic.journey.booking.finding import horizon
from saphena.clinic.journey.booking.forms import OwnReasonForm, TimeForm
from saphena.clinic.journey.booking.own import by_link, cancel_own, last_moment, may_change, move_own
from saphena.clinic.journey.booking.queries import own_offers, own_questions, own_visit_for, own_visits
from saphena.clinic.journey.booking.refusing import clock_of
from saphena.clinic.journey.booking.showing import described, offer_said, question_said
from saphena.clinic.journey.booking.states import State
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.link_door import PatientRequest

INVALID, CONFLICT = 422, 409


def _page(request: PatientRequest) -> dict[str, object]:
    """What every page of the patient's has."""
    return own_page(request, "booking:own_visits", *own_courses(request))


@require_safe
@patient_link
def visits(request: PatientRequest) -> HttpResponse:
    """What is to come, and what was."""
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the visits")
    rows, now = described(own_visits(request.patient)), timezone.now()
    page = _page(request) | {
        "questions": [question_said(asked) for asked in own_questions(request.patient, now)],
        "offers": [offer_said(offer) for offer in own_offers(request.patient, now)],
        "coming": [visit for visit in rows if visit.state == State.EXPECTED and visit.ends_at >= now],
        "over": [visit for visit in rows if visit.state != State.EXPECTED or visit.ends_at < now][::-1],
    }
    return render(request, "booking/own_visits.html", page)


@require_safe
@patient_link
def visit(request: PatientRequest, visit_id: int) -> HttpResponse:
    found = own_visit_for(request.patient, visit_id)
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="a visit")
    return _shown(request, found)


def _shown(request: PatientRequest, found: Visit, status: int | None = None, **in_hand: object) -> HttpResponse:
    described([found])
    now = timezone.now()
    free = by_link() and may_change(found, now)
    zone = found.site.zone_info
    leafed = _leafed(request, found, now)
    around = settle(leafed, found.starts.time(), zone) if leafed else found.starts
    days = times_for(found, around, now, own=True, early=leafed is None) if free else []
    page = _page(request) | {
        "visit": found,
        "site": found.site,
        "zone_told": zone.key.rsplit("/", 1)[-1].replace("_", " ") if zone != request.patient.zone_info else "",
        "to_come": found.state == State.EXPECTED and found.ends_at >= now,
        "may_change": free,
        "by_link": by_link(),
        "until": clock_of(last_moment(found)) if free else "",
        "days": days,
        "leafed": leafed,
        "further": days[-1].on + timedelta(days=1) if days else None,
        "form": TimeForm(zone=zone),
        "cancel_form": OwnReasonForm(),
        "moved": [clock_of(at.astimezone(zone)) for at in _earlier(found)],
    }
    return render(request, "booking/own_visit.html", page | in_hand, status=status)


def _leafed(request: PatientRequest, found: Visit, now: datetime) -> date | None:
    """From which day on the patient wants to see times, when they have asked for later ones."""
    try:
        day = parse_date(request.GET.get("from", "")[:10])
    except ValueError:
        return None
    today = now.astimezone(found.site.zone_info).date()
    return day if day and today < day <= today + timedelta(days=horizon()) else None


def _earlier(found: Visit) -> list[datetime]:
    return [change.was_at for change in found.changes.order_by("pk") if change.what == "moved" and change.was_at]


@require_POST
@patient_link
def move(request: PatientRequest, visit_id: int) -> HttpResponse:
    found = own_visit_for(request.patient, visit_id)
    form = TimeForm(request.POST, zone=found.site.zone_info)
    if not form.is_valid():
        return _shown(request, found, INVALID, form=form)
    with refusals_shown_in(form):
        version = form.cleaned_data["version"]
        moved = move_own(actor=request.patient, visit=found, starts=form.moment, version=version)
        messages.success(request, _("Your visit is now on %(when)s.") % {"when": clock_of(moved.starts)})
        return redirect("booking:own_visits", request.token)
    return _shown(request, own_visit_for(request.patient, visit_id), CONFLICT, form=form)


@require_POST
@patient_link
def cancel(request: PatientRequest, visit_id: int) -> HttpResponse:
    found, form = own_visit_for(request.patient, visit_id), OwnReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, INVALID, cancel_form=form)
    with refusals_shown_in(form):
        cancel_own(actor=request.patient, visit=found, **form.cleaned_data)
        messages.success(request, _("Your visit is called off. The clinic knows."))
        return redirect("booking:own_visits", request.token)
    return _shown(request, own_visit_for(request.patient, visit_id), CONFLICT, cancel_form=form)
