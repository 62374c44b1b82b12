"""The door that a patient comes in by: `@patient_link`.

The view is given `request.patient`, `request.link` and `request.token`, and runs only once this device has said the
birth date for this link. Until then, at the same address, the birth date is asked for; a link that has ended shows the
clinic's telephone and one button for a new one. Nothing personal is shown before, and a GET changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone, translation

from saphena.clinic.people.access import ClinicRequest, Declaration, View, declared
from saphena.clinic.people.forms import BirthDateForm
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.links import find_link
from saphena.clinic.people.trying import birth_date_is_locked

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from saphena.clinic.people.models import Patient, PatientLink

Response = TypeVar("Response", bound="HttpResponseBase")

# In the session: {id of the link: until when this device is believed, as a timestamp}.
PROOFS = "links"


class PatientRequest(ClinicRequest):
    """A request by a patient who came by their link and said their birth date."""

    patient: Patient
    link: PatientLink
    token: str


def patient_link(view: View) -> View:
    """The view is for the patient whose link this is. Its address has to hold `<str:token>`."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = timezone.now()
        link = find_link(token)
        if link is None or not link.is_live(now):
            return link_has_ended(request, token)
        with speaking(request, link.patient):
            if not proved(request, link, now):
                return ask_birth_date(request, token, locked=birth_date_is_locked(link, now))
            request.patient, request.link, request.token = link.patient, link, token  # type: ignore[attr-defined]  # now a PatientRequest
            return private(view(request, *args, **kwargs))

    return declared(guarded, Declaration("patient_link", capability="people.own_pages"))


def speaking(request: HttpRequest, patient: Patient) -> translation.override:
    """The patient's language and zone, unless they have just chosen another language on this device."""
    timezone.activate(patient.zone_info)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in dict(settings.LANGUAGES) else django_name(patient.language)
    return translation.override(language)


def proved(request: HttpRequest, link: PatientLink, now: datetime) -> bool:
    """Whether this device has said the right birth date for this link, not too long ago."""
    until = request.session.get(PROOFS, {}).get(str(link.pk), 0)
    return bool(now.timestamp() < until)


def remember_proof(request: HttpRequest, link: PatientLink, now: datetime) -> None:
    """Believe this device for a while."""
    lasts = timedelta(hours=settings.SAPHENA_LINK_PROOF_HOURS)
    if not request.user.is_authenticated:  # a session of the staff's must not be lengthened by this
        request.session.cycle_key()
        request.session.set_expiry(lasts)
    request.session[PROOFS] = {**request.session.get(PROOFS, {}), str(link.pk): (now + lasts).timestamp()}


def forget_proof(request: HttpRequest, link: PatientLink) -> None:
    """This device is somebody else's again."""
    request.session[PROOFS] = {k: v for k, v in request.session.get(PROOFS, {}).items() if k != str(link.pk)}


def ask_birth_date(
    request: HttpRequest, token: str, *, form: BirthDateForm | None = None, locked: bool = False, status: int = 200
) -> HttpResponse:
    """Who are you? Shows nothing about the patient but, by its own, their language."""
    page = {"form": form or BirthDateForm(), "token": token, "locked": locked, "next": request.get_full_path()}
    return private(render(request, "people/link_birth_date.html", page, status=429 if locked else status))


def link_has_ended(request: HttpRequest, token: str, *, asked: bool = False) -> HttpResponse:
    """The same page for a link that has ended and for one that never was."""
    page = {"token": token, "asked": asked}
    return private(render(request, "people/link_ended.html", page, status=200 if asked else 410))


def private(response: Response) -> Response:
    """Kept by no cache and found by no search engine."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response
