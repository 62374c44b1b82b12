"""The door of somebody who asked: `@request_link` to read, `@request_link(acting=True)` behind the birth date.

Without the birth date the page says how far the request is, and nothing of what was told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from saphena.clinic.design.components import Emergency
from saphena.clinic.journey.requesting import wording
from saphena.clinic.journey.requesting.links import find_link
from saphena.clinic.people.access import ClinicRequest, Declaration, View, declared
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.link_door import private
from saphena.pathway.requesting import Urgency, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from saphena.clinic.journey.requesting.models import AppointmentRequest

# In the session: {id of the request: until when this device is believed, as a timestamp}.
PROOFS = "requests"


class LinkedRequest(ClinicRequest):
    """A page request by somebody who came by the link of their request for an appointment."""

    asked: AppointmentRequest
    token: str
    proved: bool


def request_link(*, acting: bool = False) -> Callable[[View], View]:
    """The view is for whoever has this link; with `acting`, once they have said the birth date."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            now = timezone.now()
            link = find_link(token, now)
            if link is None:
                ended = {"emergency": signs(request)}
                return private(render(request, "requesting/link_ended.html", ended, status=410))
            with speaking(request, link.request):
                believed = is_proved(request, link.request, now)
                if acting and not believed:
                    return redirect("requesting:own", token)
                request.asked, request.token, request.proved = link.request, token, believed  # type: ignore[attr-defined]  # now a LinkedRequest
                return private(view(request, *args, **kwargs))

        return declared(guarded, Declaration("patient_link", capability="requesting.ask"))

    return declare


def speaking(request: HttpRequest, asked: AppointmentRequest) -> translation.override:
    """The language they asked to be written in, unless they have chosen another on this device."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return translation.override(chosen if chosen in dict(settings.LANGUAGES) else django_name(asked.language))


def is_proved(request: HttpRequest, asked: AppointmentRequest, now: datetime) -> bool:
    until = request.session.get(PROOFS, {}).get(str(asked.pk), 0)
    return bool(now.timestamp() < until)


def remember_proof(request: HttpRequest, asked: AppointmentRequest, now: datetime) -> None:
    """Believe this device for an hour: an act or two, not a visit at the library."""
    lasts = timedelta(hours=1)
    if not request.user.is_authenticated:
        request.session.cycle_key()
        request.session.set_expiry(lasts)
    request.session[PROOFS] = {**request.session.get(PROOFS, {}), str(asked.pk): (now + lasts).timestamp()}


def signs(request: HttpRequest) -> Emergency:
    """The red flags as the emergency signs at the foot of the page."""
    number = cast("ClinicRequest", request).clinic.emergency_number
    flags = (row for row in rows().flags.values() if row.urgency is Urgency.EMERGENCY)
    return Emergency(number, tuple(wording.here(row.ask) for row in flags))


def page(request: LinkedRequest, status: int | None = None, **context: object) -> HttpResponse:
    """Their page, with whatever form is on it."""
    shown = {
        "emergency": signs(request),
        "asked": request.asked,
        "token": request.token,
        "proved": request.proved,
        **context,
    }
    return render(request, "requesting/own.html", shown, status=status)
