"""Asking a patient whether their visit may move: by their link, or what they said on the telephone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphena.clinic.journey.booking.asking import agree, ask_to_move, keep_time, said_yes
from saphena.clinic.journey.booking.models import AskedMove, Way
from saphena.clinic.journey.booking.queries import visit_for
from saphena.clinic.journey.booking.refusing import clock_of
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import asked_next, refusals_said_to
from saphena.clinic.people.link_door import patient_link
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.link_door import PatientRequest

BY_STAFF = {Way.PHONE.value: Way.PHONE, Way.HERE.value: Way.HERE}


@require_POST
@needs("booking.move")
def ask(request: StaffRequest, visit_id: int) -> HttpResponse:
    """“Ask by a message”, or “they said yes on the telephone”; then back to the page from which it was asked."""
    visit, starts = visit_for(request.user, visit_id), moment_of(request.POST.get("starts", ""))
    way = BY_STAFF.get(request.POST.get("way", ""))
    try:
        if way:
            said_yes(actor=request.user, visit=visit, starts=starts, way=way)
            messages.success(request, _("Moved. That they said yes is kept with the visit."))
        else:
            ask_to_move(actor=request.user, visit=visit, starts=starts)
            messages.success(request, _("Asked by a message. The visit stays where it is until they say yes."))
    except Refused as no:
        messages.warning(request, str(no))
    wanted = asked_next(request.POST)
    return redirect(wanted) if wanted else redirect("booking:visit", visit.pk)


def moment_of(typed: str) -> datetime:
    try:
        at = datetime.fromisoformat(typed[:40])
    except ValueError:
        raise Http404 from None
    if at.tzinfo is None:
        raise Http404
    return at


@require_POST
@patient_link
def own_answer(request: PatientRequest, asked_id: int) -> HttpResponse:
    """Yes or no, by the patient."""
    mine = AskedMove.objects.filter(visit__patient=request.patient)
    asked = get_object_or_404(mine.select_related("visit__course", "visit__site", "visit__patient"), pk=asked_id)
    with refusals_said_to(request):
        if "yes" in request.POST:
            visit = agree(actor=request.patient, asked=asked)
            messages.success(request, _("Thank you. Your visit is now on %(when)s.") % {"when": clock_of(visit.starts)})
        else:
            keep_time(actor=request.patient, asked=asked)
            messages.success(request, _("Thank you. Your visit stays where it is."))
    return redirect("booking:own_visits", request.token)
