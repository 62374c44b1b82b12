"""The door's own sockets: pynetdicom's, but read in large pieces, and with a TLS handshake that nobody waits for."""

from __future__ import annotations

import copy
import logging
import select
import ssl
import time
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any, cast

from pynetdicom.transport import AssociationSocket, RequestHandler, ThreadedAssociationServer

from saphena.clinic.exchange.dicom.streaming import Reader
from saphena.clinic.imaging.register import Register

if TYPE_CHECKING:
    import socket

__all__ = ["Listener"]

log = logging.getLogger(__name__)

ROOM = 1 << 19
LONGEST_PDU = 4 << 20
HANDSHAKE = 10.0
"""Seconds for a TLS handshake; whoever is slower is no machine."""

COURTESY = 0.002
"""Seconds for every caller that a process is with already, for which it leaves the next one to the other processes."""


class Socket(AssociationSocket):
    """Reads as much as has come, at one go; pynetdicom asks the kernel for four kilobytes at a time.

    Every question to the kernel also lets another thread have its turn, and then waits for its own.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._room = memoryview(bytearray(ROOM))
        self._begin = self._end = 0

    def peek(self, wanted: int) -> memoryview:
        """The next bytes, good until the next call; fewer when the other side has gone. Raises `OSError` for more than
        was ever offered, before room is made for it."""
        if wanted > LONGEST_PDU:
            raise OSError("a caller claims a unit of data larger than any that was offered")
        if self._begin + wanted > len(self._room):
            self._to_the_front(wanted)
        wire = cast("socket.socket", self.socket)
        while self._end - self._begin < wanted:
            came = wire.recv_into(self._room[self._end :])
            if not came:
                break
            self._end += came
        return self._room[self._begin : min(self._begin + wanted, self._end)]

    def skip(self, count: int) -> None:
        """So many bytes have been read."""
        self._begin += count
        if self._begin == self._end:
            self._begin = self._end = 0

    def _to_the_front(self, wanted: int) -> None:
        left = self._room[self._begin : self._end]
        room = self._room if wanted <= len(self._room) else memoryview(bytearray(wanted))
        room[: len(left)] = left
        self._room, self._begin, self._end = room, 0, len(left)

    def recv(self, nr_bytes: int) -> bytearray:
        read = bytearray(self.peek(nr_bytes))
        self.skip(len(read))
        return read

    @property
    def ready(self) -> bool:
        return self._begin < self._end or super().ready

    def more_within(self, seconds: float) -> bool:
        """Whether the other side goes on."""
        wire = cast("socket.socket", self.socket)
        if self._begin < self._end or (isinstance(wire, ssl.SSLSocket) and wire.pending()):
            return True
        return bool(select.select([wire], [], [], seconds)[0])


class Handler(RequestHandler):
    """Gives each association our socket and our reader, and a limit to how long a piece may take."""

    def _create_association(self) -> Any:
        association: Any = super()._create_association()
        self.request.settimeout(self.ae.network_timeout)
        association.dul = Reader(association, cast("Listener", self.server).register)
        association.acse_timeout, association.network_timeout = self.ae.acse_timeout, self.ae.network_timeout
        association.set_socket(Socket(association, client_socket=self.request))
        return association


class Contexts(list[Any]):
    """What is offered, the same for every association. pynetdicom copies it deeply, ten thousand names, each time."""

    def __deepcopy__(self, _memo: object) -> list[Any]:
        return [copy.copy(each) for each in self]


class Listener(ThreadedAssociationServer):
    """One whose entity need not keep a list of servers. `wire`: the open port, which other processes have too; the one
    with the fewest callers takes the next."""

    def __init__(self, *args: Any, wire: socket.socket | None = None, **more: Any) -> None:
        self.wire = wire
        super().__init__(*args, **{**more, "request_handler": Handler})
        self.contexts: list[Any] = Contexts(self.contexts)
        self.register = Register()
        self._open: list[socket.socket] = []

    def server_bind(self) -> None:
        if self.wire is None:
            super().server_bind()
            return
        cast("socket.socket", self.socket).close()
        self.wire.setblocking(False)  # another process may have been quicker
        self.socket = self.wire
        self.server_address = self.wire.getsockname()

    def server_close(self) -> None:
        """pynetdicom shuts the port, for every process that has it; here it is only let go."""
        if self.wire is None:
            super().server_close()
            return
        self.wire.close()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Without the handshake: here it would let one silent caller shut the door for all."""
        self._open = [each for each in self._open if each.fileno() >= 0]
        if self.wire is not None:
            self._leave_to_others(self.wire)
        client, address = cast("socket.socket", self.socket).accept()
        if self.ssl_context:
            client = self.ssl_context.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
        self._open.append(client)
        return client, address

    def _leave_to_others(self, wire: socket.socket) -> None:
        """For a moment. Raises `OSError` when another process has taken the caller."""
        for _each in self._open:
            time.sleep(COURTESY)
            if not select.select([wire], [], [], 0)[0]:
                raise BlockingIOError

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own."""
        if isinstance(request, ssl.SSLSocket):
            request.settimeout(HANDSHAKE)
            try:
                request.do_handshake()
            except OSError:
                log.warning("a caller from %s was turned away: no TLS that holds", client_address[0])
                request.close()
                return
            request.settimeout(None)
        super().finish_request(request, client_address)

    def shutdown(self) -> None:
        TCPServer.shutdown(self)
        self.server_close()
