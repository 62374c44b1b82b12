"""Text messages through Twilio's interface, spoken to a stand-in on loopback: each answer, and no secret told."""

from __future__ import annotations

import base64
import json
import logging
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured

from saphena.clinic.config.environment import texts
from saphena.clinic.messages.numbers import number_of
from saphena.clinic.messages.outcomes import NobodyKnows, NotEver, NotNow, Sent
from saphena.clinic.messages.texting import Console, Twilio, provider_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "the-token-that-nobody-may-read"
TO = "+14035550142"


class StandIn(HTTPServer):
    """Twilio, as far as we talk to it: one answer to everything, or none."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.body = status, body
        self.seen: list[dict[str, Any]] = []


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        self.server.seen.append({"path": self.path, "keys": self.headers["Authorization"], **form})
        if not self.server.status:  # hangs up without a word
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        body = json.dumps(self.server.body).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@contextmanager
def twilio(status: int, body: object = None) -> Iterator[tuple[Twilio, StandIn]]:
    with StandIn(status, body or {}) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            carrier = provider_of(f"twilio://AC1:{TOKEN}@+15875550100?at=http://127.0.0.1:{server.server_port}")
            assert isinstance(carrier, Twilio)
            yield carrier, server
        finally:
            server.shutdown()
            thread.join()


def test_the_message_is_handed_over_as_twilio_wants_it() -> None:
    with twilio(201, {"sid": "SM1"}) as (carrier, server):
        assert carrier.send(TO, "Une question pour vous : à bientôt", "12-1") == Sent()
    [seen] = server.seen
    assert seen["path"] == "/2010-04-01/Accounts/AC1/Messages.json"
    assert (seen["To"], seen["From"], seen["Body"]) == (TO, "+15875550100", "Une question pour vous : à bientôt")
    assert base64.b64decode(seen["keys"].removeprefix("Basic ")).decode() == f"AC1:{TOKEN}"


def test_a_messaging_service_stands_in_for_the_number() -> None:
    carrier = provider_of("twilio://AC1:secret@MG123")
    assert isinstance(carrier, Twilio)
    assert (carrier.sender, carrier.address) == ("MG123", "https://api.twilio.com")


@pytest.mark.parametrize(
    ("status", "body", "means"),
    [
        (201, {}, Sent),
        (400, {"code": 21211, "message": f"{TO} is no number"}, NotEver),
        (400, {"code": 21610, "message": "unsubscribed"}, NotEver),
        (401, {"code": 20003, "message": "Authenticate"}, NotNow),
        (403, {}, NotNow),
        (429, {"code": 20429}, NotNow),
        (500, {}, NobodyKnows),
        (503, "not json at all", NobodyKnows),
        (0, {}, NobodyKnows),
    ],
)
def test_each_answer_says_what_may_be_done_next(status: int, body: object, means: type) -> None:
    with twilio(status, body) as (carrier, _server):
        outcome = carrier.send(TO, "A question for you", "12-1")
    assert isinstance(outcome, means)
    assert TO not in str(outcome)


def test_somebody_who_answered_stop_is_said_to_have() -> None:
    with twilio(400, {"code": 21610}) as (carrier, _server):
        assert "STOP" in str(carrier.send(TO, "x", "12-1"))


def test_a_service_that_does_not_answer_is_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        carrier = provider_of(f"twilio://AC1:{TOKEN}@+1?at=http://127.0.0.1:{taken.getsockname()[1]}")
        assert carrier is not None
        assert isinstance(carrier.send(TO, "x", "12-1"), NotNow)


def test_no_secret_is_told_by_any_mistake(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with twilio(500) as (carrier, _server):
        said = [repr(carrier), str(carrier.send(TO, "x", "12-1"))]
    for wrong in (f"https://AC1:{TOKEN}@x", f"twilio://:{TOKEN}@x", f"twilio://AC1:{TOKEN}@"):
        with pytest.raises(ValueError, match="has to look like") as no:
            provider_of(wrong)
        said.append(str(no.value))
    with pytest.raises(ImproperlyConfigured) as refused:
        texts(f"http://AC1:{TOKEN}@x", console=False)
    assert TOKEN not in " ".join([*said, str(refused.value), caplog.text])


def test_the_demo_prints_and_without_an_address_there_is_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    assert provider_of("") is None
    carrier = provider_of(texts("", console=True))
    assert carrier == Console()
    assert carrier is not None
    assert carrier.send(TO, "Hello", "12-1") == Sent()
    assert "Hello" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("403 555-0142", TO),
        ("(403) 555.0142", TO),
        ("1-403-555-0142", TO),
        ("+49 30 1234567", "+49301234567"),
        ("0049 30 1234567", "+49301234567"),
        ("555-0142", ""),
        ("call me", ""),
        ("", ""),
        ("+0 403 555 0142", ""),
        ("403 555-0142 ext. 7", ""),
    ],
)
def test_numbers_as_people_write_them(phone: str, number: str) -> None:
    assert number_of(phone) == number
