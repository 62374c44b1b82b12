"""The door of the other machine API, answering as FHIR does: by token alone, and every refusal an OperationOutcome."""

from __future__ import annotations

import json
import re
from functools import wraps
from typing import TYPE_CHECKING, Any

from saphena.clinic.exchange.dicom.web.answers import takes
from saphena.clinic.exchange.fhir.outcomes import CODES, MEDIA, Unanswered, refusal
from saphena.clinic.people.applications.door import application

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from saphena.clinic.people.access import View

__all__ = ["answering", "fhir", "looked_at"]

METHODS = ("GET", "HEAD")
OURS = [MEDIA, "application/json", "text/json"]
FORMATS = frozenset(["json", *OURS])
STRICT = re.compile(r"(?:^|[,;\s])handling\s*=\s*\"?strict\b", re.IGNORECASE)
ALWAYS = frozenset({"_format"})
PASSED_ON = ("WWW-Authenticate", "Retry-After")


def fhir(name: str) -> Callable[[View], View]:
    """The view is for programs whose scopes open this capability. It only reads, and raises `Unanswered`."""

    def declare(view: View) -> View:
        return answering(application(name)(view))

    return declare


def answering(view: View) -> View:
    """Every refusal of the view's, and of the door before it, as an OperationOutcome."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            _check(request)
            return _translated(view(request, *args, **kwargs))
        except Unanswered as no:
            return refusal(no, {"Allow": ", ".join(METHODS)} if no.status == 405 else None)

    return guarded


def _check(request: HttpRequest) -> None:
    if request.method not in METHODS:
        raise Unanswered("What is kept here is read, not written, by FHIR.", 405)
    wanted = request.GET.get("_format", "").replace(" ", "+").partition(";")[0].strip()
    accept = request.headers.get("Accept", "")
    if wanted not in FORMATS if wanted else not any(takes(accept, each) for each in OURS):
        raise Unanswered(f"This is given as {MEDIA}.", 406)


def _translated(response: HttpResponseBase) -> HttpResponseBase:
    """What the door says as a problem (RFC 9457), with its status and its headers."""
    if not response.get("Content-Type", "").startswith("application/problem+json"):
        return response
    told = json.loads(response.content)  # type: ignore[attr-defined]  # a problem is never streamed
    status = response.status_code
    no = Unanswered(told["detail"], status, about=told.get("field", ""), code=CODES.get(status, "processing"))
    return refusal(no, {name: response[name] for name in PASSED_ON if name in response})


def looked_at(request: HttpRequest, names: Collection[str] = ()) -> list[str]:
    """The parameters that are not among these. With `Prefer: handling=strict` each is refused."""
    others = [name for name in request.GET if name not in names and name not in ALWAYS]
    if others and STRICT.search(request.headers.get("Prefer", "")):
        raise Unanswered(f"Not known here: {others[0][:60]}.", about=others[0][:60], code="not-supported")
    return others
