"""What a clinician says of measured values: accept them and send them on, correct, refuse, retire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphena.clinic.imaging import measuring, taking
from saphena.clinic.imaging.cards import Wrong
from saphena.clinic.imaging.forms import DecideForm, RetireForm, TakeForm
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.onward import goals_for
from saphena.clinic.imaging.queries import instance_for, measurement_for
from saphena.clinic.imaging.views.viewing import INVALID, shown, to_frame
from saphena.clinic.imaging.wording import KINDS
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest


@require_POST
@needs("imaging.accept")
def take(request: StaffRequest, instance_id: int) -> HttpResponse:
    """Accept the ticked values of one act, and enter them where the form says: both or neither."""
    here = instance_for(request.user, instance_id)
    act = measurement_for(request.user, _whole(request.POST.get("act", "")))
    beside = Measurement.objects.filter(instance=here, run=act.run).exclude(run="").select_related("instance__study")
    rows = {row.pk: row for row in beside} or {act.pk: act}
    form = TakeForm(
        request.POST,
        rows=[(pk, str(KINDS.get(row.kind, row.kind))) for pk, row in rows.items()],
        goals=goals_for(request.user, here.study),
        auto_id=f"id_take_{act.pk}_%s",
    )
    chosen: list[int] = []
    if form.is_valid():
        given = form.cleaned_data
        chosen = given["rows"]
        with refusals_shown_in(form):
            taking.take(
                actor=request.user, values=[rows[pk] for pk in chosen], goal=given["goal"], means=form.means(),
                level=given["level"], sure=given["sure"],
            )  # fmt: skip
            messages.success(request, _("Accepted and entered.") if given["goal"] else _("Accepted."))
            return redirect(to_frame(here, act.frame))
    wrong = Wrong(take=(frozenset(chosen) or frozenset({act.pk}), form))
    return shown(request, here, act.frame, status=INVALID, wrong=wrong)


def _whole(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 12 else 0


@require_POST
@needs("imaging.accept")
def decide(request: StaffRequest, measurement_id: int) -> HttpResponse:
    measurement = measurement_for(request.user, measurement_id)
    form = DecideForm(request.POST, auto_id=f"id_{measurement.pk}_%s")
    here = measurement.instance
    if form.is_valid():
        given = form.cleaned_data
        with refusals_shown_in(form):
            measuring.decide(
                actor=request.user, measurement=measurement, verdict=given["verdict"], value=given["value"],
                reason=given["reason"],
            )  # fmt: skip
            messages.success(request, _("Noted."))
            return redirect(to_frame(here, measurement.frame))
    return shown(request, here, measurement.frame, status=INVALID, wrong=Wrong(decide={measurement.pk: form}))


@require_POST
@needs("imaging.accept")
def retire(request: StaffRequest, measurement_id: int) -> HttpResponse:
    measurement = measurement_for(request.user, measurement_id)
    form = RetireForm(request.POST, auto_id=f"id_retire_{measurement.pk}_%s")
    here = measurement.instance
    if form.is_valid():
        with refusals_shown_in(form):
            taking.retire(actor=request.user, measurement=measurement, reason=form.cleaned_data["reason"])
            messages.success(request, _("Retired. Where it was entered it is marked."))
            return redirect(to_frame(here, measurement.frame))
    return shown(request, here, measurement.frame, status=INVALID, wrong=Wrong(retire={measurement.pk: form}))
