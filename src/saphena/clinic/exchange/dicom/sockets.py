"""The door's own sockets: pynetdicom's, but read in large pieces, and with a TLS handshake that nobody waits for."""

from __future__ import annotations

import copy
import logging
import socket
import ssl
from socketserver import TCPServer
from typing import Any, cast

from pynetdicom.transport import AssociationSocket, RequestHandler, ThreadedAssociationServer

from saphena.clinic.exchange.dicom.streaming import Reader
from saphena.clinic.imaging.register import Register

__all__ = ["Listener", "SharedListener"]

log = logging.getLogger(__name__)

PIECE = 1 << 18
LONGEST_PDU = 4 << 20
HANDSHAKE = 10.0
"""Seconds for a TLS handshake; whoever is slower is no machine."""


class Socket(AssociationSocket):
    """Reads in large pieces; pynetdicom asks the kernel for four kilobytes at a time. A unit of data that claims more
    than we ever offered ends the connection before room is made for it."""

    held = b""

    def put_back(self, content: bytes | bytearray) -> None:
        """What was read too early: the next to read gets it first."""
        self.held = bytes(content)

    def recv(self, nr_bytes: int) -> bytearray:
        if nr_bytes > LONGEST_PDU:
            raise OSError("a caller claims a unit of data larger than any that was offered")
        wire = cast("socket.socket", self.socket)
        held, self.held = bytearray(self.held[:nr_bytes]), self.held[nr_bytes:]
        piece = memoryview(bytearray(min(nr_bytes, PIECE)))
        while len(held) < nr_bytes:
            came = wire.recv_into(piece[: nr_bytes - len(held)])
            if not came:  # the other side has gone: what there is, as pynetdicom gives it
                break
            held += piece[:came]
        return held


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
    """One whose entity need not keep a list of servers."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**more, "request_handler": Handler})
        self.contexts: list[Any] = Contexts(self.contexts)
        self.register = Register()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Without the handshake: here it would let one silent caller shut the door for all."""
        client, address = cast("socket.socket", self.socket).accept()
        if self.ssl_context:
            client = self.ssl_context.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
        return client, address

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


class SharedListener(Listener):
    """One that has its port together with other processes: the kernel hands each its share of the callers."""

    def server_bind(self) -> None:
        cast("socket.socket", self.socket).setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()
