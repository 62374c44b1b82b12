"""The conversation between a patient and the clinic, on both sides."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saphena.clinic.courses.hanging import own_courses, own_page
from saphena.clinic.journey.recovering.forms import LetterForm, ReplyForm
from saphena.clinic.journey.recovering.letters import (
    read_by_clinic,
    read_by_patient,
    write_to_clinic,
    write_to_patient,
)
from saphena.clinic.journey.recovering.queries import letters_of
from saphena.clinic.messages.channels import wishes_of
from saphena.clinic.messages.wishes import names_of
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.link_door import PatientRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def own(request: PatientRequest) -> HttpResponse:
    """Written and read by the patient. Opening the page is reading it; a mail scanner does not get this far."""
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="their messages")
    posted = request.method == "POST"
    form = LetterForm(request.POST if posted else None, initial={"form_key": secrets.token_urlsafe(16)})
    if posted and form.is_valid():
        with refusals_shown_in(form):
            write_to_clinic(actor=request.patient, **form.cleaned_data)
            messages.success(request, _("We have your message. We answer in our office hours."))
            return redirect("recovering:own_letters", request.token)
    letters = list(letters_of(request.patient, request.patient))
    if not posted:
        read_by_patient(actor=request.patient)
    page = own_page(request, "recovering:own_letters", *own_courses(request)) | {"letters": letters, "form": form}
    return render(request, "recovering/own_letters.html", page, status=INVALID if posted else None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("recovering.see_inbox")
def of_patient(request: StaffRequest, patient_id: int) -> HttpResponse:
    """All of one patient's messages, for the staff; writing needs the right to answer."""
    patient = patient_for(request.user, patient_id)
    chart_opened(patient_id=patient.pk, by=request.user, page="the messages")
    posted = request.method == "POST"
    form = ReplyForm(request.POST if posted else None)
    if posted and form.is_valid():
        with refusals_shown_in(form):
            write_to_patient(actor=request.user, patient=patient, text=form.cleaned_data["text"])
            messages.success(request, _("Sent. An e-mail tells them that there is a message, and nothing else."))
            return redirect("recovering:letters", patient_id)
    letters = list(letters_of(request.user, patient))
    if not posted:
        read_by_clinic(actor=request.user, patient=patient)
    wishes = wishes_of(patient)
    page = {
        "patient": patient,
        "letters": letters,
        "form": form,
        "may_answer": request.user.may("recovering.answer"),
        "wishes": wishes,
        "stopped": names_of(wishes.stopped),
    }
    return render(request, "recovering/letters.html", page, status=INVALID if posted else None)
