"""Who may come in: a program with its token, or somebody of the staff who is signed in and only reads."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from saphena.clinic.exchange.dicom.events import ImagesSearched
from saphena.clinic.exchange.dicom.web.answers import Answer, told
from saphena.clinic.people import trying
from saphena.clinic.people.access import Declaration, declared, require
from saphena.clinic.people.applications.actions import token_of
from saphena.clinic.people.views.link import address_of
from saphena.clinic.record.announcing import announce, chart_opened
from saphena.clinic.record.events import ChartOpened
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from saphena.clinic.people.access import View
    from saphena.clinic.people.applications.models import ApplicationToken
    from saphena.clinic.people.models import User

__all__ = ["ProgramRequest", "bearer", "by_token", "note_look", "note_search"]

PAGE = "ultrasound images, by DICOMweb,"
NEEDED = {"GET": "imaging.see", "HEAD": "imaging.see", "POST": "imaging.receive"}
A_WHILE = timedelta(minutes=5)
ASKED = {"WWW-Authenticate": 'Bearer realm="Saphena"'}
METHODS = "GET, HEAD, POST, OPTIONS"


class ProgramRequest(HttpRequest):
    """A request of somebody who was let in."""

    caller: ApplicationToken | User


def by_token(view: View) -> View:
    """The view is for programs with a token, and without POST also for staff: who reads needs `imaging.see`, who stores
    `imaging.receive`. A session's cookie stores nothing: another site could make a browser send it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _cross(request, HttpResponse(status=204, headers={"Allow": METHODS}))
        return _cross(request, _answer(view, request, args, kwargs))

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # a token is no cookie
    return declared(guarded, Declaration("by_token", capability="imaging.see"))


def _answer(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    if request.method not in NEEDED:
        return told(f"This address takes {METHODS}.", 405, Allow=METHODS)
    try:
        caller = _caller(request)
        if caller is None:
            raise Answer("Send a token that is still good: “Authorization: Bearer …”.", 401, **ASKED)
        require(caller, NEEDED[request.method])
        cast("ProgramRequest", request).caller = caller
        return view(request, *args, **kwargs)
    except Answer as answer:
        return told(answer.reason, answer.status, **answer.headers)
    except PermissionDenied as no:
        return told(str(no), 403)
    except Http404:
        return told("There is nothing of that number that may be seen here.", 404)
    except Refused as no:
        return told(no.reason, 422)


def bearer(authorization: str) -> str:
    """The token of an Authorization header; empty when it holds another kind of proof."""
    scheme, _space, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _caller(request: HttpRequest) -> ApplicationToken | User | None:
    given, now = request.headers.get("Authorization", ""), timezone.now()
    if given:
        found = token_of(bearer(given), now)
        if found is None and not trying.may_try_application_token(address_of(request), now):
            raise Answer("Too many tokens that open nothing. Wait an hour.", 429, **{"Retry-After": "3600"})
        return found
    return request.user if request.user.is_authenticated and request.method != "POST" else None


def _cross(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A viewer that runs in a browser at one of the addresses in the settings may read the answers."""
    response["Vary"] = "Accept, Authorization, Cookie, Origin"
    origin = request.headers.get("Origin", "")
    if origin and origin in settings.SAPHENA_VIEWERS:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Headers"] = "Authorization, Accept, Content-Type"
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Expose-Headers"] = "Content-Type, Warning"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def note_look(caller: ApplicationToken | User, patient_id: int) -> None:
    """Reading is an act too. A viewer asks for every frame by itself, so one entry stands for a while of looking."""
    if not _said_lately(caller, action=ChartOpened.action, patient_id=patient_id, facts__page=PAGE):
        chart_opened(patient_id=patient_id, by=caller, page=PAGE)


def note_search(caller: ApplicationToken | User, patients: set[int]) -> None:
    """A search that gave one patient is a look at them; one that gave several is a search of all."""
    if len(patients) == 1:
        note_look(caller, patients.pop())
    elif not _said_lately(caller, action=ImagesSearched.action):
        with transaction.atomic():
            announce(ImagesSearched(), by=caller)


def _said_lately(caller: ApplicationToken | User, **which: object) -> bool:
    entries = Entry.objects.filter(actor_name=caller.actor_name, actor_role=caller.actor_role, **which)
    return entries.filter(at__gte=timezone.now() - A_WHILE).exists()
