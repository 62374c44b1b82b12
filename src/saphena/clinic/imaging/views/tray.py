"""The tray: images of which nobody has said yet whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.imaging import actions
from saphena.clinic.imaging.forms import NotTheirsForm, WhoseForm
from saphena.clinic.imaging.matching import say
from saphena.clinic.imaging.models import Order
from saphena.clinic.imaging.queries import candidates, pictures_of, reports_of, study_for
from saphena.clinic.imaging.queries import tray as in_tray
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.people.queries import patient_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.imaging.models import Study
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("imaging.match")
def tray(request: StaffRequest) -> HttpResponse:
    context = listed(request, in_tray(request.user, typed(request)))
    return render(request, "imaging/tray_rows.html" if rows_alone(request) else "imaging/tray.html", context)


@require_safe
@needs("imaging.match")
def one(request: StaffRequest, study_id: int) -> HttpResponse:
    return _shown(request, study_for(request.user, study_id))


def _shown(request: StaffRequest, study: Study, form: WhoseForm | None = None) -> HttpResponse:
    page = {
        "study": study,
        "why": say(study.why),
        "pictures": (pictures := pictures_of(study)),
        "reports": (reports := reports_of(study)),
        "sender": (pictures + reports)[0].came_from if pictures or reports else "",
        "candidates": candidates(request.user, study, typed(request)),
        "typed": typed(request),
        "form": form or WhoseForm(),
    }
    return render(request, "imaging/tray_one.html", page, status=INVALID if form else None)


@require_POST
@needs("imaging.match")
def match(request: StaffRequest, study_id: int) -> HttpResponse:
    study, form = study_for(request.user, study_id), WhoseForm(request.POST)
    if not form.is_valid():
        return _shown(request, study, form)
    patient = patient_for(request.user, form.cleaned_data["patient"])
    order = Order.objects.filter(pk=form.cleaned_data["order"] or 0).first()
    with refusals_shown_in(form):
        actions.match_study(
            actor=request.user, study=study, patient=patient, order=order, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("These images are now with %(name)s.") % {"name": patient})
        return redirect("imaging:tray")
    return _shown(request, study, form)


@require_POST
@needs("imaging.match")
def put_back(request: StaffRequest, study_id: int) -> HttpResponse:
    study, form = study_for(request.user, study_id), NotTheirsForm(request.POST)
    if form.is_valid():
        actions.put_in_tray(actor=request.user, study=study, reason=form.cleaned_data["reason"])
        messages.success(request, _("The images lie in the tray."))
    else:
        messages.error(request, _("Please say why."))
    return redirect("imaging:tray_one", study_id)
