"""How messages leave, one sender per channel, and what the sender can say about it afterwards.

The four answers differ in what may be done next: a message that never left is tried again; one that the other side does
not want is given up; and when the line broke after the text had gone out, nobody knows, and it is not sent twice.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from saphena.clinic.messages.models import Channel

if TYPE_CHECKING:
    from saphena.clinic.messages.composing import Composed

PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has taken it."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """It did not leave, and may later."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotEver:
    """It did not leave, and will not as things are."""

    reason: str


@dataclass(frozen=True, slots=True)
class NobodyKnows:
    """It may have left."""

    reason: str


Outcome = Sent | NotNow | NotEver | NobodyKnows
Sender = Callable[["Composed"], Outcome]


def send_email(message: Composed) -> Outcome:
    """One plain text e-mail through whatever SAPHENA_SMTP_URL names."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return NotNow("e-mail is not set up (SAPHENA_SMTP_URL)")
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return NotNow(f"the mail server does not answer: {named(error)}")
    try:
        email(message, connection).send()
    except smtplib.SMTPException as error:
        return answered(error)
    except OSError as error:
        return NobodyKnows(f"the connection broke while sending: {named(error)}")
    finally:
        connection.close()
    return Sent()


def email(message: Composed, connection: object) -> EmailMessage:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {
        # The same message tried twice has the same beginning, should anybody have to look for it.
        "Message-ID": f"<promise-{message.reference}@{host}>",
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], connection=connection, headers=headers
    )


def answered(error: smtplib.SMTPException) -> Outcome:
    """What the mail server's refusal means."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return NobodyKnows("the mail server hung up while sending")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = [error.smtp_code]
    else:
        return NotNow(f"the mail server refused: {named(error)}")
    sentence = f"the mail server refused it with {', '.join(map(str, codes))}"
    return NotEver(sentence) if codes and min(codes) >= PERMANENT else NotNow(sentence)


def named(error: Exception) -> str:
    """What it was, without what it says: servers like to repeat addresses."""
    return type(error).__name__


SENDERS: dict[str, Sender] = {Channel.EMAIL: send_email}
