"""What is shown when something cannot be done: one place, a whole page or, for htmx, a fragment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from saphena.clinic.record.busy import RETRY_AFTER, SAID

if TYPE_CHECKING:
    from django.core.exceptions import PermissionDenied
    from django.http import HttpRequest, HttpResponse

    from saphena.pathway.refused import Refused

BROKEN_RULE = 409
NO_RIGHT = 403
BUSY = 503


def refusal(request: HttpRequest, no: Refused) -> HttpResponse:
    """A rule of the clinic does not allow it."""
    return show(request, no.reason, BROKEN_RULE)


def no_right(request: HttpRequest, no: PermissionDenied) -> HttpResponse:
    """It takes another role."""
    return show(request, str(no) or _("Your role does not include this page."), NO_RIGHT)


def busy(request: HttpRequest) -> HttpResponse:
    """Others were writing for too long; nothing of this request is kept."""
    response = show(request, str(SAID), BUSY)
    response["Retry-After"] = RETRY_AFTER
    return response


def show(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    if getattr(request, "htmx", False):
        template = "design/refused_fragment.html"
    elif hasattr(request, "patient"):  # somebody who came by their link
        template = "people/own_refused.html"
    else:
        template = "design/refused.html"
    page = {"reason": reason, "status": status, "token": getattr(request, "token", "")}
    return render(request, template, page, status=status)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is from before signing in or out, or the browser sent no cookie."""
    return render(request, "stale_form.html", status=NO_RIGHT)
