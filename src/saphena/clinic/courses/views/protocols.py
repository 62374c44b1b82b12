"""The clinic's protocols: kept word for word, read in plain sentences, approved by a physician."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses import keeping
from saphena.clinic.courses.forms import ProtocolForm
from saphena.clinic.courses.protocols import described
from saphena.clinic.courses.queries import protocol_for, protocols_for
from saphena.clinic.courses.speaking import language
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("courses.see_protocols")
def protocols(request: StaffRequest) -> HttpResponse:
    said = language()
    page = {
        "versions": [(version, version.title.get(said, version.key)) for version in protocols_for(request.user)],
        "may_keep": request.user.may("courses.keep_protocol"),
    }
    return render(request, "courses/protocols.html", page)


@require_safe
@needs("courses.see_protocols")
def protocol(request: StaffRequest, version_id: int) -> HttpResponse:
    version = protocol_for(request.user, version_id)
    page = {
        "version": version,
        "described": described(version, language()),
        "may_approve": version.approved_at is None and request.user.may("courses.approve_protocol"),
    }
    return render(request, "courses/protocol.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("courses.keep_protocol")
def add(request: StaffRequest) -> HttpResponse:
    form, wrong = ProtocolForm(request.POST or None, request.FILES or None), []
    if form.is_valid():
        try:
            kept = keeping.keep_protocol(actor=request.user, text=form.cleaned_data["text"])
        except Refused as no:
            wrong = no.reason.splitlines()
            form.add_error("text", _("This cannot be kept as it is. What has to be put right stands above."))
        else:
            messages.success(request, _("Kept. A physician can approve it now."))
            return redirect("courses:protocol", kept.pk)
    page = {"form": form, "wrong": wrong}
    return render(request, "courses/protocol_form.html", page, status=INVALID if form.errors else None)


@require_POST
@needs("courses.approve_protocol")
def approve(request: StaffRequest, version_id: int) -> HttpResponse:
    with refusals_said_to(request):
        keeping.approve_protocol(actor=request.user, version_id=version_id)
        messages.success(request, _("Approved. From now on it can be given to patients."))
    return redirect("courses:protocol", version_id)
