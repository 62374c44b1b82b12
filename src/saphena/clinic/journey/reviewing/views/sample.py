"""The accreditation sample: its cases, and how appropriate each was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.reviewing import actions_after
from saphena.clinic.journey.reviewing.forms_after import RatingForm
from saphena.clinic.journey.reviewing.outcomes import asking, sampling
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("reviewing.see_outcomes")
def sample(request: StaffRequest) -> HttpResponse:
    chosen, spoken = sampling.sampled(asking.period_of("1")), language()
    rows = []
    for session in sampling.with_all(chosen):
        given = [each for each in session.injections.all() if not hasattr(each, "void")]
        veins = dict.fromkeys(said(each.segment, spoken) for each in given)
        rating = sampling.newest_rating(session)
        form = RatingForm(initial={"fitness": rating.fitness, "words": rating.words} if rating else None, prefix="")
        rows.append((session, ", ".join(veins), rating, form))
    page = {
        "rows": rows,
        "rated": sum(rating is not None for _session, _veins, rating, _form in rows),
        "may_rate": request.user.may("reviewing.rate"),
        "may_export": request.user.may("reviewing.export"),
    }
    return render(request, "reviewing/sample.html", page)


@require_POST
@needs("reviewing.rate")
def rate(request: StaffRequest, session_id: int) -> HttpResponse:
    session = get_object_or_404(Session.objects.select_related("course__patient"), pk=session_id)
    form = RatingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose one of the three words."))
        return redirect("reviewing:sample")
    with refusals_said_to(request):
        actions_after.rate(actor=request.user, session=session, **form.cleaned_data)
    return redirect(f"{reverse('reviewing:sample')}#case-{session.pk}")
