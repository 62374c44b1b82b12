"""How e-mail leaves: over one connection to the mail server for a whole round of the worker.

How far a message had come when the connection broke decides what may be done next. Until the server was told that the
text follows, nothing has left, and it is tried again; from then on nobody knows, unless the server says so.
"""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from saphena.clinic.messages.outcomes import NobodyKnows, NotEver, NotNow, Outcome, Sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.clinic.messages.composing import Composed

TAKEN = (250, 251)
GOING_AWAY = 421  # the server has had enough of this connection
PERMANENT = 500


class HungUp(Exception):
    """The connection broke, or was closed, before anything of the message had left."""


@contextmanager
def one_line() -> Iterator[None]:
    """Within this block e-mails share a connection. The first of them opens it; whatever breaks it, the next does."""
    line = Line()
    before = _kept.set(line)
    try:
        yield
    finally:
        _kept.reset(before)
        line.close()


def send_email(message: Composed) -> Outcome:
    """One plain text e-mail through whatever SAPHENA_SMTP_URL names."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return NotNow("e-mail is not set up (SAPHENA_SMTP_URL)")
    line = _kept.get()
    if line is None:
        with one_line():
            return send_email(message)
    return line.send(message)


@dataclass(slots=True)
class Line:
    """A connection to the mail server that is opened when it is needed and has been closed, by whichever side."""

    backend: Any = field(default=None)  # one of Django's e-mail backends

    def send(self, message: Composed) -> Outcome:
        is_old = self.backend is not None
        try:
            return self._send(message)
        except HungUp as why:
            if not is_old:
                return NotNow(str(why))
        try:  # a server may close a connection that has been quiet, or has carried enough
            return self._send(message)
        except HungUp as why:
            return NotNow(str(why))

    def _send(self, message: Composed) -> Outcome:
        self._open()
        smtp = getattr(self.backend, "connection", None)
        if not isinstance(smtp, smtplib.SMTP):  # printed, or kept for a test
            email(message, self.backend).send()
            return Sent()
        written = email(message, self.backend).message()
        try:
            return self._hand_over(smtp, written, written.as_bytes(linesep="\r\n"))
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            return NobodyKnows(f"the connection broke while sending: {named(error)}")
        except Exception:
            self.drop()  # whatever it was, the server is not in the middle of another message with us
            raise

    def _open(self) -> None:
        if self.backend is not None:
            return
        self.backend = get_connection()
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise HungUp(f"the mail server does not answer: {named(error)}") from error

    def _hand_over(self, smtp: smtplib.SMTP, written: Any, text: bytes) -> Outcome:
        """From whom, to whom, the text. What it raises, it raises once the text may have left."""
        sender, to = (parseaddr(str(written[name]))[1] for name in ("From", "To"))
        try:
            smtp.ehlo_or_helo_if_needed()
            code, _said = smtp.mail(sender, [f"size={len(text)}"] if smtp.has_extn("size") else [])
            if code in TAKEN:
                code, _said = smtp.rcpt(to)
            if code not in TAKEN:
                return self._refused(smtp, code)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise HungUp(f"the mail server hung up: {named(error)}") from error
        try:
            code, _said = smtp.data(text)
        except smtplib.SMTPDataError as error:  # it did not even want to see the text
            return self._refused(smtp, error.smtp_code)
        return Sent() if code in TAKEN else self._refused(smtp, code)

    def _refused(self, smtp: smtplib.SMTP, code: int) -> Outcome:
        """Nothing is taken. The connection is made ready for the next message."""
        if code == GOING_AWAY:
            self.drop()
            raise HungUp("the mail server closed the connection: 421")
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()
        sentence = f"the mail server refused it with {code}"
        return NotEver(sentence) if code >= PERMANENT else NotNow(sentence)

    def drop(self) -> None:
        """Not to be used any more, and nothing to be said on it."""
        smtp = getattr(self.backend, "connection", None)
        if isinstance(smtp, smtplib.SMTP):
            smtp.close()
        self.backend = None

    def close(self) -> None:
        backend, self.backend = self.backend, None
        if backend is not None:
            backend.fail_silently = True  # whatever had to be said is said
            backend.close()


_kept: ContextVar[Line | None] = ContextVar("kept", default=None)


def email(message: Composed, connection: object) -> EmailMessage:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {
        # The same message tried twice has the same beginning, should anybody have to look for it.
        "Message-ID": f"<promise-{message.reference}@{host}>",
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    if message.stop:
        headers["List-Unsubscribe"] = f"<{message.stop}>"
        if message.stop.startswith("https:"):  # RFC 8058: the mail program's own button
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], connection=connection, headers=headers
    )


def named(error: Exception) -> str:
    """What it was, without what it says: servers like to repeat addresses."""
    return type(error).__name__
