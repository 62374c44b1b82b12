"""A mail server of our own on loopback: it takes what it is given, and misbehaves for some addresses.

later@ is told to come again, never@ is refused for good, vanish@ gets no word at all, full@ may not even hand over the
text, spam@ is refused once the text is there, hangup@ gets no word after it. After `most` messages the server closes a
connection, with a word or without.
"""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Taken:
    """What the server took: the text of each message, in the order in which they came."""

    port: int = 0
    connections: int = 0
    most: int = 1_000_000
    silently: bool = False
    texts: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ids(self) -> list[str]:
        """The Message-ID of each, "promise-12-1" without host and brackets."""
        with self.lock:
            lines = [
                line for text in self.texts for line in text.splitlines() if line.lower().startswith("message-id:")
            ]
        return [line.partition("<")[2].partition("@")[0] for line in lines]


class _Conversation(socketserver.StreamRequestHandler):
    """One client, line by line. Whoever hangs up in the middle of a text has handed over nothing."""

    timeout = 30

    def handle(self) -> None:
        self.to, self.carried = "", 0
        self.taken = cast("_Server", self.server).taken
        with self.taken.lock:
            self.taken.connections += 1
        self.say("220 sink")
        while (line := self.rfile.readline()) and self.goes_on(line.decode("ascii", "replace").strip()):
            pass

    def goes_on(self, word: str) -> bool:
        """False when this conversation is over."""
        verb = word[:4].upper()
        if verb == "DATA":
            return self.data()
        if verb == "MAIL" and self.carried >= self.taken.most:
            if not self.taken.silently:
                self.say("421 that was enough")
            return False
        if verb == "RCPT" and "<vanish@" in word:
            return False
        self.say("221 bye" if verb == "QUIT" else self.answer(verb, word))
        return verb != "QUIT"

    def answer(self, verb: str, word: str) -> str:
        if verb == "RCPT":
            self.to = word.partition("<")[2].partition(">")[0]
            return {"later": "451 come again", "never": "550 no such mailbox"}.get(self.to.partition("@")[0], "250 ok")
        return "250 sink" if verb == "EHLO" else "250 ok"

    def data(self) -> bool:
        if self.to.startswith("full@"):
            self.say("452 no room")
            return True
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b"."))
        if self.to.startswith("spam@"):
            self.say("554 we do not want this")
            return True
        with self.taken.lock:
            self.taken.texts.append(b"".join(lines).decode("utf-8", "replace"))
        self.carried += 1
        if self.to.startswith("hangup@"):
            return False
        self.say("250 taken")
        return True

    def say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:  # the other side was killed in the middle of it
            return


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    taken: Taken

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is nothing to tell."""


@contextmanager
def smtp_sink() -> Iterator[Taken]:
    """The server, for as long as the block runs."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.taken = Taken(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.taken
        finally:
            server.shutdown()
            thread.join()
