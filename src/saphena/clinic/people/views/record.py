"""The record, read as prose.

These pages stand here and not in record/, which lies below people and knows nobody's roles.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from saphena.clinic.people.access import needs
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.people.queries import patient_for, record_for, record_of
from saphena.clinic.record.announcing import chart_opened
from saphena.clinic.record.queries import has_looked

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import Patient, User


PAGE = "the record"
SEARCHING = timedelta(minutes=30)


@require_safe
@needs("record.see_clinic")
def clinic_record(request: StaffRequest) -> HttpResponse:
    """Everything that was done, newest first."""
    return show(request, listed(request, record_for(request.user, typed(request))))


@require_safe
@needs("record.see_patient")
def patient_record(request: StaffRequest, patient_id: int) -> HttpResponse:
    """What was done about one patient, and who looked."""
    patient = patient_for(request.user, patient_id)
    if not (rows_alone(request) and is_searching(request.user, patient)):
        chart_opened(patient_id=patient.pk, by=request.user, page=PAGE)
    return show(request, {**listed(request, record_of(request.user, patient, typed(request))), "patient": patient})


def is_searching(user: User, patient: Patient) -> bool:
    """Typing in the search field of the page that is open is not another look. Asking for the rows alone is one."""
    return has_looked(user.pk, patient.pk, PAGE, timezone.now() - SEARCHING)


def show(request: StaffRequest, page: dict[str, object]) -> HttpResponse:
    return render(request, "people/record_rows.html" if rows_alone(request) else "people/record.html", page)
