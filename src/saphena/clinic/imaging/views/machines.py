"""The machines that may talk to the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.imaging import actions
from saphena.clinic.imaging.forms import MachineForm
from saphena.clinic.imaging.queries import machine_for, machines_for, turned_away_for
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.imaging.models import Machine
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("imaging.manage_machines")
def machines(request: StaffRequest) -> HttpResponse:
    """Who may call, and by which name the clinic is called."""
    page = {
        "machines": machines_for(request.user),
        "strangers": turned_away_for(request.user),
        "acts": [Act(_("Let a machine in"), reverse("imaging:machine_add"))],
        "our_title": settings.SAPHENA_DICOM_AE_TITLE,
        "our_port": settings.SAPHENA_DICOM_PORT,
    }
    return render(request, "imaging/machines.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("imaging.manage_machines")
def add(request: StaffRequest) -> HttpResponse:
    return _kept(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("imaging.manage_machines")
def change(request: StaffRequest, machine_id: int) -> HttpResponse:
    return _kept(request, machine_for(request.user, machine_id))


def _kept(request: StaffRequest, machine: Machine | None) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("ae_title", "addresses")}
    form = MachineForm(request.POST or None, instance=machine, initial=None if machine else asked)
    if form.is_valid():
        with refusals_shown_in(form):
            kept = actions.keep_machine(actor=request.user, machine=form.instance)
            messages.success(request, _("%(name)s may call from now on.") % {"name": kept})
            return redirect("imaging:machines")
    page = {"form": form, "machine": machine}
    return render(request, "imaging/machine_form.html", page, status=INVALID if form.errors else None)


@require_POST
@needs("imaging.manage_machines")
def close(request: StaffRequest, machine_id: int) -> HttpResponse:
    machine = machine_for(request.user, machine_id)
    actions.close_machine(actor=request.user, machine=machine)
    messages.success(request, _("%(name)s may call no more. What it sent stays.") % {"name": machine})
    return redirect("imaging:machines")
