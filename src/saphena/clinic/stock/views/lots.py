"""The list of lots, one lot, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.stock import actions
from saphena.clinic.stock.forms import LotForm, ReasonForm, WasteForm
from saphena.clinic.stock.models import Draw, Purpose
from saphena.clinic.stock.products import product_name
from saphena.clinic.stock.queries import clinic_today, left_of, legs_of, lot_for, lots_for, recalls_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django import forms
    from django.core.paginator import Page
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.stock.models import Lot

INVALID = 422
SHOWN = 50
SOON = 30
"""Days before its end from which a lot is marked: time enough to use it first."""


@require_safe
@needs("stock.see")
def lots(request: StaffRequest) -> HttpResponse:
    """The lots, the first to end first."""
    which = request.GET.get("state", "")
    which = which if which in ("recalled", "over") else ""
    context = listed(request, lots_for(request.user, typed(request), which=which))
    today = clinic_today()
    for lot in cast("Page[Lot]", context["page"]):
        described(lot, today)
    context |= {
        "state": which,
        "tabs": [("", _("In stock")), ("recalled", _("Recalled")), ("over", _("Over"))],
        "acts": [Act(_("Enter a lot"), reverse("stock:receive"))] if request.user.may("stock.keep") else [],
    }
    return render(request, "stock/lot_rows.html" if rows_alone(request) else "stock/lots.html", context)


def described(lot: Lot, today: date) -> None:
    """What is shown beside its columns: its name, what is left, and its state as sign and word."""
    left = (lot.expires_on - today).days
    lot.shown_name = product_name(lot.product)  # type: ignore[attr-defined]  # for the template
    lot.shown_strength = f"{number_format(lot.strength.normalize())} %"  # type: ignore[attr-defined]  # for the template
    lot.left_ml = left_of(lot)  # type: ignore[attr-defined]  # for the template
    lot.shown_left = number_format(left_of(lot))  # type: ignore[attr-defined]  # for the template
    lot.badge, lot.word = _state(lot, left)  # type: ignore[attr-defined]  # for the template


def _state(lot: Lot, left: int) -> tuple[str, str]:
    if lot.recalled_at:
        return "stop", _("recalled")
    if lot.is_quarantined:
        return "stop", _("in quarantine")
    if left < 0:
        return "stop", _("over")
    if left == 0:
        return "warning", _("last day today")
    return ("warning", _("ends soon")) if left <= SOON else ("done", _("may be used"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stock.keep")
def receive(request: StaffRequest) -> HttpResponse:
    form = LotForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_in(form):
            lot = actions.receive_lot(actor=request.user, **form.cleaned_data)
            messages.success(request, _("The lot is in stock."))
            return redirect("stock:lot", lot.pk)
    return render(request, "stock/receive.html", {"form": form}, status=INVALID if form.errors else None)


@require_safe
@needs("stock.see")
def one(request: StaffRequest, lot_id: int) -> HttpResponse:
    return _shown(request, lot_for(request.user, lot_id))


def _shown(request: StaffRequest, lot: Lot, status: int | None = None, **forms_in_hand: object) -> HttpResponse:
    described(lot, clinic_today())
    may = request.user.may
    page = {
        "lot": lot,
        "way_on": _way_on(lot),
        "draws": list(lot.draws.select_related("drawn_by", "takes_back", "taken_back").order_by("-at", "-pk")[:SHOWN]),
        "drawn": lot.draws.count(),
        "shown": SHOWN,
        "back_form": ReasonForm(),
        "may_keep": may("stock.keep"),
        "may_recall": may("stock.recall"),
        "recalls": recalls_of(request.user, lot),
        "may_draw": may("stock.draw"),
        "quarantine_form": ReasonForm(auto_id="quarantine_%s"),
        "recall_form": ReasonForm(auto_id="recall_%s"),
        "take_back_form": ReasonForm(auto_id="take_back_%s"),
        "waste_form": WasteForm(auto_id="waste_%s"),
        "acts": [
            Act(
                _("Legs that got it: %(legs)s") % {"legs": len(legs_of(request.user, lot))},
                reverse("stock:legs", args=[lot.pk]),
                "leg",
            )
        ],
    }
    return render(request, "stock/lot.html", {**page, **forms_in_hand}, status=status)


def _way_on(lot: Lot) -> Act:
    """What comes after the bad news: of a recalled lot its list of legs, of one in quarantine another lot."""
    if lot.recalled_at:
        return Act(_("What to do, and the legs that got it"), reverse("stock:legs", args=[lot.pk]))
    return Act(_("Other lots of it"), reverse("stock:lots") + "?" + urlencode({"q": product_name(lot.product)}))


def _act(
    request: StaffRequest, lot: Lot, form: forms.Form, name: str, act: Callable[[], None], done: str,
    then: str = "stock:lot",
) -> HttpResponse:  # fmt: skip
    """One act on a lot: what is wrong stands at its field, what was typed stays."""
    if form.is_valid():
        with refusals_shown_in(form):
            act()
            messages.success(request, done)
            return redirect(then, lot.pk)
    return _shown(request, lot_for(request.user, lot.pk), INVALID, **{name: form})


@require_POST
@needs("stock.keep")
def quarantine(request: StaffRequest, lot_id: int) -> HttpResponse:
    """Into quarantine, or out of it again."""
    lot, form = lot_for(request.user, lot_id), ReasonForm(request.POST, auto_id="quarantine_%s")
    do = actions.release_lot if lot.is_quarantined else actions.quarantine_lot
    done = _("It may be used again.") if lot.is_quarantined else _("Nobody draws from it any more.")
    return _act(
        request, lot, form, "quarantine_form",
        lambda: do(actor=request.user, lot=lot, reason=form.cleaned_data["reason"]), done,
    )  # fmt: skip


@require_POST
@needs("stock.recall")
def recall(request: StaffRequest, lot_id: int) -> HttpResponse:
    lot, form = lot_for(request.user, lot_id), ReasonForm(request.POST, auto_id="recall_%s")
    return _act(
        request, lot, form, "recall_form",
        lambda: actions.recall_lot(actor=request.user, lot=lot, reason=form.cleaned_data["reason"]),
        _("Recalled. These are the legs that got it."), then="stock:legs",
    )  # fmt: skip


@require_POST
@needs("stock.recall")
def take_back_recall(request: StaffRequest, lot_id: int) -> HttpResponse:
    """To the list of legs afterwards: whoever was told is told this too."""
    lot, form = lot_for(request.user, lot_id), ReasonForm(request.POST, auto_id="take_back_%s")
    return _act(
        request, lot, form, "take_back_form",
        lambda: actions.take_back_recall(actor=request.user, lot=lot, reason=form.cleaned_data["reason"]),
        _("The recall is taken back. The lot is what it was before."), then="stock:legs",
    )  # fmt: skip


@require_POST
@needs("stock.draw")
def waste(request: StaffRequest, lot_id: int) -> HttpResponse:
    lot, form = lot_for(request.user, lot_id), WasteForm(request.POST, auto_id="waste_%s")

    def act() -> None:
        actions.waste(actor=request.user, lot=lot, ml=form.cleaned_data["ml"], reason=form.cleaned_data["reason"])

    return _act(request, lot, form, "waste_form", act, _("Written down."))


@require_POST
@needs("stock.draw")
def take_back(request: StaffRequest, lot_id: int, draw_id: int) -> HttpResponse:
    """What was thrown away by mistake was not: what went into a leg is taken back where it was written down."""
    lot, form = lot_for(request.user, lot_id), ReasonForm(request.POST, auto_id=f"back_{draw_id}_%s")
    drawn = get_object_or_404(Draw, pk=draw_id, lot=lot, purpose=Purpose.WASTE)

    def act() -> None:
        actions.take_back_draw(actor=request.user, drawn=drawn, reason=form.cleaned_data["reason"])

    return _act(request, lot, form, "back_form", act, _("Taken back."))
