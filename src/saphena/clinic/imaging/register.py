"""Writing down what has been kept: a moment later, many images in one transaction, in a thread of its own.

A machine is told that all is well when its image lies on the disk for good. The row says where it is shown; it follows
within a tenth of a second, and before the machine hears anything else from us. What a sudden end of the process leaves
without a row gets one at the next start (`receiving.adopt`).
"""

from __future__ import annotations

import errno
import logging
import threading
import time
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connections

from saphena.clinic.imaging.receiving import write_all

if TYPE_CHECKING:
    from saphena.clinic.imaging.receiving import Kept

__all__ = ["Register"]

log = logging.getLogger(__name__)

GATHERING = 0.1
"""Seconds in which images gather before their rows are written, unless somebody waits for them."""

MANY = 64
MOST = 1000
"""How many may wait for their rows. When the database stands still, no more are taken in."""

PATIENCE = 10.0
PAUSE = 1.0
LAST_TRIES = 3


class Register:
    """The rows of one process. `enter` from any thread; `close` writes what is left."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[Kept] = []
        self._entered = self._written = self._hurrying = 0
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="register of images", daemon=True)
        self._thread.start()

    def enter(self, kept: Kept) -> None:
        """Its row will be written. Raises `OSError` when so many wait already that the database must have stopped."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._waiting) < MOST, PATIENCE):
                raise OSError(errno.EAGAIN, "the database does not take the rows of images")
            self._waiting.append(kept)
            self._entered += 1
            if len(self._waiting) == 1:
                self._changed.notify_all()

    def settle(self) -> bool:
        """Wait until all that was entered until now has its row; False when that takes too long."""
        with self._changed:
            so_far = self._entered
            self._hurrying += 1
            self._changed.notify_all()
            settled = self._changed.wait_for(lambda: self._written >= so_far, PATIENCE)
            self._hurrying -= 1
        return settled

    def close(self) -> None:
        """Write what is left, and end."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._over():
                some = self._next()
                if some:
                    self._write(some)
                    self._done(len(some))
        finally:
            connections.close_all()

    def _next(self) -> list[Kept]:
        """The next to be written, summed up one after the other while they gather."""
        some: list[Kept] = []
        until = None
        while len(some) < MANY and (one := self._one(until)):
            some += self._summed(one)
            until = until or time.monotonic() + GATHERING
        return some

    def _over(self) -> bool:
        with self._changed:
            return self._closing and not self._waiting

    def _one(self, until: float | None) -> Kept | None:
        """The next that came; none when it is time to write those before it, or to end."""
        with self._changed:
            if until is None:
                self._changed.wait_for(lambda: self._waiting or self._closing)
            elif not self._hurrying:
                self._changed.wait_for(
                    lambda: self._waiting or self._hurrying or self._closing, max(0.0, until - time.monotonic())
                )
                if time.monotonic() >= until and not self._closing:
                    return None
            return self._waiting.pop(0) if self._waiting else None

    def _summed(self, one: Kept) -> list[Kept]:
        try:
            return [one.with_sum()]
        except OSError as error:
            log.error("an image cannot be read from its place: %s", error.strerror)
            self._done(1)
            return []

    def _done(self, count: int) -> None:
        with self._changed:
            self._written += count
            self._changed.notify_all()

    def _write(self, some: list[Kept]) -> None:
        """Until the database takes them. At the end it is given up after a few tries: the next start finds them."""
        tries = 0
        while not self._tried(some):
            connections.close_all()  # one that has gone stale is not asked again
            tries += 1
            with self._changed:
                if self._changed.wait_for(lambda: self._closing, PAUSE) and tries >= LAST_TRIES:
                    log.error("%d images lie on the disk and have no row yet", len(some))
                    return

    def _tried(self, some: list[Kept]) -> bool:
        """False when it is worth trying once more."""
        try:
            write_all(some)
        except (OperationalError, InterfaceError) as error:
            log.error("rows of %d images could not be written yet: %s", len(some), type(error).__name__)
            return False
        except Exception:  # one bad row must not keep back the others, nor end this thread
            log.exception("rows of images could not be written")
            connections.close_all()
            return len(some) == 1 or all(self._tried([each]) for each in some)
        return True
