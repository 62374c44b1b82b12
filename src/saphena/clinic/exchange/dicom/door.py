"""Who may call: a machine that is in the list, from an address that it may call from, and under our own name."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import close_old_connections, connections

from saphena.clinic.imaging.models import Machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Answer = TypeVar("Answer")

__all__ = ["at_the_door", "caller", "in_database", "title_of"]

log = logging.getLogger(__name__)

REJECTED, BY_USER = 0x01, 0x01
CALLING_NOT_KNOWN, CALLED_NOT_KNOWN = 0x03, 0x07


def in_database(work: Callable[..., Answer]) -> Callable[..., Answer]:
    """Each association has a thread of its own, and so a connection to the database that must not go stale."""

    def done(*args: Any) -> Answer:
        close_old_connections()
        try:
            return work(*args)
        finally:
            close_old_connections()

    return done


@in_database
def at_the_door(event: Any, our_title: str) -> None:
    """Turn away whoever is not in the list, before anything else is read."""
    requestor = event.assoc.requestor
    asked = requestor.primitive
    title, called = _plain(asked.calling_ae_title), _plain(asked.called_ae_title)
    if called != our_title:
        _turn_away(event, CALLED_NOT_KNOWN, "it called another name than ours")
        return
    machine = Machine.objects.filter(ae_title=title).first()
    if machine is None:
        _turn_away(event, CALLING_NOT_KNOWN, "no machine in the list has the title by which it calls")
    elif machine.closed_at:
        _turn_away(event, CALLING_NOT_KNOWN, f"{machine.ae_title} may call no more")
    elif not machine.may_call_from(_address(event)):
        _turn_away(event, CALLING_NOT_KNOWN, f"{machine.ae_title} may not call from this address")


def _turn_away(event: Any, diagnostic: int, why: str) -> None:
    # Neither the title nor anything else that a stranger typed goes into the log; the address is the network's.
    log.warning("a machine was turned away from %s: %s", _address(event), why)
    connections.close_all()  # nothing else will be asked in this thread
    event.assoc.acse.send_reject(REJECTED, BY_USER, diagnostic)
    event.assoc.kill()  # which waits until the refusal is on its way


def _address(event: Any) -> str:
    return str(event.assoc.requestor.address or "").removeprefix("::ffff:")


def _plain(title: Any) -> str:
    return (title.decode("ascii", "replace") if isinstance(title, bytes) else str(title or "")).strip()


def title_of(association: Any) -> str:
    """The title under which the machine at the other end calls."""
    return _plain(association.requestor.ae_title)


def caller(event: Any) -> Machine:
    """The machine at the other end of an association that was let in."""
    return Machine.objects.select_related("scanner").get(ae_title=title_of(event.assoc))
