"""The page of the programs that may come in: who they are, what for, until when; one more; one less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.applications.actions import let_in, shut_out
from saphena.clinic.people.applications.forms import ApplicationForm
from saphena.clinic.people.applications.models import ApplicationToken
from saphena.clinic.people.applications.queries import applications_for
from saphena.clinic.people.applications.scopes import SCOPES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_applications")
def applications(request: StaffRequest) -> HttpResponse:
    """The token is shown on the answer to this one form and never again."""
    form, token, addresses = ApplicationForm(request.POST or None), "", list[str]()
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            row, token = let_in(actor=request.user, **form.cleaned_data)
            below = sorted({SCOPES[name].address for name in row.scopes})
            addresses = [f"{settings.SAPHENA_URL}/{each}" for each in below]
            form = ApplicationForm()
    now = timezone.now()
    rows = list(applications_for(request.user))
    page = {
        "live": [row for row in rows if row.is_live(now)],
        "ended": [row for row in rows if not row.is_live(now)],
        "form": form,
        "token": token,
        "addresses": addresses,
    }
    return render(request, "applications/applications.html", page, status=INVALID if form.errors else None)


@require_POST
@needs("people.manage_applications")
def withdraw(request: StaffRequest, token_id: int) -> HttpResponse:
    try:
        shut_out(actor=request.user, token_id=token_id)
    except ApplicationToken.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The token opens nothing any more."))
    return redirect("applications:applications")
