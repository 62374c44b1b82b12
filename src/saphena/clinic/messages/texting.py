"""How a text message leaves: one provider, chosen by the address in SAPHENA_SMS_URL.

    twilio://ACCOUNT:TOKEN@+15875550100    Twilio's own interface, from that number
    twilio://ACCOUNT:TOKEN@MG0123          the same, from a messaging service
    console:                               printed, for trying things out

A provider is anything with `send(to, words, reference)`. It may answer as e-mail does (outcomes.py): taken, not now,
not ever, or nobody knows. No number, no word and no secret is written to a log.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import sys
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from saphena.clinic.messages.outcomes import NobodyKnows, NotEver, NotNow, Outcome, Sent

if TYPE_CHECKING:
    from saphena.clinic.messages.composing import Composed

TWILIO = "https://api.twilio.com"
TIMEOUT = 20  # seconds for each step, as for e-mail
LONGEST_ANSWER = 65_536
STOPPED = 21610  # Twilio's code for somebody who has answered STOP
TOO_MANY, SERVER = 429, 500
WRONG_KEYS = (401, 403)


class Provider(Protocol):
    """Somebody who carries text messages."""

    def send(self, to: str, words: str, reference: str) -> Outcome:
        """Hand over one message. `to` is an international number, `reference` our own name for this attempt."""


@dataclass(frozen=True, slots=True)
class Console:
    """Prints the message: nothing leaves."""

    def send(self, to: str, words: str, reference: str) -> Outcome:
        sys.stdout.write(f"--- text message to {to}\n{words}\n---\n")
        return Sent()


@dataclass(frozen=True, slots=True)
class Twilio:
    """Twilio's HTTP interface: one form, one answer. The token stands in no sentence and no `repr`."""

    account: str
    token: str = field(repr=False)
    sender: str
    address: str = TWILIO

    def send(self, to: str, words: str, reference: str) -> Outcome:
        connection = self._connection()
        try:
            connection.connect()
        except OSError as error:
            return NotNow(f"the text message service does not answer: {type(error).__name__}")
        try:
            answer = self._hand_over(connection, to, words, reference)
            told = answer.read(LONGEST_ANSWER)
        except (OSError, HTTPException) as error:
            return NobodyKnows(f"the connection broke while sending: {type(error).__name__}")
        finally:
            connection.close()
        return _means(answer.status, told)

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.address)
        host = str(parts.hostname)
        if parts.scheme == "http":  # a stand-in on this machine; Twilio itself is https alone
            return HTTPConnection(host, parts.port, timeout=TIMEOUT)
        return HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())

    def _hand_over(self, connection: HTTPConnection, to: str, words: str, reference: str) -> HTTPResponse:
        by = "MessagingServiceSid" if self.sender.startswith("MG") else "From"
        keys = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        connection.request(
            "POST",
            f"/2010-04-01/Accounts/{self.account}/Messages.json",
            body=urlencode({"To": to, by: self.sender, "Body": words, **_call_back(reference)}),
            headers={
                "Authorization": f"Basic {keys}",
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            },
        )
        return connection.getresponse()


def _call_back(reference: str) -> dict[str, str]:
    """Where the service says later what became of it (hooks.py). It calls no address that has no certificate."""
    if not settings.SAPHENA_URL.startswith("https:"):
        return {}
    return {"StatusCallback": f"{settings.SAPHENA_URL}{reverse('messages:twilio_status')}?message={reference}"}


def _means(status: int, told: bytes) -> Outcome:
    """What the answer allows to be done next. Its own words repeat numbers, so only its code is kept."""
    code = _code(told)
    sentence = f"the text message service answered {status}" + (f", code {code}" if code else "")
    if status < 300:
        return Sent()
    if code == STOPPED:
        return NotEver("they have answered STOP: no more text messages")
    if status == TOO_MANY or status in WRONG_KEYS:  # wrong keys are the clinic's to mend, and not the message's fault
        return NotNow(sentence)
    if status >= SERVER:  # it may have been taken before something broke
        return NobodyKnows(sentence)
    return NotEver(sentence)


def _code(told: bytes) -> int:
    try:
        answer = json.loads(told)
    except ValueError:
        return 0
    code = answer.get("code") if isinstance(answer, dict) else None
    return code if isinstance(code, int) else 0


def provider() -> Provider | None:
    """Whoever carries the clinic's text messages; None when nobody does."""
    return provider_of(settings.SAPHENA_SMS_URL)


def provider_of(url: str) -> Provider | None:
    """The provider that the address names. Raises `ValueError` for another, without repeating it."""
    if not url:
        return None
    if url == "console:":
        return Console()
    parts = urlsplit(url)
    sender = unquote(parts.netloc.rpartition("@")[2])
    if parts.scheme != "twilio" or not parts.username or not parts.password or not sender:
        raise ValueError("SAPHENA_SMS_URL has to look like twilio://ACCOUNT:TOKEN@+15875550100, or be console:")
    address = dict(parse_qsl(parts.query)).get("at", TWILIO)
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise ValueError("what follows ?at= in SAPHENA_SMS_URL has to be a web address")
    return Twilio(unquote(parts.username), unquote(parts.password), sender, address.rstrip("/"))


def send_text(message: Composed) -> Outcome:
    """One text message through whoever SAPHENA_SMS_URL names."""
    carrier = provider()
    if carrier is None:
        return NotNow("text messages are not set up (SAPHENA_SMS_URL)")
    if not message.to:
        return NotEver("this is no telephone number that text messages reach")
    try:
        return carrier.send(message.to, message.body, message.reference)
    except (socket.gaierror, UnicodeError) as error:
        return NotNow(f"the text message service does not answer: {type(error).__name__}")
