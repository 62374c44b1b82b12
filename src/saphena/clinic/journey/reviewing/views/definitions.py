"""What return visits are judged by: each definition with its source, and who confirmed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.queries import said_of
from saphena.clinic.journey.reviewing import actions
from saphena.clinic.journey.reviewing.forms import ConfirmForm
from saphena.clinic.journey.reviewing.standing import definitions_here
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("reviewing.see")
def definitions(request: StaffRequest) -> HttpResponse:
    confirmed = {name: words[0] for name, words in said_of(About.REVIEWING).items()}
    known = definitions_here()
    page = {
        "rows": [(row, known.on(name) is not None, confirmed.get(name)) for name, row in known.rows.items()],
        "may_confirm": request.user.may("reviewing.confirm_definition"),
    }
    return render(request, "reviewing/definitions.html", page)


@require_POST
@needs("reviewing.confirm_definition")
def confirm(request: StaffRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say where you read it."))
        return redirect("reviewing:definitions")
    with refusals_said_to(request):
        actions.confirm_definition(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Confirmed. From now on it proposes."))
    return redirect("reviewing:definitions")
