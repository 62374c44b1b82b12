"""`saphena work`: what was promised and has fallen due, again and again until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from saphena.clinic.messages.sweeping import sweep
from saphena.clinic.people.trying import forget_full_buckets
from saphena.clinic.record.request_id import request_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

Job = Callable[[], int]

log = logging.getLogger(__name__)

ROUNDS: list[Job] = []
"""What else time brings, in the order of its rooms: each is asked once a pass, after the messages that are due."""

TIDYING: list[Job] = []
"""What nobody needs any more, removed once in a while."""

PAUSE = 2.0  # seconds, when nothing is due
AFTER_TROUBLE = 15.0  # seconds, when the database does not answer
TIDY_EVERY = 1800  # passes: about once an hour


def go_round(job: Job) -> None:
    """A room's job for the worker; offered twice it is done once. It gives how much there was to do."""
    if job not in ROUNDS:
        ROUNDS.append(job)


def go_tidy(job: Job) -> None:
    """A room's job for about once an hour; it gives how much it removed."""
    if job not in TIDYING:
        TIDYING.append(job)


def work(once: bool = False) -> int:
    """Do what is due; with `once` end when nothing more is, else go on until SIGTERM or SIGINT, which finish the
    message in hand. Gives the exit status."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    with stop_signal() as stopping:
        if once:
            while (sweep(name, stopping.is_set) + rounds(stopping.is_set)) and not stopping.is_set():
                pass
            return 0
        passes = 0
        while not stopping.is_set():
            if passes % TIDY_EVERY == 0:
                attempt(tidy)
            passes += 1
            busy = attempt(lambda: sweep(name, stopping.is_set) + rounds(stopping.is_set))
            stopping.wait(AFTER_TROUBLE if busy is None else 0 if busy else PAUSE)
    return 0


@contextmanager
def stop_signal() -> Iterator[threading.Event]:
    """Set when the process is asked to stop. Signals reach the main thread only."""
    stopping = threading.Event()

    def stop(_signum: int, _frame: FrameType | None) -> None:
        stopping.set()

    if threading.current_thread() is not threading.main_thread():
        yield stopping
        return
    before = {signum: signal.signal(signum, stop) for signum in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def attempt(job: Job) -> int | None:
    """The job's answer; None when the database did not answer, which passes by itself."""
    close_old_connections()
    try:
        return job()
    except DatabaseError:
        log.exception("the database did not answer; trying again in %d seconds", AFTER_TROUBLE)
        return None


def rounds(stopping: Callable[[], bool]) -> int:
    """Each room's job in turn. What one of them cannot do must not keep the others from theirs."""
    done = 0
    for job in ROUNDS:
        if stopping():
            break
        try:
            with request_id():
                done += job()
        except DatabaseError:
            raise
        except Exception:
            log.exception("the round %s failed", getattr(job, "__qualname__", job))
    return done


def tidy() -> int:
    """What nobody needs any more: sessions that have ended, buckets that have long been full again."""
    ended, _each = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return ended + forget_full_buckets(timezone.now()) + sum(job() for job in TIDYING)
