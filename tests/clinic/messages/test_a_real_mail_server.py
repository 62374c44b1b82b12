"""E-mail over a real connection to a mail server on loopback: taken, not now, not ever, and nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from saphena.clinic.messages.composing import Composed
from saphena.clinic.messages.mailing import one_line, send_email
from saphena.clinic.messages.outcomes import NobodyKnows, NotEver, NotNow, Sent
from tests.clinic.messages.smtp_sink import smtp_sink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.clinic.messages.smtp_sink import Taken


@pytest.fixture
def server(settings: Any) -> Iterator[Taken]:
    with smtp_sink() as taken:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield taken


def written(to: str) -> Composed:
    return Composed(to, "Clinique : un message pour vous", "À bientôt.\n.\nune ligne d’un point\n", "fr", "12-1")


def test_it_arrives_whole_and_can_be_found_again(server: Taken) -> None:
    assert send_email(written("pat@home.test")) == Sent()
    assert server.ids() == ["promise-12-1"]
    [text] = server.texts
    assert "Auto-Submitted: auto-generated" in text
    assert "\r\n.\r\nune ligne d’un point" in text


@pytest.mark.parametrize(
    ("to", "means", "arrived"),
    [
        ("later@home.test", NotNow, 0),
        ("never@home.test", NotEver, 0),
        ("vanish@home.test", NotNow, 0),
        ("full@home.test", NotNow, 0),
        ("spam@home.test", NotEver, 0),
        ("hangup@home.test", NobodyKnows, 1),
    ],
)
def test_what_the_server_says_decides_what_may_be_done_next(server: Taken, to: str, means: type, arrived: int) -> None:
    outcome = send_email(written(to))
    assert isinstance(outcome, means)
    assert "home.test" not in str(outcome)
    assert len(server.texts) == arrived


def test_a_round_of_the_worker_has_one_connection_and_a_refusal_does_not_end_it(server: Taken) -> None:
    with one_line():
        found = [send_email(written(f"{who}@home.test")) for who in ("pat", "never", "later", "full", "spam", "robin")]
    assert [type(each) for each in found] == [Sent, NotEver, NotNow, NotNow, NotEver, Sent]
    assert (len(server.texts), server.connections) == (2, 1)


@pytest.mark.parametrize("silently", [False, True])
def test_a_server_that_has_had_enough_of_a_connection_gets_another(server: Taken, silently: bool) -> None:
    """Nothing had left when it hung up, so the message is handed over again at once, and arrives once."""
    server.most, server.silently = 2, silently
    with one_line():
        assert [send_email(written("pat@home.test")) for _each in range(5)] == [Sent()] * 5
    assert (len(server.texts), server.connections) == (5, 3)


@pytest.mark.parametrize(("who", "means", "tries"), [("vanish", NotNow, 2), ("hangup", NobodyKnows, 1)])
def test_what_broke_the_connection_does_not_break_the_next_message(
    server: Taken, who: str, means: type, tries: int
) -> None:
    """Before the text a second connection is tried; after it never."""
    with one_line():
        assert send_email(written("pat@home.test")) == Sent()
        assert isinstance(send_email(written(f"{who}@home.test")), means)
        assert server.connections == tries
        assert send_email(written("robin@home.test")) == Sent()
    assert server.connections == tries + 1


def test_a_server_that_has_gone_in_the_middle_of_a_round_has_not_taken_the_next(server: Taken, settings: Any) -> None:
    server.most, server.silently = 1, True
    with one_line():
        assert send_email(written("pat@home.test")) == Sent()
        settings.EMAIL_PORT = 1
        assert isinstance(send_email(written("robin@home.test")), NotNow)
