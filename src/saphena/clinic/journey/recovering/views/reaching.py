"""How the patient wants to be reached: their own page, behind link and birth date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saphena.clinic.courses.hanging import own_courses, own_page
from saphena.clinic.journey.recovering.reaching import ReachingForm
from saphena.clinic.messages.channels import wishes_of
from saphena.clinic.messages.wishes import change_wishes, said_by
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.link_door import PatientRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def own(request: PatientRequest) -> HttpResponse:
    """Which way, which language, which hours, and what not at all."""
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="how they want to be reached")
    posted = request.method == "POST"
    form = ReachingForm(request.POST if posted else None, said=said_by(request.patient), clinic=request.clinic)
    if posted and form.is_valid():
        with refusals_shown_in(form):
            changed = change_wishes(actor=request.patient, said=form.said)
            return _thanked(request, form.said.language, changed)
    page = own_page(request, "recovering:own_letters", *own_courses(request)) | {
        "form": form,
        "email": request.patient.email,
        "texts": bool(settings.SAPHENA_SMS_URL),
        "answered_stop": wishes_of(request.patient).texts_stopped_at,
    }
    return render(request, "recovering/own_reaching.html", page, status=INVALID if posted else None)


def _thanked(request: PatientRequest, language: str, changed: list[str]) -> HttpResponse:
    """In the language that was just chosen: whatever was chosen on this device before gives way."""
    response = redirect("recovering:own_reaching", request.token)
    spoken = translation.get_language()
    if "language" in changed:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        spoken = django_name(language)
    with translation.override(spoken):
        messages.success(request, _("Noted. We keep to it from now on."))
    return response
