"""A tablet goes from hand to hand: what waits on it is recorded under the name of who tapped it."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.journey.treating.actions import give_weight, name_injector, open_session
from saphena.clinic.journey.treating.models import Injection, Session
from saphena.clinic.journey.treating.seals import seal_for
from saphena.clinic.journey.treating.states import Move
from saphena.clinic.journey.treating.telling import parts_of
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.treating.couch import (
    MARKED,
    READY,
    ago,
    confirmed,
    do,
    go,
    inject,
    key,
    opened,
    syringe,
    treatable,
)

if TYPE_CHECKING:
    import time_machine

    from saphena.clinic.people.models import User


def entry(session: Session, drawn: str, **other: Any) -> dict[str, Any]:
    at = int(ago().timestamp() * 1000)
    usual = {"kind": "injection", "key": key(), "at": at, "segment": "gsv.knee", "side": "left", "volume": "1"}
    return {**usual, "syringe": drawn, **other}


def send(session: Session, by: User, *entries: Any) -> dict[str, Any]:
    where = reverse("treating:record", args=[session.pk])
    answer = cast.signed_in(by).post(where, json.dumps({"entries": entries}), content_type="application/json")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_what_nora_tapped_and_priya_sends_is_noras_and_says_who_sent_it() -> None:
    session = confirmed()
    drawn, nora, priya = syringe(session).key, cast.nora(), cast.priya()
    answer = send(session, priya, entry(session, drawn, seal=seal_for(nora, session)))
    assert answer["answers"][0]["outcome"] == "saved"
    row = Injection.objects.get()
    assert (row.by, row.sent_by) == (nora, priya)
    assert answer["state"]["injections"][0]["sender"] == "Priya Raman"
    assert "recorded by Nora Lindqvist, sent by Priya Raman" in " ".join(dict(parts_of(session))["Injections"])


def test_both_are_told_in_the_record_and_nora_on_her_page() -> None:
    session = confirmed()
    drawn, seal = syringe(session).key, seal_for(cast.nora(), session)
    send(session, cast.priya(), entry(session, drawn, seal=seal), entry(session, drawn, seal=seal, volume="0.5"))
    assert Entry.objects.get(action="treating.entries.sent_for_another").sentence == (
        f"Priya Raman sent 2 entries that Nora Lindqvist had tapped for Pat Moreau in session {session.pk}."
    )
    assert Entry.objects.filter(action="treating.injection.recorded").first().actor == cast.nora()  # type: ignore[union-attr]
    page = reverse("treating:sessions")
    assert "2 entries of yours for Pat Moreau were still on a tablet" in (
        cast.signed_in(cast.nora()).get(page).content.decode()
    )
    assert "still on a tablet" not in cast.signed_in(cast.priya()).get(page).content.decode()


def test_ones_own_tap_has_no_other_sender() -> None:
    session = confirmed()
    send(session, cast.nora(), entry(session, syringe(session).key, seal=seal_for(cast.nora(), session)))
    assert Injection.objects.get().sent_by is None
    assert not Entry.objects.filter(action="treating.entries.sent_for_another").exists()


@pytest.mark.parametrize("seal", ["nonsense", "WzEsMV0:1:1"])
def test_a_seal_that_nobody_gave_is_refused_in_a_sentence(seal: str) -> None:
    session = confirmed()
    answer = send(session, cast.priya(), entry(session, syringe(session).key, seal=seal))["answers"][0]
    assert (answer["outcome"], Injection.objects.count()) == ("refused", 0)
    assert "Nobody can tell any more who tapped this" in answer["sentence"]


def test_a_seal_is_of_one_session_and_of_seven_days(clock: time_machine.Traveller) -> None:
    session, other = confirmed(), confirmed(of=treatable("right"))
    drawn = syringe(session).key
    told = send(session, cast.priya(), entry(session, drawn, seal=seal_for(cast.nora(), other)))
    assert told["answers"][0]["outcome"] == "refused"
    old = seal_for(cast.nora(), session)
    clock.move_to(timezone.now() + timedelta(days=7, minutes=1))
    assert send(session, cast.priya(), entry(session, drawn, seal=old))["answers"][0]["outcome"] == "refused"


def test_whoever_has_lost_the_right_records_nothing_through_somebody_else() -> None:
    session = confirmed()
    answer = send(session, cast.nora(), entry(session, syringe(session).key, seal=seal_for(cast.nell(), session)))
    assert answer["answers"][0]["outcome"] == "refused"


def test_a_tablet_that_is_wrong_about_its_viewer_is_told_who_it_is() -> None:
    session = confirmed()
    where = reverse("treating:state", args=[session.pk])
    told = cast.signed_in(cast.priya()).get(f"{where}?since={session.version}&viewer={cast.nora().pk}").json()
    assert told["fixed"]["viewer"]["name"] == "Priya Raman"


# -- the sonographer records, a physician injects ---------------------------------------------------------------------


def at_the_machine() -> Session:
    """Sam opens the session and holds the tablet."""
    return open_session(actor=cast.sam(), course=treatable(), now=ago(90))


def test_a_sonographer_names_who_injects_before_anything_is_given() -> None:
    session = at_the_machine()
    give_weight(actor=cast.sam(), session=session, weight=Decimal(70))
    do(session, *READY)
    with pytest.raises(Refused, match="who injects"):
        go(session, Move.CONFIRM, actor=cast.sam(), reason="Quickly")
    name_injector(actor=cast.sam(), session=session, injector=cast.priya())
    go(session, Move.CONFIRM, actor=cast.sam())
    do(session, *MARKED)
    row = inject(session, syringe(session, actor=cast.sam()), "0.5", actor=cast.sam())
    assert (row.by, row.given_by) == (cast.sam(), cast.priya())
    assert dict(parts_of(session))["Before"][-1] == "Injected by Priya Raman."


def test_who_records_and_may_not_inject_is_not_taken_for_the_injector() -> None:
    assert at_the_machine().injector is None


@pytest.mark.parametrize("who", ["sam", "nell"])
def test_only_somebody_who_may_inject_is_named(who: str) -> None:
    session = opened()
    with pytest.raises(Refused, match="who may inject"):
        name_injector(actor=cast.nora(), session=session, injector=getattr(cast, who)())


def test_a_receptionist_names_nobody() -> None:
    with pytest.raises(PermissionDenied):
        name_injector(actor=cast.nell(), session=opened(), injector=cast.priya())


def test_what_two_hands_gave_is_told_for_each_injection() -> None:
    session = confirmed()
    drawn = syringe(session)
    inject(session, drawn, "0.5")
    name_injector(actor=cast.nora(), session=session, injector=cast.priya())
    session.refresh_from_db()
    inject(session, drawn, "0.7")
    told = " ".join(dict(parts_of(session))["Injections"])
    assert "injected by Nora Lindqvist" in told
    assert "injected by Priya Raman" in told
