"""What came in without a reason, because there was no network, is asked about before the note is signed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.journey.treating.flags import open_flags
from saphena.clinic.journey.treating.signing import explain, sign_note
from saphena.clinic.journey.treating.states import Move
from saphena.clinic.journey.treating.telling import both_languages
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.treating.couch import READY, ago, do, go, gone, home, inject, key, opened, syringe

if TYPE_CHECKING:
    from saphena.clinic.journey.treating.models import Session


def told(session: Session, language: str = "en") -> str:
    return " ".join(sentence for _heading, part in both_languages(session)[language] for sentence in part)


def test_a_time_out_that_came_in_late_without_a_reason_is_said_and_asked_about() -> None:
    session = opened(weight=None)
    do(session, *READY, at=ago(80))
    go(session, Move.CONFIRM, at=ago(80), late=True)  # neither marked nor weighed, and no network to ask why
    do(session, "marked_standing", "marked_reclining", at=ago(70))
    inject(session, syringe(session, at=ago(40)), at=ago(40), actor=cast.priya(), reason="The scale is broken")
    home(session)
    (flag,) = open_flags(session)
    assert (flag.kind, flag.said) == ("transition", "Time-out at 11:50, Nora Lindqvist")
    assert "not recorded then: the weight" in flag.rules
    assert "Not recorded then: the weight. No reason was given then." in told(session)
    with pytest.raises(Refused, match=r"gives the reason for: Time-out at 11:50, Nora Lindqvist: .*the weight"):
        sign_note(actor=cast.priya(), session=session)
    explain(actor=cast.priya(), session=session, key=key(), kind="transition", row_id=flag.pk, reason="Said, 70 kg")
    assert "Reason given afterwards: Said, 70 kg (Priya Raman, 13:10)." in told(session)
    assert sign_note(actor=cast.priya(), session=session).signed_by == cast.priya()


def test_a_time_out_after_the_first_injection_is_said_and_asked_about() -> None:
    session = opened()
    drawn = syringe(session, at=ago(50), late=True)
    inject(session, drawn, at=ago(50), late=True)  # from a tablet that had no network, before anybody was asked
    do(session, *READY, "marked_standing", "marked_reclining", at=ago(45))
    go(session, Move.CONFIRM, at=ago(45))
    inject(session, syringe(session, at=ago(40)), at=ago(40))
    home(session)
    (flag,) = open_flags(session)
    assert flag.rules == "said after the first injection (12:20)"
    assert "That was after the first injection (12:20)." in told(session)
    assert "C’était après la première injection" in told(session, "fr")


def test_what_was_drawn_up_late_against_a_rule_waits_until_a_physician_explains_it() -> None:
    session = gone()
    over = syringe(session, late=True, expires_on=date(2027, 3, 8))
    inject(session, over, "0.5", late=True)
    (flag,) = open_flags(session)
    assert (flag.kind, flag.rules) == ("syringe", "lot expired")
    with pytest.raises(PermissionDenied):
        explain(actor=cast.nora(), session=session, key=key(), kind="syringe", row_id=flag.pk, reason="Seen")
    with pytest.raises(Refused, match="give the reason"):
        explain(actor=cast.priya(), session=session, key=key(), kind="syringe", row_id=flag.pk, reason=" ")
    with pytest.raises(Refused, match="nothing of that kind"):
        explain(actor=cast.priya(), session=gone(), key=key(), kind="syringe", row_id=flag.pk, reason="Seen")
    first = explain(actor=cast.priya(), session=session, key=key(), kind="syringe", row_id=flag.pk, reason="Seen")
    again = explain(actor=cast.priya(), session=session, key=key(), kind="syringe", row_id=flag.pk, reason="Other")
    assert (first, open_flags(session)) == (again, [])


def test_the_page_asks_first_and_offers_the_signature_then() -> None:
    session = gone()
    inject(session, syringe(session, late=True), "12", late=True)
    browser, page = cast.signed_in(cast.priya()), reverse("treating:note", args=[session.pk])
    asked = browser.get(page).content.decode()
    assert "Before the note is signed" in asked
    assert "Sign the note" not in asked
    late = syringe(session, late=True, expires_on=date(2027, 3, 8))
    inject(session, late, "0.5", late=True)
    for flag in open_flags(session):
        name = "treating:approve" if flag.kind == "injection" else "treating:explain"
        args = [session.pk, flag.pk] if flag.kind == "injection" else [session.pk, flag.kind, flag.pk]
        assert browser.post(reverse(name, args=args), {"reason": "Seen and agreed"}).status_code == 302
    assert "Sign the note" in browser.get(page).content.decode()
