"""How messages leave, one sender per channel. What a sender can say about it afterwards: outcomes.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from saphena.clinic.messages.mailing import send_email
from saphena.clinic.messages.models import Channel
from saphena.clinic.messages.outcomes import NobodyKnows, NotEver, NotNow, Outcome, Sent
from saphena.clinic.messages.texting import send_text

if TYPE_CHECKING:
    from saphena.clinic.messages.composing import Composed

__all__ = ["SENDERS", "NobodyKnows", "NotEver", "NotNow", "Outcome", "Sender", "Sent", "send_email", "send_text"]

Sender = Callable[["Composed"], Outcome]

SENDERS: dict[str, Sender] = {Channel.EMAIL: send_email, Channel.TEXT: send_text}
