"""What every request passes through, in the order of settings.MIDDLEWARE."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from saphena.clinic.config.failing import busy, no_right, refusal
from saphena.clinic.people.access import declaration_of
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.people.sign_in import has_second_factor
from saphena.clinic.record.busy import is_busy
from saphena.clinic.record.request_id import request_id
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.people.access import ClinicRequest

Answer = Callable[[HttpRequest], HttpResponse]
A_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

# Nothing of this is used, so no script, ours or another's, may ask for it.
UNUSED = (
    "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb "
    "xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in UNUSED.split())


class RequestId:
    """One id in the record, in the log and in the answer. A proxy in front may have given one already."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.SAPHENA_TRUSTED_PROXIES else ""
        with request_id(given if A_REQUEST_ID.fullmatch(given) else "") as name:
            response = self.answer(request)
            response["X-Request-ID"] = name
        return response


def permissions_policy(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def private_by_default(answer: Answer) -> Answer:
    """Kept by no cache, the browser's own included: after signing out, the back button shows nobody's chart."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


class ClinicAndPerson:
    """`request.clinic`, the clinic's clock on every page, and the language of whoever is signed in."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clinic = the_clinic()
        cast("ClinicRequest", request).clinic = clinic
        with timezone.override(clinic.zone_info):
            if request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(django_name(request.user.language))
                request.LANGUAGE_CODE = translation.get_language()
            return self.answer(request)


class SecondFactor:
    """Staff without a second factor are led to enrol one, and reach nothing else before.

    Our own views are told apart by what they declare. By name only the library's are:
    enrolment itself, and the ways out.
    """

    OPEN = ("mfa_", "account_")
    OPEN_KINDS = ("public", "patient_link", "application")

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SAPHENA_REQUIRE_MFA and self.is_missing(request):
            return redirect("mfa_index")
        return self.answer(request)

    def is_missing(self, request: HttpRequest) -> bool:
        """A patient may use a browser that somebody of the staff is signed in with, so their links stay open."""
        if not request.user.is_authenticated:
            return False
        try:
            page = resolve(request.path_info)
        except Resolver404:  # answered as such, later
            return False
        declared = declaration_of(page.func)
        if page.view_name.startswith(self.OPEN) or (declared and declared.kind in self.OPEN_KINDS):
            return False
        return not has_second_factor(request.user)


class Refusals:
    """A broken rule becomes a page that says why, a missing right one that says what it would take.

    A database that others keep too long is one that asks for patience, not a fault of ours.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return refusal(cast("Any", request), error)
        if isinstance(error, PermissionDenied):
            return no_right(cast("Any", request), error)
        if is_busy(error):
            return busy(request)
        return None
