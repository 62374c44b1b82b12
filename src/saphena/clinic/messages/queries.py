"""What a viewer may see of the promised messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.http import Http404

from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.states import WAITING_FOR_A_PERSON, State
from saphena.clinic.people.access import may, require
from saphena.clinic.record.folding import words

if TYPE_CHECKING:
    from django.db.models import QuerySet


# What is still to happen is read from the nearest on, what has happened from the latest back.
SOONEST_FIRST = (State.PROMISED, State.CLAIMED)


def outbox(viewer: object, state: str = "", typed: str = "") -> QuerySet[PromisedMessage]:
    """The messages in one state; without one, those that wait for a person's decision."""
    if not may(viewer, "messages.see_outbox"):
        return PromisedMessage.objects.none()
    wanted = [state] if state in list(State) else list(WAITING_FOR_A_PERSON)
    found = PromisedMessage.objects.select_related("patient").filter(state__in=wanted)
    for word in words(typed):
        found = found.filter(Q(patient__search__contains=word) | Q(email__icontains=word))
    return found.order_by("try_at" if state in SOONEST_FIRST else "-due_at", "pk")


def how_many(viewer: object) -> dict[str, int]:
    """How many messages are in each state."""
    if not may(viewer, "messages.see_outbox"):
        return {}
    counted = PromisedMessage.objects.values_list("state").annotate(count=Count("pk")).order_by()
    found = dict(counted)
    return {state.value: found.get(state.value, 0) for state in State}


def message_for(viewer: object, message_id: int) -> PromisedMessage:
    require(viewer, "messages.see_outbox")
    message = PromisedMessage.objects.select_related("patient").filter(pk=message_id).first()
    if message is None:
        raise Http404
    return message
