"""The messages of the weeks at home: that there is a question, and that there is a message. Nothing else is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.messages.actions import cancel, promise
from saphena.clinic.messages.channels import can_be_reached
from saphena.clinic.messages.kinds import QUESTIONS, Kind, fresh_link
from saphena.clinic.record.actors import SAPHENA, Actor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.clinic.journey.recovering.events import LetterWritten
    from saphena.clinic.journey.recovering.models import CheckIn
    from saphena.clinic.messages.models import PromisedMessage


def to_check_in(message: PromisedMessage) -> Mapping[str, object]:
    """A fresh link that leads to the question."""
    return {"link": f"{fresh_link(message)['link']}check-in/"}


def to_letters(message: PromisedMessage) -> Mapping[str, object]:
    return {"link": f"{fresh_link(message)['link']}letters/"}


CHECK_IN = Kind("recovering.check_in", label=_("how the leg is"), facts=to_check_in, text_first=True, topic=QUESTIONS)
LETTER = Kind("recovering.letter", label=_("that there is a message for them"), facts=to_letters)


def about(check_in: CheckIn) -> str:
    return f"check-in:{check_in.pk}"


def ask_by_message(check_in: CheckIn, now: datetime) -> None:
    """Promised with the check-in, for when it is due. Without an address it stands on the Today page alone."""
    patient = check_in.course.patient
    if can_be_reached(patient):
        due = max(check_in.due_at, now)
        closes = check_in.closes_at
        promise(actor=SAPHENA, patient=patient, kind=CHECK_IN.name, about=about(check_in), due_at=due, not_after=closes)


def ask_no_more(check_in: CheckIn, reason: str) -> None:
    cancel(actor=SAPHENA, about=about(check_in), reason=reason)


def promise_letter(event: LetterWritten, *, by: Actor) -> None:
    """Follows when the clinic has written to a patient. Several in one minute are one message."""
    from saphena.clinic.journey.recovering.models import Letter

    letter = Letter.objects.select_related("patient").get(pk=event.letter_id)
    if letter.writer_id is None or not can_be_reached(letter.patient):
        return
    due = timezone.now().replace(second=0, microsecond=0)
    key = f"letters:{letter.patient_id}"
    promise(actor=SAPHENA, patient=letter.patient, kind=LETTER.name, about=key, due_at=due)
