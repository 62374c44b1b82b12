"""Bringing images into a patient's file by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saphena.clinic.design.components import Act
from saphena.clinic.exchange.dicom.forms import UploadForm
from saphena.clinic.exchange.dicom.uploading.taking import Became, take
from saphena.clinic.people.access import needs
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs("imaging.upload")
def upload(request: StaffRequest, patient_id: int) -> HttpResponse:
    """The answer to a POST says of each file what became of it."""
    patient = patient_for(request.user, patient_id)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    page: dict[str, object] = {"patient": patient, "form": form}
    if form.is_valid():
        told = take(
            actor=request.user, patient=patient, files=form.cleaned_data["images"], day=form.cleaned_data["day"]
        )
        waits = any(each.became == Became.TRAY for each in told)
        tray = Act(_("Open the tray"), reverse("imaging:tray")) if waits else None
        page |= {"told": told, "form": UploadForm(), "tray": tray}
    else:
        chart_opened(patient_id=patient.pk, by=request.user, page="the page for bringing images")
    return render(request, "dicom/upload.html", page, status=INVALID if form.errors else None)
