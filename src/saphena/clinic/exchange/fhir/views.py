"""What can be read by FHIR. Each reading is in the record under the program's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from saphena.clinic.exchange.fhir import searching
from saphena.clinic.exchange.fhir.asking import KNOWN, PATIENT, VISIT
from saphena.clinic.exchange.fhir.bundle import bundle_of, patient_of
from saphena.clinic.exchange.fhir.door import answering, fhir, looked_at
from saphena.clinic.exchange.fhir.events import AppointmentsRead
from saphena.clinic.exchange.fhir.ids import row_of
from saphena.clinic.exchange.fhir.outcomes import Unanswered, answer, warning
from saphena.clinic.exchange.fhir.reading import with_changes
from saphena.clinic.exchange.fhir.statement import statement
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.people.access import public, require
from saphena.clinic.people.models import Patient
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.announcing import announce, chart_opened

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from saphena.clinic.people.applications.door import ApplicationRequest

VISITS = "the visits, by FHIR"


@answering
@public("says what this server can do, and nothing of anybody")
def metadata(request: HttpRequest) -> HttpResponse:
    looked_at(request)
    return answer(statement(the_clinic().name))


@fhir("people.see_patients")
def patient(request: ApplicationRequest, id: str) -> HttpResponse:
    looked_at(request)
    row = _patient(id)
    chart_opened(patient_id=row.pk, by=request.application, page="the details, by FHIR")
    return answer(patient_of(row))


@fhir("people.take_copy")
def everything(request: ApplicationRequest, id: str) -> HttpResponse:
    ignored = looked_at(request)
    row = _patient(id)
    chart_opened(patient_id=row.pk, by=request.application, page="everything, by FHIR")
    bundle = bundle_of(row, kind="searchset")
    bundle["entry"] += warning(ignored)
    return answer(bundle)


@fhir("people.see_patients")
def appointments(request: ApplicationRequest) -> HttpResponse:
    require(request.application, "booking.see")
    found, patients = searching.found(request.GET, looked_at(request, KNOWN))
    if len(patients) == 1:
        chart_opened(patient_id=patients.pop(), by=request.application, page=VISITS)
    elif patients:
        with transaction.atomic():
            announce(AppointmentsRead(len(patients)), by=request.application)
    return answer(found)


@fhir("people.see_patients")
def appointment(request: ApplicationRequest, id: str) -> HttpResponse:
    require(request.application, "booking.see")
    looked_at(request)
    row = with_changes(Visit.objects.filter(pk=row_of(VISIT, id) or 0)).first()
    if row is None:
        raise Unanswered("There is no appointment of this id.", 404)
    chart_opened(patient_id=row.patient_id, by=request.application, page=VISITS)
    return answer(searching.told(row, the_clinic()))


@answering
@public("says that there is nothing below this address")
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Unanswered("This server has nothing of that name: see metadata.", 404, code="not-supported")


def _patient(id: str) -> Patient:
    row = Patient.objects.filter(pk=row_of(PATIENT, id) or 0).first()
    if row is None:
        raise Unanswered("There is no patient of this id.", 404)
    return row
