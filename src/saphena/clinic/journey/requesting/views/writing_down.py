"""A request by telephone: the same questions, asked and written down by the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from saphena.clinic.journey.requesting.asking import Asker, ask
from saphena.clinic.journey.requesting.door import signs
from saphena.clinic.journey.requesting.views.public import INVALID, form_of, how_urgent
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.journey.requesting.forms import AskForm
    from saphena.clinic.people.access import StaffRequest


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs("requesting.triage")
def write_down(request: StaffRequest) -> HttpResponse:
    form = form_of(request)
    if form.is_valid():
        who, key = form.who, form.cleaned_data["form_key"]
        asker = Asker(f"{who.given_names} {who.family_name}", actor_role="asks on the telephone or at the desk")
        with refusals_shown_in(form):
            asked = ask(actor=asker, who=who, told=form.told, form_key=key, written_by=request.user)
            messages.success(request, _("Written down. Accept it, and times are found for its visits."))
            return redirect("requesting:one", asked.pk)
    return _form(request, form, INVALID if form.is_bound else None)


def _form(request: StaffRequest, form: AskForm, status: int | None = None) -> HttpResponse:
    page = {"form": form, "urgent": how_urgent(form), "emergency": signs(request)}
    return render(request, "requesting/write_down.html", page, status=status)
