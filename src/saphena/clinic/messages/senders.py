"""How messages leave, one sender per channel. What a sender can say about it afterwards: outcomes.py."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from saphena.clinic.messages.models import Channel
from saphena.clinic.messages.outcomes import NobodyKnows, NotEver, NotNow, Outcome, Sent
from saphena.clinic.messages.texting import send_text

if TYPE_CHECKING:
    from saphena.clinic.messages.composing import Composed

__all__ = ["SENDERS", "NobodyKnows", "NotEver", "NotNow", "Outcome", "Sender", "Sent", "send_email", "send_text"]

PERMANENT = 500


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


SENDERS: dict[str, Sender] = {Channel.EMAIL: send_email, Channel.TEXT: send_text}
