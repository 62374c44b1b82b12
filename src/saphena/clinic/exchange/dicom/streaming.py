"""Images straight from the network onto the disk: one thread reads, writes, keeps and answers.

pynetdicom hands every piece of an image from thread to thread, each of which looks now and then whether there is
something to do. That is most of what receiving costs. Here only images (C-STORE requests on an accepted context) leave
its way, and come back to it with their answer; whatever else a machine says goes through pynetdicom untouched.
"""

from __future__ import annotations

import logging
import os
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from secrets import token_hex
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import connections
from pynetdicom import PYNETDICOM_IMPLEMENTATION_UID, PYNETDICOM_IMPLEMENTATION_VERSION
from pynetdicom.dul import DULServiceProvider

from saphena.clinic.exchange.dicom.door import title_of
from saphena.clinic.exchange.dicom.storing import answer
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.reading import Header, foresee
from saphena.clinic.imaging.receiving import keep
from saphena.clinic.record.actors import SAPHENA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from saphena.clinic.exchange.dicom.storing import Told
    from saphena.clinic.imaging.register import Register

__all__ = ["Reader"]

log = logging.getLogger(__name__)

P_DATA, COMMAND, LAST = 0x04, 0x01, 0x02
STORE_REQUEST, STORE_RESPONSE, NO_DATA_SET = 0x0001, 0x8001, 0x0101
TRANSFERRING = "Sta6"
PIECE = 1 << 20
"""Bytes that are written to the disk at one go."""

NEXT_IMAGE = 0.05
"""Seconds that are waited for the next image before the other services are looked after."""

Values = list[tuple[int, int, memoryview]]
"""The pieces of a unit of data: presentation context, control bits, content."""


@dataclass
class Arrival:
    """One image on its way in."""

    context: int
    sop_class: bytes
    uid: bytes
    message: int
    path: Path
    head: bytes
    header: Header | None = None
    file: BinaryIO | None = None
    lost: OSError | None = None

    def __post_init__(self) -> None:
        with self._or_lost():
            new = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self.file = os.fdopen(new, "wb", PIECE)
            self.file.write(self.head)

    def write(self, content: memoryview) -> None:
        """One more piece. The first mostly has the whole header; it is read while the machine sends the rest.

        What a disk does not take is lost, and the rest is only heard: a machine listens for its answer at the end.
        """
        if self.file is None:
            return
        with self._or_lost():
            self.file.write(content)
        if self.head:
            self.header, self.head = foresee(self.head + content), b""

    def finish(self) -> None:
        """All of it is in the file. Raises `OSError` when the disk did not take it."""
        if self.file is not None:
            with self._or_lost():
                self.file.close()
        if self.lost is not None:
            raise self.lost

    def drop(self) -> None:
        file, self.file = self.file, None
        if file is not None:
            with suppress(OSError):  # what is left in memory cannot be written either
                file.close()
            self.path.unlink(missing_ok=True)

    @contextmanager
    def _or_lost(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.lost = error
            self.drop()


class Checkpoint(threading.Event):
    """Where pynetdicom's answering thread may be stopped: by pynetdicom as ever, and by us while images come in.

    Else it looks a thousand times a second whether there is something to do, and each look takes the reader's turn.
    """

    def __init__(self) -> None:
        super().__init__()
        self.set()
        self.nothing_comes = threading.Event()
        self.nothing_comes.set()

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(timeout) and self.nothing_comes.wait(timeout)


class Reader(DULServiceProvider):
    """What reads an association's socket, in a thread of its own."""

    arrival: Arrival | None = None

    def __init__(self, association: Any, register: Register) -> None:
        super().__init__(association)
        self.checkpoint = association._reactor_checkpoint = Checkpoint()
        self.register = register
        self.arrivals, self.name_for_all, self.numbers = keeping.arrivals(), token_hex(8), count()
        self.unsettled = False

    def run_reactor(self) -> None:
        try:
            super().run_reactor()
        finally:
            self._drop()
            self.checkpoint.nothing_comes.set()
            connections.close_all()

    def _read_pdu_data(self) -> None:
        try:
            if self._took_images():
                return
        finally:
            self.checkpoint.nothing_comes.set()
        if self.unsettled:  # whatever the machine says next, it says it of images that have their rows
            self.unsettled = not self.register.settle()
        super()._read_pdu_data()

    def _took_images(self) -> bool:
        """Takes image after image; False when something else waits to be read."""
        wire: Any = self.socket
        try:
            while self._took_one(wire) and not self._kill_thread:
                self._idle_timer.restart()
                if self.arrival is None and not wire.more_within(NEXT_IMAGE):
                    return True
            if self._kill_thread:
                return True
        except OSError as error:
            log.warning("an association with %s broke off: %s", title_of(self.assoc), error)
            self._drop()
            self.event_queue.put("Evt17")
            return True
        return False

    def _drop(self) -> None:
        if self.arrival is not None:
            self.arrival.drop()
            self.arrival = None

    def _took_one(self, wire: Any) -> bool:
        """Whether the next unit of data was part of an image. Any other is left for pynetdicom to read."""
        head = wire.peek(6)
        if len(head) < 6 or head[0] != P_DATA or self.state_machine.current_state != TRANSFERRING:
            return False
        length = 6 + int.from_bytes(head[2:6], "big")
        unit = wire.peek(length)
        if len(unit) == length and self._took(unit[6:]):
            wire.skip(length)
            return True
        if self.arrival is not None:
            raise OSError("a machine broke off, or sent something else, in the middle of an image")
        return False

    def _took(self, body: memoryview) -> bool:
        values = _values(body)
        if values is None or (self.arrival is None and not self._begins(values)):
            return False
        for context, control, content in values:
            arrival = self.arrival
            if arrival is None or context != arrival.context or control & COMMAND:
                raise OSError("a machine mixed two messages")
            arrival.write(content)
            if control & LAST:
                self._answer(arrival)
        return True

    def _begins(self, values: Values) -> bool:
        """A whole C-STORE request for a context that was accepted; it is taken out of the values."""
        if not values or self.assoc.dimse.message is not None:
            return False
        context, control, content = values[0]
        accepted = self.assoc._accepted_cx.get(context)
        said = _elements(content) if control & (COMMAND | LAST) == COMMAND | LAST else {}
        if accepted is None or _number(said.get(0x0100)) != STORE_REQUEST or not said.get(0x1000):
            return False
        path = self.arrivals / f"{self.name_for_all}-{next(self.numbers)}.dcm"
        sop_class, uid = (said.get(number, b"").rstrip(b"\0 ") for number in (0x0002, 0x1000))
        head = _meta(sop_class, uid, str(accepted.transfer_syntax[0]).encode())
        self.arrival = Arrival(context, sop_class, uid, _number(said.get(0x0110)), path, head)
        del values[0]
        self.checkpoint.nothing_comes.clear()
        return True

    def _answer(self, arrival: Arrival) -> None:
        self.arrival = None
        wire: Any = self.socket
        came_from = title_of(self.assoc)
        wire.send(_response(arrival, answer(lambda: self._keep(arrival, came_from), came_from)))

    def _keep(self, arrival: Arrival, came_from: str) -> None:
        arrival.finish()
        self.register.enter(keep(actor=SAPHENA, arrived=arrival.path, came_from=came_from, header=arrival.header))
        self.unsettled = True


def _values(body: memoryview) -> Values | None:
    """The pieces of a unit of data; None when their lengths do not fit it."""
    found, place = [], 0
    while place < len(body):
        length = int.from_bytes(body[place : place + 4], "big")
        if length < 2 or place + 4 + length > len(body):
            return None
        found.append((body[place + 4], body[place + 5], body[place + 6 : place + 4 + length]))
        place += 4 + length
    return found


def _elements(command: memoryview) -> dict[int, bytes]:
    """A command's elements by their number in group 0; implicit little endian, as commands always are."""
    found: dict[int, bytes] = {}
    place = 0
    while place + 8 <= len(command):
        group, number = (int.from_bytes(command[at : at + 2], "little") for at in (place, place + 2))
        length = int.from_bytes(command[place + 4 : place + 8], "little")
        if group or place + 8 + length > len(command):
            return {}
        found[number] = bytes(command[place + 8 : place + 8 + length])
        place += 8 + length
    return found


def _number(value: bytes | None) -> int:
    return int.from_bytes(value or b"", "little")


def _even(text: bytes, pad: bytes = b"\0") -> bytes:
    return text + pad * (len(text) % 2)


def _meta(sop_class: bytes, uid: bytes, syntax: bytes) -> bytes:
    """The head of a DICOM file (PS3.10, 7.1)."""
    said = b"\x02\x00\x01\x00OB\0\0\x02\0\0\0\x00\x01"
    pairs = ((0x02, sop_class), (0x03, uid), (0x10, syntax), (0x12, str(PYNETDICOM_IMPLEMENTATION_UID).encode()))
    for number, text in pairs:
        text = _even(text)
        said += b"\x02\0" + number.to_bytes(2, "little") + b"UI" + len(text).to_bytes(2, "little") + text
    version = _even(PYNETDICOM_IMPLEMENTATION_VERSION.encode(), b" ")
    said += b"\x02\0\x13\0SH" + len(version).to_bytes(2, "little") + version
    return b"\0" * 128 + b"DICM\x02\0\0\0UL\x04\0" + len(said).to_bytes(4, "little") + said


def _response(arrival: Arrival, told: Told) -> bytes:
    """A C-STORE response (PS3.7, 9.3.1.2) as one unit of data; why an image is not kept stands in it in words."""
    command = b""
    why = ((0x0902, _even(told.comment, b" ")),) if told.comment else ()
    elements = ((0x0002, _even(arrival.sop_class)), (0x0100, STORE_RESPONSE), (0x0120, arrival.message),
                (0x0800, NO_DATA_SET), (0x0900, told.status), *why, (0x1000, _even(arrival.uid)))  # fmt: skip
    for number, value in elements:
        content = value.to_bytes(2, "little") if isinstance(value, int) else value
        command += b"\0\0" + number.to_bytes(2, "little") + len(content).to_bytes(4, "little") + content
    command = b"\0\0\0\0\x04\0\0\0" + len(command).to_bytes(4, "little") + command
    value = (len(command) + 2).to_bytes(4, "big") + bytes((arrival.context, COMMAND | LAST)) + command
    return bytes((P_DATA, 0)) + len(value).to_bytes(4, "big") + value
