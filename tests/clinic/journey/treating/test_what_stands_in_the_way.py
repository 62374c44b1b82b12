"""What planning finds stops at the couch, by name; a physician goes on with a reason, and it stays in sight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from saphena.clinic.journey.planning import consenting, screening
from saphena.clinic.journey.planning.deciding import decide_finding
from saphena.clinic.journey.planning.models import ScreeningRound
from saphena.clinic.journey.planning.states import TestMove
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.models import Session, Transition
from saphena.clinic.journey.treating.noting import record_deed
from saphena.clinic.journey.treating.queries import session_for
from saphena.clinic.journey.treating.snapshot import snapshot
from saphena.clinic.journey.treating.states import Move, State
from saphena.clinic.journey.treating.telling import parts_of
from saphena.pathway.planning.consenting import ConsentKind
from tests import cast
from tests.clinic.courses.treated import course, planned
from tests.clinic.journey.planning.prepared import NONE, asked, begun, closed, consented, signed, ticked
from tests.clinic.journey.treating.couch import (
    FACTS,
    MARKED,
    READY,
    ago,
    do,
    go,
    inject,
    key,
    liquid,
    opened,
    syringe,
    with_a_test,
)

BEFORE = tuple(what for what in READY if what != "consent")


def ischaemic() -> Session:
    """Pat has rest pain: forbidden by every guideline."""
    of = course(facts=FACTS)
    with_a_test(of)
    asked(of.patient, Q20=ticked("limb_ischaemia"))
    session = opened(of=of)
    do(session, *READY)
    return session


def agreed() -> Session:
    """Asked, planned, agreed to and tested a week ago; on the couch."""
    of = planned(course(facts={"map_signed": True}), procedure="2027-03-09T12:00")
    asked(of.patient)
    signed(of)
    closed(begun(of))
    consented(of, ConsentKind.PROCEDURE)
    session = opened(of=of)
    do(session, *BEFORE)
    return session


def shown(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = snapshot(session_for(cast.nora(), session.pk))["way"]
    return found


def test_a_finding_that_forbids_it_is_named_and_stops_at_the_time_out() -> None:
    session = ischaemic()
    assert "Critical limb ischaemia: rest pain: forbidden by" in shown(session)["findings decided"][0]
    for reason in ("", "She insists"):
        with pytest.raises(Asks, match="rest pain: forbidden by"):
            go(session, Move.CONFIRM, reason=reason)
    session.refresh_from_db()
    assert session.state == State.OPENED


def test_a_physician_goes_on_with_a_reason_which_stays_on_the_screen_and_in_the_note() -> None:
    session = ischaemic()
    go(session, Move.CONFIRM, actor=cast.nora(), reason="Seen by the vascular surgeon", ordered_by=cast.priya())
    went = snapshot(session_for(cast.nora(), session.pk))["went_on"][0]
    assert (went["by"], went["reason"]) == ("Priya Raman", "Seen by the vascular surgeon")
    assert "rest pain" in went["told"][0]
    do(session, *MARKED)
    inject(session, syringe(session), "0.5")  # what was gone on with is not asked about again
    with translation.override("fr-ca"):
        before = " ".join(dict(parts_of(session_for(cast.nora(), session.pk)))["Avant"])
    assert "Ischémie critique" in before
    assert "Seen by the vascular surgeon (Priya Raman)" in before


def test_what_a_physician_has_decided_in_planning_stops_nobody() -> None:
    session = ischaemic()
    found = findings_of(session.course).stopping[0]
    decide_finding(
        actor=cast.priya(), course=session.course, condition=found.finding.condition, basis=found.basis, goes_on=True,
        reason="The other leg",
    )  # fmt: skip
    go(session, Move.CONFIRM)
    assert session.state == State.CONFIRMED


def test_a_finding_that_comes_up_after_the_time_out_stops_before_the_first_injection() -> None:
    session = opened()
    do(session, *READY, *MARKED)
    go(session, Move.CONFIRM)
    version = session.version
    told = {"Q23": ticked("infection_local")}
    screening.confirm_on_the_day(actor=cast.nora(), patient=session.course.patient, answers=told)
    session.refresh_from_db()
    assert session.version > version, "the tablets at the couch do not ask for it"
    with pytest.raises(Asks, match="Infection or cellulitis of the leg: forbidden"):
        inject(session, syringe(session))


def test_somebody_asks_at_each_visit_what_has_changed() -> None:
    session = opened()
    do(session, *(what for what in READY if what != "asked"))
    with pytest.raises(Asks, match="Nobody has asked today"):
        go(session, Move.CONFIRM)
    do(session, "asked")
    go(session, Move.CONFIRM)
    row = ScreeningRound.objects.get(on_the_day=True)
    assert (row.said_by, row.changed) == ("Nora Lindqvist", [])


def test_something_that_has_changed_is_written_down_on_its_page_first() -> None:
    session = opened()
    do(session, *READY)
    record_deed(actor=cast.nora(), session=session, key=key(), what="asked", words="something", at=ago())
    with pytest.raises(Asks, match="write it down on the page of questions"):
        go(session, Move.CONFIRM)
    screening.confirm_on_the_day(
        actor=cast.nora(), patient=session.course.patient, answers={"Q32": NONE},
        now=timezone.now() + timedelta(seconds=1),
    )  # fmt: skip
    go(session, Move.CONFIRM)
    assert session.state == State.CONFIRMED


def test_a_session_that_planning_is_content_with_goes_on_without_a_word() -> None:
    session = agreed()
    assert shown(session) == {}
    go(session, Move.CONFIRM)
    assert Transition.objects.get().missing == []


def test_a_consent_that_was_withdrawn_stops_and_a_paper_one_does_not_stand_in_for_it() -> None:
    session = agreed()
    kept = consenting.consent_for(session.course, ConsentKind.PROCEDURE)
    assert kept is not None
    consenting.withdraw_consent(actor=cast.nora(), consent=kept, reason="changed her mind")
    do(session, "consent")
    with pytest.raises(Asks, match="has withdrawn the consent to the procedure") as asks:
        go(session, Move.CONFIRM, reason="She signed another one")
    assert asks.value.physician


def test_a_plan_that_has_changed_since_is_agreed_to_again() -> None:
    session = agreed()
    signed(session.course)
    with pytest.raises(Asks, match="The plan has changed since the consent was signed"):
        go(session, Move.CONFIRM)


def test_a_reaction_that_shows_itself_later_shuts_the_gate_at_the_couch() -> None:
    session = agreed()
    closed(session.course.test_sessions.get(), TestMove.SYSTEMIC)
    with pytest.raises(Asks, match="Systemic reaction at the test session"):
        go(session, Move.CONFIRM)


def test_another_product_than_was_tested_is_asked_about_when_it_is_drawn_and_once() -> None:
    session = agreed()
    do(session, *MARKED)
    go(session, Move.CONFIRM)
    liquid(session, "1", "fibrovein", lot="A1")
    with pytest.raises(Asks, match="Fibrovein; the plan is for Aethoxysklerol") as asks:
        liquid(session, "1", "aethoxysklerol", reason="It is what there is")
    assert [row.rule for row in asks.value.passed] == ["not tested"]
    first = liquid(session, "1", "aethoxysklerol", reason="It is what there is", ordered_by=cast.priya())
    assert first.passed == ["not tested"]
    assert liquid(session, "1", "aethoxysklerol").passed == []
    inject(session, first, "0.5")
    told = " ".join(dict(parts_of(session_for(cast.nora(), session.pk)))["Past a rule"])
    assert "not the product that was tested. Reason: It is what there is (Priya Raman)" in told
