"""The door that a program comes in by: `@application("booking.see")`.

The view is given `request.application`, which is whoever acts. The token comes in the header `Authorization: Bearer`,
never in an address, and nothing else opens: no cookie, no session. Every answer is JSON, also a refusal (RFC 9457).
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.people import trying
from saphena.clinic.people.access import ClinicRequest, Declaration, View, declared, require
from saphena.clinic.people.applications.actions import token_of
from saphena.clinic.people.roles import capability
from saphena.clinic.people.views.link import address_of
from saphena.clinic.record.busy import RETRY_AFTER, SAID, is_busy
from saphena.clinic.record.request_id import current_request_id
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from saphena.clinic.people.applications.models import ApplicationToken

__all__ = ["ApplicationRequest", "Fault", "application", "fault"]

SCHEME = "bearer "
WAIT = "60"


class ApplicationRequest(ClinicRequest):
    """A request by another program that came by its token."""

    application: ApplicationToken


class Fault(Exception):
    """What was sent cannot be read: it is no JSON, or something is missing. `field` says which."""

    def __init__(self, detail: str, field: str = "", status: int = 422) -> None:
        super().__init__(detail)
        self.detail, self.field, self.status = detail, field, status


def application(name: str) -> Callable[[View], View]:
    """The view is for programs whose scopes open this capability."""
    capability(name)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            now, address = timezone.now(), address_of(request)
            given = request.headers.get("Authorization", "")
            token = given[len(SCHEME) :].strip() if given.lower().startswith(SCHEME) else ""
            found = token_of(token, now) if token else None
            if found is None:
                if token and not trying.may_try_application_token(address, now):
                    return fault(429, _("Too many tokens that open nothing. Wait an hour."), wait="3600")
                return fault(401, _("Send a token that is still good: “Authorization: Bearer …”."))
            if not trying.may_call(found.pk, now):
                return fault(429, _("Too many calls for one minute. Wait a little."), wait=WAIT)
            request.application = found  # type: ignore[attr-defined]  # now an ApplicationRequest
            return _answered(request, name, view, found, *args, **kwargs)

        guarded.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens this door, so nobody can borrow one
        return declared(guarded, Declaration("application", capability=name))

    return declare


def _answered(
    request: HttpRequest, name: str, view: View, found: ApplicationToken, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    try:
        require(found, name)
        return view(request, *args, **kwargs)
    except PermissionDenied as no:
        return fault(403, str(no))
    except Http404:
        return fault(404, _("There is nothing of that number."))
    except Fault as no:
        return fault(no.status, no.detail, field=no.field)
    except Refused as no:
        return fault(409, no.reason, field=no.field or "")
    except OperationalError as error:
        if not is_busy(error):
            raise
        return fault(503, str(SAID), wait=RETRY_AFTER)


TITLES = {
    401: "no token",
    403: "not allowed",
    404: "not found",
    409: "refused",
    422: "not understood",
    429: "too many",
    503: "busy",
}


def fault(
    status: int, detail: str, *, field: str = "", wait: str = "", more: Mapping[str, object] | None = None
) -> JsonResponse:
    """What went wrong, as `application/problem+json`; `field` is what of the question it is about."""
    told: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(status, "refused"),
        "status": status,
        "detail": detail,
        "request_id": current_request_id(),
    }
    if field:
        told["field"] = field
    response = JsonResponse({**told, **(more or {})}, status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Saphena"'
    if wait:
        response["Retry-After"] = wait
    return response
