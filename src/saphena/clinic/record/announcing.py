"""To announce is to write the record *and* to run what follows, in the transaction of the act itself.

Nothing can happen unrecorded, and a follow-up that fails undoes the act. The table of what follows what is handed over
once, at start, by config/apps.py; the record itself knows no room of the clinic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from saphena.clinic.record.events import ChartOpened, Event, facts_of, patient_of
from saphena.clinic.record.folding import fold
from saphena.clinic.record.models import Entry
from saphena.clinic.record.request_id import current_request_id

if TYPE_CHECKING:
    from saphena.clinic.record.actors import Actor

# A follow-up takes the event and, as `by`, whoever caused it. Each knows its own kind of event, hence Any.
FollowUp = Callable[..., Any]
Handoffs = Mapping[type[Event], Sequence[FollowUp]]

LONGEST_NAME = 200  # of the column; PostgreSQL refuses more
_handoffs: Handoffs = {}


class NoTransaction(RuntimeError):
    """An act must be one transaction together with its record."""


def hand_over(table: Handoffs) -> Handoffs:
    """Put the table of follow-ups in force and give back the one that was. Called at start, and by tests."""
    global _handoffs  # one table per process, set once
    before, _handoffs = _handoffs, table
    return before


def announce(event: Event, *, by: Actor, patient: Any = None) -> Entry:
    """Write down what was just done and start what follows from it. Whoever has the patient's row in hand hands it
    over as `patient`, and their name need not be looked up.

    Raises `NoTransaction` outside of a transaction, and whatever a follow-up raises.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(f"{event.action} was announced outside of the transaction of its act")
    entry = Entry(
        at=timezone.now(),
        actor_id=by.actor_id,
        actor_name=by.actor_name[:LONGEST_NAME],
        actor_role=by.actor_role,
        patient_id=patient_of(event),
        action=event.action,
        facts=facts_of(event),
        request_id=current_request_id(),
    )
    if patient is not None and patient.pk == entry.patient_id:
        entry.patient = patient
    entry.search = fold(f"{entry.sentence} {entry.actor_role} {entry.action}")
    entry.save(force_insert=True)
    for follow in _handoffs.get(type(event), ()):
        follow(event, by=by)
    return entry


def chart_opened(*, patient_id: int, by: Actor, page: str = "the chart") -> Entry:
    """Somebody opened a page about a patient. `page` as it stands in "opened ... of Pat Moreau"."""
    with transaction.atomic():
        return announce(ChartOpened(patient_id=patient_id, page=page), by=by)
