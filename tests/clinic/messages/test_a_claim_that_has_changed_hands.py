"""A sender that comes back late says nothing about a message that a person has since had sent again by another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from saphena.clinic.messages.actions import move, promise, send_again
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.senders import NotEver, Outcome, Sent
from saphena.clinic.messages.states import Move, State
from saphena.clinic.messages.sweeping import CLAIM_IS_OLD, lose_old_claims, say
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("outcome", [Sent(), NotEver("no such address")])
@pytest.mark.parametrize("other", ["another", "slow"])
def test_a_slow_sender_does_not_settle_the_claim_of_another(outcome: Outcome, other: str) -> None:
    message = promise(actor=cast.nora(), patient=cast.pat(), kind="people.link", about="course:1", due_at=NOW)
    move(message, Move.CLAIM, claimed_at=NOW, claimed_by="slow")
    later = NOW + CLAIM_IS_OLD + timedelta(minutes=1)
    lose_old_claims(later)
    send_again(actor=cast.nora(), message=PromisedMessage.objects.get(), now=later)
    move(PromisedMessage.objects.get(), Move.CLAIM, claimed_at=later, claimed_by=other)
    say(message, outcome, "slow")
    assert PromisedMessage.objects.get().state == State.CLAIMED
