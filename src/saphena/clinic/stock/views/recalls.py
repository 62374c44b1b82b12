"""Whom a recall concerns: the legs that got a lot, what to do, and the calls to the patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.queries import patient_for
from saphena.clinic.stock import actions
from saphena.clinic.stock.forms import CallForm
from saphena.clinic.stock.models import Answer
from saphena.clinic.stock.queries import calls_about, clinic_today, legs_of, lot_for, recalls_of, told_so_far
from saphena.clinic.stock.views.lots import INVALID, described

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.stock.models import Lot, LotRecall
    from saphena.clinic.stock.queries import Told

BADGES = {Answer.TOLD.value: "done", Answer.DECIDED.value: "done", Answer.NOT_REACHED.value: "warning"}


@require_safe
@needs("stock.see")
def legs(request: StaffRequest, lot_id: int) -> HttpResponse:
    """Every leg that got something of this lot; of a recalled one, what to do and who has been told."""
    lot = lot_for(request.user, lot_id)
    actions.see_legs(actor=request.user, lot=lot)
    return _shown(request, lot)


def _shown(request: StaffRequest, lot: Lot, status: int | None = None, sent: CallForm | None = None) -> HttpResponse:
    described(lot, clinic_today())
    got, calls, recalls = legs_of(request.user, lot), calls_about(request.user, lot), recalls_of(request.user, lot)
    newest = recalls[0] if recalls else None
    told = {row.patient.pk: told_so_far(newest, calls.get(row.patient.pk, [])) for row in got} if newest else {}
    rows, seen = [], set()
    for row in got:
        patient = row.patient.pk
        first = patient not in seen  # a patient with two legs is called once
        seen.add(patient)
        form = sent if sent and sent.auto_id == _ids(patient) else CallForm(auto_id=_ids(patient))
        rows.append((row, calls.get(patient, []) if first else [], _standing(newest, told.get(patient)), form, first))
    to_call = [each for each in told.values() if each.is_to_be_called]
    page = {
        "lot": lot,
        "rows": rows,
        "newest": newest,
        "recalls": recalls[1:],
        "patients": len(to_call),
        "told": sum(1 for each in to_call if each.is_done),
        "may_call": request.user.may("stock.keep"),
    }
    return render(request, "stock/legs.html", page, status=status)


def _ids(patient_id: int) -> str:
    return f"call_{patient_id}_%s"


def _standing(recall: LotRecall | None, told: Told | None) -> tuple[str, str] | None:
    """The newest call as sign and word; nothing for whoever never heard of a recall that was taken back."""
    if recall is None or told is None or not told.is_to_be_called:
        return None
    if told.call:
        return BADGES[told.call.answer], told.call.get_answer_display()
    return "warning", _("not told of the end yet") if recall.end else _("not told yet")


@require_POST
@needs("stock.keep")
def call(request: StaffRequest, lot_id: int, patient_id: int) -> HttpResponse:
    """Write down how a call ended."""
    lot, patient = lot_for(request.user, lot_id), patient_for(request.user, patient_id)
    form = CallForm(request.POST, auto_id=_ids(patient_id))
    if form.is_valid():
        with refusals_shown_in(form):
            actions.note_recall_call(actor=request.user, lot=lot, patient=patient, **form.cleaned_data)
            messages.success(request, _("The call is written down."))
            return redirect("stock:legs", lot.pk)
    return _shown(request, lot, INVALID, form)
