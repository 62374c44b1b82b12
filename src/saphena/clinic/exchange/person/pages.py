"""The page on which a copy of everything about one person is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from saphena.clinic.exchange.person.forms import CopyForm
from saphena.clinic.exchange.person.packing import take_copy
from saphena.clinic.imaging.models import Instance
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.take_copy")
def copy(request: StaffRequest, patient_id: int) -> HttpResponseBase:
    patient = patient_for(request.user, patient_id)
    form = CopyForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_in(form):
            file = take_copy(actor=request.user, patient=patient, **form.cleaned_data)
            name = f"patient-{patient.pk}-{timezone.localdate():%Y-%m-%d}.zip"  # no name of a person
            return FileResponse(file, as_attachment=True, filename=name, headers={"Cache-Control": "no-store"})
    chart_opened(patient_id=patient.pk, by=request.user, page="the copy of everything")
    images = Instance.objects.filter(study__patient=patient).aggregate(count=Count("pk"), bytes=Sum("size"))
    page = {"patient": patient, "form": form, "images": images["count"], "bytes": images["bytes"] or 0}
    return render(request, "exchange_person/take_copy.html", page, status=INVALID if form.errors else None)
