"""Who may call: a machine that is in the list, from an address that it may call from, and under our own name."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import Q
from django.utils import timezone

from saphena.clinic.imaging.models import Machine, TurnedAway
from saphena.clinic.imaging.states import NotLetIn

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Answer = TypeVar("Answer")

__all__ = ["address_of", "at_the_door", "caller", "in_database", "title_of"]

log = logging.getLogger(__name__)

REJECTED, NOT_NOW, BY_USER = 0x01, 0x02, 0x01
NO_REASON = 0x01
CALLING_NOT_KNOWN, CALLED_NOT_KNOWN = 0x03, 0x07
A_MINUTE = timedelta(minutes=1)
MOST_STRANGERS = 20
SAID = {
    NotLetIn.MISNAMED: "it called another name than ours",
    NotLetIn.STRANGER: "no machine in the list has the title by which it calls",
    NotLetIn.CLOSED: "its machine may call no more",
    NotLetIn.ELSEWHERE: "its machine may not call from this address",
}


def in_database(work: Callable[..., Answer]) -> Callable[..., Answer]:
    """Each association has a thread of its own, and so a connection to the database that must not go stale."""

    def done(*args: Any) -> Answer:
        close_old_connections()
        try:
            return work(*args)
        finally:
            close_old_connections()

    return done


def at_the_door(event: Any, our_title: str) -> None:
    """Turn away whoever is not in the list, before anything else is read.

    pynetdicom lets in whomever this fails to look at. So it is shut while the list cannot be read: the machine is told
    to try again.
    """
    try:
        in_database(_looked_at)(event, our_title)
    except Exception:
        log.exception("a caller from %s could not be looked at, and was not let in", address_of(event.assoc))
        _shut(event, NOT_NOW, NO_REASON)


def _looked_at(event: Any, our_title: str) -> None:
    requestor = event.assoc.requestor
    asked = requestor.primitive
    title, called = _plain(asked.calling_ae_title), _plain(asked.called_ae_title)
    machine = Machine.objects.filter(ae_title=title).first()
    why = _why_not(machine, called == our_title, address_of(event.assoc))
    if why:
        _turn_away(event, why, title, called)
    else:
        _note_call(title)


def _why_not(machine: Machine | None, named_well: bool, address: str) -> NotLetIn | None:
    if not named_well:
        return NotLetIn.MISNAMED
    if machine is None:
        return NotLetIn.STRANGER
    if machine.closed_at:
        return NotLetIn.CLOSED
    return None if machine.may_call_from(address) else NotLetIn.ELSEWHERE


def _turn_away(event: Any, why: NotLetIn, title: str, called: str) -> None:
    # Neither the title nor anything else that a stranger typed goes into the log; the address is the network's. What
    # it said stands on the page of the machines, for whoever sets one up.
    address = address_of(event.assoc)
    log.warning("a caller from %s was turned away: %s", address, SAID[why])
    with suppress(DatabaseError):
        _note_stranger(address, title, called, why)
    _shut(event, REJECTED, CALLED_NOT_KNOWN if why == NotLetIn.MISNAMED else CALLING_NOT_KNOWN)


def _shut(event: Any, result: int, diagnostic: int) -> None:
    connections.close_all()  # nothing else will be asked in this thread
    event.assoc.acse.send_reject(result, BY_USER, diagnostic)
    event.assoc.kill()  # which waits until the refusal is on its way


def _note_stranger(address: str, title: str, called: str, why: NotLetIn) -> None:
    """The last call from each address, once a minute at the most, and of the newest addresses only: whoever hammers at
    the door fills no table."""
    now = timezone.now()
    said = {"title": title[:16], "called": called[:16], "why": why.value}
    if TurnedAway.objects.filter(address=address, at__gte=now - A_MINUTE, **said).exists():
        return
    TurnedAway.objects.update_or_create(address=address, defaults={**said, "at": now})
    for each in TurnedAway.objects.order_by("-at")[MOST_STRANGERS:]:
        each.delete()


def _note_call(title: str) -> None:
    """When a machine has called last, to the minute."""
    now = timezone.now()
    known = Machine.objects.filter(ae_title=title)
    with suppress(DatabaseError):  # it says so next time
        known.filter(Q(called_at=None) | Q(called_at__lt=now - A_MINUTE)).update(called_at=now)


def address_of(association: Any) -> str:
    """The network address at the other end."""
    return str(association.requestor.address or "").removeprefix("::ffff:")


def _plain(title: Any) -> str:
    return (title.decode("ascii", "replace") if isinstance(title, bytes) else str(title or "")).strip()


def title_of(association: Any) -> str:
    """The title under which the machine at the other end calls."""
    return _plain(association.requestor.ae_title)


def caller(event: Any) -> Machine:
    """The machine at the other end of an association that was let in."""
    return Machine.objects.select_related("scanner").get(ae_title=title_of(event.assoc))
