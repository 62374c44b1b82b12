"""E-mail over a real connection to a mail server on loopback: taken, not now, not ever, and nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from saphena.clinic.messages.composing import Composed
from saphena.clinic.messages.outcomes import NobodyKnows, NotEver, NotNow, Sent
from saphena.clinic.messages.senders import send_email
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
    [("later@home.test", NotNow, 0), ("never@home.test", NotEver, 0), ("hangup@home.test", NobodyKnows, 1)],
)
def test_what_the_server_says_decides_what_may_be_done_next(server: Taken, to: str, means: type, arrived: int) -> None:
    outcome = send_email(written(to))
    assert isinstance(outcome, means)
    assert "home.test" not in str(outcome)
    assert len(server.texts) == arrived
