"""Calendars: the patient's visits by their link, the staff's by a token of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.journey.booking.calendar import calendar_of, entry_of
from saphena.clinic.journey.booking.feeds import entries_for, feed_of, make_feed, withdraw_feed
from saphena.clinic.journey.booking.models import StaffFeed
from saphena.clinic.journey.booking.queries import own_visits
from saphena.clinic.people.access import ClinicRequest, needs, public
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.link_door import PatientRequest


@require_safe
@patient_link
def own_calendar(request: PatientRequest) -> HttpResponse:
    """The patient's visits as a file; read again, it moves what has moved."""
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the calendar of visits")
    entries = [entry_of(visit, "") for visit in own_visits(request.patient)]
    return _file(calendar_of(entries, request.clinic, timezone.now()))


@require_safe
@public("the token of 256 random bits in the address is the key; the file names no patient")
def staff_calendar(request: ClinicRequest, token: str) -> HttpResponse:
    user = feed_of(token)
    if user is None:
        raise Http404
    now = timezone.now()
    with translation.override(django_name(user.language)):
        return _file(calendar_of(entries_for(user, now), request.clinic, now))


@require_safe
@needs("booking.see")
def my_calendar(request: StaffRequest) -> HttpResponse:
    live = StaffFeed.objects.filter(user=request.user, withdrawn_at__isnull=True).first()
    return render(request, "booking/my_calendar.html", {"live": live})


@require_POST
@needs("booking.see")
def make(request: StaffRequest) -> HttpResponse:
    """The address is shown on this one page and never again."""
    token = make_feed(actor=request.user)
    address = settings.SAPHENA_URL + reverse("booking:staff_calendar", args=[token])
    live = StaffFeed.objects.get(user=request.user, withdrawn_at__isnull=True)
    return render(request, "booking/my_calendar.html", {"live": live, "address": address})


@require_POST
@needs("booking.see")
def withdraw(request: StaffRequest) -> HttpResponse:
    withdraw_feed(actor=request.user)
    messages.success(request, _("The address works no more."))
    return redirect("booking:my_calendar")


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visits.ics"'
    response["Cache-Control"] = "no-store, private"
    return response
