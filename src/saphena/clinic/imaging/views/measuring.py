"""Measuring on an image, and what a clinician says of the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphena.clinic.imaging import measuring
from saphena.clinic.imaging.forms import DecideForm, MeasureForm
from saphena.clinic.imaging.queries import instance_for, measurement_for
from saphena.clinic.imaging.views.viewing import INVALID, shown
from saphena.clinic.people.access import needs
from saphena.clinic.people.forms import refused
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest


@require_POST
@needs("imaging.measure")
def measure(request: StaffRequest, instance_id: int) -> HttpResponse:
    here, form = instance_for(request.user, instance_id), MeasureForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            found = measuring.measure(
                actor=request.user, instance=here, what=given["what"], frame=given["frame"], points=form.points()
            )
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Measured: %(count)d values, proposed.") % {"count": len(found)})
            return redirect(reverse("imaging:instance", args=[here.pk]) + f"?frame={given['frame']}#measured")
    frame = form.cleaned_data.get("frame") or 0
    return shown(request, here, frame, status=INVALID, form=form)


@require_POST
@needs("imaging.accept")
def decide(request: StaffRequest, measurement_id: int) -> HttpResponse:
    measurement = measurement_for(request.user, measurement_id)
    form = DecideForm(request.POST, auto_id=f"id_{measurement.pk}_%s")
    here = measurement.instance
    if form.is_valid():
        given = form.cleaned_data
        try:
            measuring.decide(
                actor=request.user, measurement=measurement, verdict=given["verdict"], value=given["value"],
                reason=given["reason"],
            )  # fmt: skip
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Noted."))
            return redirect(reverse("imaging:instance", args=[here.pk]) + f"?frame={measurement.frame}#measured")
    return shown(request, here, measurement.frame, status=INVALID, wrong={measurement.pk: form})
