"""Measuring on an image: by two points, by itself, between ends that were dragged; a scale set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.design.figures import rounded
from saphena.clinic.imaging import measuring
from saphena.clinic.imaging.forms import EndsForm, MeasureForm, ScaleForm
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.queries import instance_for
from saphena.clinic.imaging.scaling import set_scale
from saphena.clinic.imaging.views.viewing import INVALID, shown, to_frame
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest


@require_POST
@needs("imaging.measure")
def measure(request: StaffRequest, instance_id: int) -> HttpResponse:
    if request.POST.get("what") == "ends":
        return _between(request, instance_id)
    here, form = instance_for(request.user, instance_id), MeasureForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_shown_in(form):
            found = measuring.measure(
                actor=request.user, instance=here, what=given["what"], frame=given["frame"], points=form.points()
            )
            messages.success(request, _("Measured: %(count)d values, proposed.") % {"count": len(found)})
            return redirect(to_frame(here, given["frame"]))
    frame = form.cleaned_data.get("frame") or 0
    return shown(request, here, frame, status=INVALID, form=form)


def _between(request: StaffRequest, instance_id: int) -> HttpResponse:
    """Between two ends that a person has set; the value before stays beside it."""
    here, form = instance_for(request.user, instance_id), EndsForm(request.POST, auto_id="id_ends_%s")
    if form.is_valid():
        given = form.cleaned_data
        of = Measurement.objects.filter(pk=given["of"], instance=here).first()
        points = [(given["x1"], 0.0), (given["x2"], 0.0)]
        with refusals_shown_in(form):
            measuring.measure(
                actor=request.user, instance=here, what="ends", frame=given["frame"], points=points, of=of
            )
            messages.success(request, _("Measured between the ends that you set. Both values are kept."))
            return redirect(to_frame(here, given["frame"]))
    frame = form.cleaned_data.get("frame") or 0
    return shown(request, here, frame, status=INVALID, ends_form=form)


@require_safe
@needs("imaging.measure")
def ends(request: StaffRequest, instance_id: int) -> JsonResponse:
    """What the strip says between two columns, while they are being dragged. Nothing is kept."""
    here = instance_for(request.user, instance_id)
    form = EndsForm({"of": 0, **request.GET.dict()})
    if not form.is_valid():
        return JsonResponse({"said": _("Both ends must be columns of the picture.")}, status=INVALID)
    given = form.cleaned_data
    try:
        points = [(given["x1"], 0.0), (given["x2"], 0.0)]
        duration, peak, *_more = measuring.found_on(here, "ends", given["frame"], points).values
    except Refused as no:
        return JsonResponse({"said": no.reason}, status=INVALID)
    told = {"seconds": rounded(duration.value or 0, 2), "speed": rounded(peak.value or 0, 1)}
    return JsonResponse({"said": _("%(seconds)s s, fastest %(speed)s cm/s") % told})


@require_POST
@needs("imaging.measure")
def scale(request: StaffRequest, instance_id: int) -> HttpResponse:
    here, form = instance_for(request.user, instance_id), ScaleForm(request.POST, auto_id="id_scale_%s")
    if form.is_valid():
        given = form.cleaned_data
        with refusals_shown_in(form):
            set_scale(
                actor=request.user, instance=here, kind=given["kind"], points=form.points(), numbers=form.numbers()
            )
            messages.success(request, _("The scale is set. Whatever is measured by it says so."))
            return redirect(to_frame(here, given["frame"], ""))
    frame = form.cleaned_data.get("frame") or 0
    return shown(request, here, frame, status=INVALID, scale_form=form)
