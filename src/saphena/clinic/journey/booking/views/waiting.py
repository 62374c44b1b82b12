"""The waiting list: who waits for what since when, which offers are open, and the answers that come by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.queries import course_for
from saphena.clinic.journey.booking.models import TimedOffer, Waiting
from saphena.clinic.journey.booking.promises import OFFER, why_call
from saphena.clinic.journey.booking.queries import open_offers, site_for, waiting_list
from saphena.clinic.journey.booking.refusing import clock_of
from saphena.clinic.journey.booking.showing import capital, step_said
from saphena.clinic.journey.booking.waiting import accept, decline, put_on_list, take_off_list
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to
from saphena.clinic.people.link_door import patient_link

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.link_door import PatientRequest


@require_safe
@needs("booking.see")
def waiting(request: StaffRequest) -> HttpResponse:
    """Everybody who waits, the longest first, with the offer that they have."""
    rows = list(waiting_list(request.user))
    offers = {offer.waiting_id: offer for offer in open_offers(request.user)}
    for row in rows:
        offer = offers.get(row.pk)
        row.said = capital(step_said(row.step))  # type: ignore[attr-defined]  # for the template
        row.offer = offer  # type: ignore[attr-defined]  # for the template
        if offer:
            zone = row.site.zone_info
            row.offered = clock_of(offer.place.starts_at.astimezone(zone))  # type: ignore[attr-defined]  # the same
            row.call = why_call(row.course.patient, OFFER)  # type: ignore[attr-defined]  # the same
            row.until = clock_of(offer.expires_at.astimezone(zone))  # type: ignore[attr-defined]  # the same
    page = {"rows": rows, "may_book": request.user.may("booking.book")}
    return render(request, "booking/waiting.html", page)


@require_POST
@needs("booking.book")
def wait(request: StaffRequest, course_id: int) -> HttpResponse:
    """Put on the list from the page of a course's visits."""
    course = course_for(request.user, course_id)
    site = site_for(request.user, request.POST.get("site", ""))
    put_on_list(actor=request.user, course=course, site=site, step=request.POST.get("step", "")[:40])
    messages.success(request, _("On the waiting list. A time that becomes free is offered by e-mail, in turn."))
    return redirect("booking:course", course_id)


@require_POST
@needs("booking.book")
def stop(request: StaffRequest, waiting_id: int) -> HttpResponse:
    take_off_list(
        actor=request.user, waiting=get_object_or_404(Waiting.objects.select_related("course"), pk=waiting_id)
    )
    messages.success(request, _("Taken off the waiting list."))
    return redirect("booking:waiting")


@require_POST
@needs("booking.book")
def answer(request: StaffRequest, offer_id: int) -> HttpResponse:
    """What the patient said on the telephone."""
    offer = get_object_or_404(TimedOffer.objects.select_related("waiting__course", "place__site"), pk=offer_id)
    with refusals_said_to(request):
        if "accept" in request.POST:
            visit = accept(actor=request.user, offer=offer)
            messages.success(request, _("Booked."))
            return redirect("booking:visit", visit.pk)
        decline(actor=request.user, offer=offer)
        messages.success(request, _("Declined; the next one is asked."))
    return redirect("booking:waiting")


@require_POST
@patient_link
def own_answer(request: PatientRequest, offer_id: int) -> HttpResponse:
    """Yes or no to an offer, by the patient."""
    mine = TimedOffer.objects.filter(waiting__course__patient=request.patient)
    offer = get_object_or_404(mine.select_related("waiting__course", "place__site"), pk=offer_id)
    with refusals_said_to(request):
        if "accept" in request.POST:
            visit = accept(actor=request.patient, offer=offer)
            messages.success(request, _("It is yours: %(when)s.") % {"when": clock_of(visit.starts)})
        else:
            decline(actor=request.patient, offer=offer)
            messages.success(request, _("Thank you. You stay on the list."))
    return redirect("booking:own_visits", request.token)
