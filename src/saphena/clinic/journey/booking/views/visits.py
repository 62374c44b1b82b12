"""One visit: who takes which seat, its history, another time, calling it off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.hanging import with_way
from saphena.clinic.courses.journey import gates, overrides_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.diary.models import Overbooking
from saphena.clinic.journey.booking.actions import cancel_visit, move_visit
from saphena.clinic.journey.booking.choosing import times_for
from saphena.clinic.journey.booking.forms import NoteForm, ReasonForm, TimeForm
from saphena.clinic.journey.booking.living import move_on, note
from saphena.clinic.journey.booking.queries import visit_for
from saphena.clinic.journey.booking.showing import asked_row, capital, described, history, role_said, times_of
from saphena.clinic.journey.booking.states import State, WaitingState
from saphena.clinic.journey.booking.wording import NEXT_ACTS
from saphena.clinic.journey.planning.said_only import open_by_a_word
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to, refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.clock import settle
from saphena.pathway.protocol.rules import Blocks
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.courses.journey import GateRow
    from saphena.clinic.journey.booking.models import Seat, Visit
    from saphena.clinic.people.access import StaffRequest

INVALID, CONFLICT = 422, 409
NOON = time(12)
EARLY = timedelta(hours=12)
"""Nobody arrives longer before their visit."""
BEFORE = (Blocks.BOOKING, Blocks.ARRIVAL, Blocks.PROCEDURE)
"""What stands in the way of a visit itself; other gates come later."""


@require_safe
@needs("booking.see")
def visit(request: StaffRequest, visit_id: int) -> HttpResponse:
    found = visit_for(request.user, visit_id)
    chart_opened(patient_id=found.patient_id, by=request.user, page="a visit")
    return _shown(request, found)


def _shown(request: StaffRequest, found: Visit, status: int | None = None, **in_hand: object) -> HttpResponse:
    described([found])
    may = request.user.may
    to_come = found.state == State.EXPECTED
    changes = list(found.changes.order_by("pk"))
    page = {
        "visit": found,
        "patient": found.patient,
        "heading": capital(found.title(language())),
        "acts": _acts(request, found),
        "seats": _seats(found),
        "history": history(found, changes),
        "moves": sum(change.what == "moved" for change in changes),
        "overbookings": Overbooking.objects.filter(hold__about=found.about).select_related("allowed_by"),
        "gates": _gates(request, found),
        "may_test": may("planning.see"),
        "only_said": open_by_a_word(found.course) if found.event == "procedure" and to_come else "",
        "asked_moves": [asked_row(each) for each in found.asked_moves.all()][::-1],
        "may_cancel": to_come and may("booking.cancel", found.patient),
        "may_note": may("booking.move_on", found.patient),
        "may_move_on": may("booking.move_on", found.patient) and found.starts_at - timezone.now() < EARLY,
        "next_act": NEXT_ACTS.get(found.next_state) if found.next_state else None,
        "waits": found.course.waiting.filter(step=found.step, state=WaitingState.WAITING.value).exists(),
        "cancel_form": ReasonForm(initial={"version": found.version}),
        "note_form": NoteForm(initial={"text": found.note}),
        "whole_url": reverse("booking:course", args=[found.course_id]),
    }
    return render(request, "booking/visit.html", {**page, **in_hand}, status=status)


def _seats(found: Visit) -> list[tuple[str, str, str]]:
    """Who or what, when, as what; a room that is held for two phases on end is held once."""
    rows: list[tuple[Seat, datetime]] = []
    for seat in found.seats.all():
        again = next((n for n, (row, end) in enumerate(rows) if _goes_on(row, end, seat)), None)
        if again is None:
            rows.append((seat, seat.ends_at))
        else:
            rows[again] = (rows[again][0], max(rows[again][1], seat.ends_at))
    return [
        (seat.resource.name, times_of(*_on_site(found, seat.begins_at, end)), role_said(seat.role))
        for seat, end in rows
    ]


def _goes_on(row: Seat, end: datetime, seat: Seat) -> bool:
    return (row.resource_id, row.role) == (seat.resource_id, seat.role) and seat.begins_at <= end


def _on_site(found: Visit, begin: datetime, end: datetime) -> tuple[datetime, datetime]:
    zone = found.site.zone_info
    return begin.astimezone(zone), end.astimezone(zone)


def _acts(request: StaffRequest, found: Visit) -> list[Act]:
    acts = [Act(_("All visits"), reverse("booking:course", args=[found.course_id]), "calendar", quiet=True)]
    if found.state == State.EXPECTED and request.user.may("booking.move", found.patient):
        acts.insert(0, Act(_("Move"), reverse("booking:move", args=[found.pk]), "clock"))
    return acts


def _gates(request: StaffRequest, found: Visit) -> list[GateRow]:
    """What stands shut before a procedure, and what was opened by hand."""
    if found.event != "procedure":
        return []
    before = {rule.id for rule in found.course.protocol.protocol.rules if rule.gate and rule.gate.blocks in BEFORE}
    rows = gates(draw(found.course), language(), overrides_of(found.course))
    shown = [row for row in rows if row.id in before and (not row.open or row.by_hand)]
    return [row if row.open else with_way(request.user, row, found.course) for row in shown]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("booking.move")
def move(request: StaffRequest, visit_id: int) -> HttpResponse:
    """Another time, from those that can be had."""
    found = visit_for(request.user, visit_id)
    form = TimeForm(request.POST or None, zone=found.site.zone_info, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        told = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
        with refusals_shown_in(form):
            moved = move_visit(actor=request.user, visit=found, starts=form.moment, **told)
            messages.success(request, _("The visit has moved. The plan, the messages and the calendar follow."))
            return redirect("booking:visit", moved.pk)
        return _times(request, visit_for(request.user, visit_id), form, CONFLICT)
    chart_opened(patient_id=found.patient_id, by=request.user, page="other times for a visit")
    return _times(request, found, form, INVALID if form.errors else None)


def _times(request: StaffRequest, found: Visit, form: TimeForm, status: int | None) -> HttpResponse:
    wanted = request.GET.get("around", "")[:10]
    try:
        day = parse_date(wanted)
    except ValueError:
        day = None
    around = settle(day, NOON, found.site.zone_info) if day else found.starts
    described([found])
    page = {
        "visit": found,
        "patient": found.patient,
        "form": form,
        "around": wanted if day else "",
        "choices": times_for(found, around, timezone.now()),
        "version": found.version,
    }
    return render(request, "booking/move.html", page, status=status)


@require_POST
@needs("booking.cancel")
def cancel(request: StaffRequest, visit_id: int) -> HttpResponse:
    found, form = visit_for(request.user, visit_id), ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            cancel_visit(actor=request.user, visit=found, **form.cleaned_data)
            messages.success(request, _("The visit is called off. It stays readable here."))
            return redirect("booking:course", found.course_id)
        return _shown(request, visit_for(request.user, visit_id), CONFLICT, cancel_form=form)
    return _shown(request, found, INVALID, cancel_form=form)


@require_POST
@needs("booking.move_on")
def step(request: StaffRequest, visit_id: int) -> HttpResponse:
    """The patient is a step further."""
    found = visit_for(request.user, visit_id)
    wanted, since = request.POST.get("to", ""), request.POST.get("since", "")
    if wanted not in list(State):
        raise Refused(_("There is no such state."))
    with refusals_said_to(request):
        move_on(actor=request.user, visit=found, to=State(wanted), since=State(since) if since in list(State) else None)
    return redirect("booking:visit", visit_id)


@require_POST
@needs("booking.move_on")
def write_note(request: StaffRequest, visit_id: int) -> HttpResponse:
    found, form = visit_for(request.user, visit_id), NoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, INVALID, note_form=form)
    note(actor=request.user, visit=found, text=form.cleaned_data["text"])
    return redirect("booking:visit", visit_id)
