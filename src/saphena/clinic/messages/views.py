"""The outbox: what is due, what was sent, and what a person has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages as notices
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.messages import actions
from saphena.clinic.messages.kinds import KINDS
from saphena.clinic.messages.models import STATE_NAMES, PromisedMessage
from saphena.clinic.messages.queries import how_many, message_for
from saphena.clinic.messages.queries import outbox as messages_in
from saphena.clinic.messages.states import WAITING_FOR_A_PERSON, Move, State, before
from saphena.clinic.people.access import needs
from saphena.clinic.people.paging import listed, rows_alone, typed

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

TABS = (State.PROMISED, State.CLAIMED, State.SENT, State.FAILED, State.UNKNOWN, State.TOO_LATE, State.CANCELLED)


@require_safe
@needs("messages.see_outbox")
def outbox(request: StaffRequest) -> HttpResponse:
    """One state at a time; what waits for a person comes first."""
    state = request.GET.get("state", "")
    counts = how_many(request.user)
    context = listed(request, messages_in(request.user, state, typed(request)))
    for message in cast("Page[PromisedMessage]", context["page"]):
        described(message)
    context |= {
        "state": state,
        "waiting": sum(counts.get(each, 0) for each in WAITING_FOR_A_PERSON),
        "tabs": [(tab.value, STATE_NAMES[tab], counts.get(tab, 0)) for tab in TABS],
        "decides": request.user.may("messages.settle") and (not state or state in WAITING_FOR_A_PERSON),
    }
    return render(request, "messages/outbox_rows.html" if rows_alone(request) else "messages/outbox.html", context)


def described(message: PromisedMessage) -> None:
    """What the row shows beside its columns: the kind in words, and what may be decided."""
    state = State(message.state)
    message.label = KINDS[message.kind].label if message.kind in KINDS else message.kind  # type: ignore[attr-defined]  # for the template
    message.waits = state in WAITING_FOR_A_PERSON  # type: ignore[attr-defined]  # for the template
    message.may_be_confirmed = state in before(Move.CONFIRM)  # type: ignore[attr-defined]  # for the template


@require_POST
@needs("messages.settle")
def send_again(request: StaffRequest, message_id: int) -> HttpResponse:
    actions.send_again(actor=request.user, message=message_for(request.user, message_id))
    notices.success(request, _("It goes out with the next messages."))
    return redirect("messages:outbox")


@require_POST
@needs("messages.settle")
def confirm_arrival(request: StaffRequest, message_id: int) -> HttpResponse:
    actions.confirm_arrival(actor=request.user, message=message_for(request.user, message_id))
    notices.success(request, _("It counts as sent."))
    return redirect("messages:outbox")


@require_POST
@needs("messages.settle")
def let_it_be(request: StaffRequest, message_id: int) -> HttpResponse:
    actions.let_it_be(actor=request.user, message=message_for(request.user, message_id))
    notices.success(request, _("It is not sent any more."))
    return redirect("messages:outbox")
