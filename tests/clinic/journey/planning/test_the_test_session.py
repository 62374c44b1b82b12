"""A test session opens the gate of the procedure, shuts it, and takes itself back when it is void."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.journey import journey
from saphena.clinic.journey.planning import screening, testing
from saphena.clinic.journey.planning.consenting import consent_for, withdraw_consent
from saphena.clinic.journey.planning.models import TestObservation, TestSession
from saphena.clinic.journey.planning.states import TEST_MOVES, TestMove
from saphena.clinic.record.models import Entry
from saphena.clinic.stock import actions as stock
from saphena.clinic.stock.models import Draw
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import Result
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, happened, plan_of, planned
from tests.clinic.journey.planning.prepared import (
    again,
    answers,
    asked,
    begun,
    closed,
    consented,
    drafted,
    signed,
    ticked,
    vein,
)  # fmt: skip
from tests.clinic.stock.shelf import lot

if TYPE_CHECKING:
    import time_machine

    from saphena.clinic.courses.models import Course

HIVES = ticked("severe_allergy", more="wasps")


def ready(leg: str = "left") -> Course:
    pats = happened(course(leg=leg), requested="2027-02-10T09:00", mapped="2027-02-20T09:00")
    asked(pats.patient)
    return pats


def gate_of(pats: Course, language: str = "en") -> str:
    """What the journey line says before booking or treating; nothing when it is open."""
    found = again(pats)
    steps = journey(plan_of(found), standing(found.happenings.all()), language, timezone.now(), whys=found.whys)
    return next((f"{step.gate.reason} {step.gate.way}" for step in steps if step.gate), "")


def test_tolerated_records_the_test_and_opens_the_gate() -> None:
    pats = ready()
    closed(begun(pats))
    found = again(pats)
    assert found.facts["test_tolerated"] is True
    known = standing(found.happenings.all())
    assert ("test" in known.happened, known.events["test"]) == (True, at("2027-03-02T10:30"))
    assert gate_of(pats) == ""


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (TestMove.LOCAL, "Local reaction at the test session of Tuesday 2 March"),
        (TestMove.SYSTEMIC, "Systemic reaction"),
    ],
)
def test_a_reaction_shuts_it_and_says_why_on_the_journey_line(move: TestMove, said: str) -> None:
    pats = planned(ready(), procedure="2027-03-09T10:00")
    closed(begun(pats), move)
    found = again(pats)
    assert found.facts["test_tolerated"] is False
    assert found.whys["test_tolerated"]["en"].startswith(said)
    assert "test" in standing(found.happenings.all()).happened


def test_the_reason_stands_on_the_journey_line_in_both_languages() -> None:
    pats = ready()
    signed(pats)
    closed(begun(pats))
    vein(drafted(pats), "tr.calf.outer", product="aethoxysklerol")
    signed(pats, "aethoxysklerol")
    assert "Tested on Tuesday 2 March with Fibrovein; the plan is for Aethoxysklerol." in gate_of(pats)
    assert "Essai du mardi 2 mars avec Fibrovein; le plan prévoit Aethoxysklerol." in gate_of(pats, "fr")


def test_another_substance_in_the_plan_makes_it_void_and_the_same_one_brings_it_back() -> None:
    pats = ready()
    closed(begun(pats))
    signed(pats, "aethoxysklerol")
    found = again(pats)
    assert found.facts["test_tolerated"] is False
    assert "test" not in standing(found.happenings.all()).events
    signed(pats, "trombovar")  # the same substance in the same solution
    found = again(pats)
    assert found.facts["test_tolerated"] is True
    assert standing(found.happenings.all()).events["test"] == at("2027-03-02T10:30")
    assert found.whys == {}


def test_a_draft_for_another_product_changes_nothing_until_it_is_signed() -> None:
    pats = ready()
    signed(pats)
    closed(begun(pats))
    vein(drafted(pats), "tr.calf.outer", product="aethoxysklerol")
    planned(pats, procedure="2027-03-09T10:00")
    assert again(pats).facts["test_tolerated"] is True


def test_an_allergy_told_afterwards_by_link_makes_it_void(clock: time_machine.Traveller) -> None:
    pats = ready()
    closed(begun(pats))
    clock.move_to(at("2027-03-04T20:00"))
    screening.answer_own(actor=pats.patient, group="allergies", answers=answers("allergies", Q02=HIVES))
    found = again(pats)
    assert found.facts["test_tolerated"] is False
    assert "Allergies have changed since the test session of Tuesday 2 March." in gate_of(pats)


def test_an_allergy_that_was_known_before_changes_nothing() -> None:
    pats = course()
    asked(pats.patient)
    closed(begun(pats))
    screening.answer_own(actor=pats.patient, group="allergies", answers=answers("allergies"))
    assert again(pats).facts["test_tolerated"] is True


def test_a_procedure_on_the_very_day_finds_the_gate_shut_and_moved_away_open() -> None:
    pats = ready()
    closed(begun(pats))
    planned(pats, procedure="2027-03-02T16:00")
    assert again(pats).facts["test_tolerated"] is False
    assert "not on an earlier day" in again(pats).whys["test_tolerated"]["en"]
    planned(pats, procedure="2027-03-03T08:00")
    assert again(pats).facts["test_tolerated"] is True


def test_a_test_counts_for_both_legs() -> None:
    left = ready()
    right = course(left.patient, "right")
    closed(begun(left))
    assert again(right).facts["test_tolerated"] is True


def test_a_reaction_in_the_evening_replaces_tolerated_and_is_never_talked_away() -> None:
    pats = ready()
    test = closed(begun(pats))
    testing.observe_test(actor=cast.nora(), test=test, seen="hives", at=timezone.now(), words="called at 8")
    testing.close_test(actor=cast.nora(), test=test, move=TestMove.SYSTEMIC)
    assert again(pats).facts["test_tolerated"] is False
    with pytest.raises(Refused, match="another result already"):
        testing.close_test(actor=cast.nora(), test=test, move=TestMove.TOLERATED)


@pytest.mark.parametrize("move", TestMove)
@pytest.mark.parametrize("result", Result)
def test_the_whole_table_of_results(result: Result, move: TestMove) -> None:
    pats = ready()
    test = closed(begun(pats))
    # As the row would stand; only an open one has no name under it.
    done = {} if result is Result.OPEN else {"closed_at": timezone.now(), "closed_by": cast.nora()}
    TestSession.objects.filter(pk=test.pk).update(result=result, **({"closed_at": None, "closed_by": None} | done))
    if (result, move) in TEST_MOVES:
        testing.close_test(actor=cast.nora(), test=test, move=move)
        assert test.result == TEST_MOVES[result, move]
    else:
        with pytest.raises(Refused):
            testing.close_test(actor=cast.nora(), test=test, move=move)


def test_not_done_has_its_reason_and_opens_nothing() -> None:
    pats = ready()
    testing.skip_test(actor=cast.nora(), course=pats, product="fibrovein", percent=Decimal(1), reason="no small veins")
    found = again(pats)
    assert "test_tolerated" not in found.facts
    assert "was not done" in gate_of(pats)
    with pytest.raises(Refused, match="say why"):
        testing.skip_test(actor=cast.nora(), course=pats, product="fibrovein", percent=Decimal(1), reason=" ")


def test_nobody_is_tolerant_unseen() -> None:
    test = begun(ready())
    with pytest.raises(Refused, match="Nobody has written down yet how it was tolerated"):
        testing.close_test(actor=cast.nora(), test=test, move=TestMove.TOLERATED)


def test_what_has_been_injected_is_over_and_its_gate_stays(clock: time_machine.Traveller) -> None:
    pats = ready()
    closed(begun(pats))
    planned(pats, procedure="2027-03-09T10:00")
    happened(pats, injected="2027-03-09T10:20")
    clock.move_to(at("2027-03-10T09:00"))
    screening.answer_own(actor=pats.patient, group="allergies", answers=answers("allergies", Q02=HIVES))
    assert again(pats).facts["test_tolerated"] is True


def test_it_is_drawn_from_the_lot_for_that_leg() -> None:
    pats, shelf = ready("right"), lot()
    begun(pats, taken=shelf)
    drawn = Draw.objects.get()
    assert (drawn.lot, drawn.leg, drawn.purpose, drawn.ml) == (shelf, "right", "test", Decimal("0.50"))


def test_a_lot_that_is_over_stops_it_and_nothing_is_written(clock: time_machine.Traveller) -> None:
    pats, shelf = ready(), lot(expires_on="2027-03-02")
    stock.quarantine_lot(actor=cast.nora(), lot=shelf, reason="cloudy")
    with pytest.raises(Refused, match="in quarantine"):
        begun(pats, taken=shelf)
    stock.release_lot(actor=cast.nora(), lot=shelf, reason="clear")
    clock.move_to(at("2027-03-03T09:00"))
    with pytest.raises(Refused, match="its last day was"):
        begun(pats, "2027-03-03T08:30", shelf)
    assert not TestSession.objects.exists()
    assert not Draw.objects.exists()
    assert shelf.expires_on == date(2027, 3, 2)


def test_one_test_of_a_leg_is_watched_at_a_time() -> None:
    pats, shelf = ready(), lot()
    begun(pats, taken=shelf)
    with pytest.raises(Refused, match="being watched already"):
        begun(pats, taken=shelf)
    assert Draw.objects.count() == 1


def test_without_a_consent_there_is_no_test() -> None:
    pats = ready()
    consent = consented(pats)
    withdraw_consent(actor=pats.patient, consent=consent)
    assert consent_for(pats, ConsentKind.TEST) is None
    with pytest.raises(Refused, match="consent to the test session is not signed"):
        testing.begin_test(
            actor=cast.nora(), course=pats, lot=lot(), ml=Decimal(1), sites=["tr.calf.inner"], at=timezone.now()
        )


def test_a_finding_that_stops_stops_the_test_too() -> None:
    pats = course()
    asked(pats.patient, Q06=ticked("vte_acute"))
    with pytest.raises(Refused, match="stops here until a physician"):
        begun(pats)


def test_a_question_that_was_not_asked_stops_it() -> None:
    with pytest.raises(Refused, match="not answered yet"):
        begun(course())


@pytest.mark.parametrize("when", ["2027-03-02T11:01", "2047-03-02T11:00"])
def test_what_is_to_come_cannot_have_happened(when: str) -> None:
    with pytest.raises(Refused):
        begun(ready(), when)


def test_what_was_seen_stays_written() -> None:
    test = closed(begun(ready()))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TestObservation.objects.filter(test=test).delete()


def test_the_record_never_says_not_allergic() -> None:
    closed(begun(ready()))
    said = [entry.sentence for entry in Entry.objects.filter(action__startswith="planning.test")]
    assert "Nora Lindqvist injected 0.5 mL of 1 % fibrovein into small veins of Pat Moreau as a test." in said
    assert "Nora Lindqvist recorded the test session of Pat Moreau as tolerated." in said
    assert not any("allergic" in sentence for sentence in said)


@pytest.mark.parametrize("name", ["sam", "nell", "max_", "olive"])
def test_who_may_not_inject_gives_no_test(name: str) -> None:
    pats, shelf, who = ready(), lot(), getattr(cast, name)()
    with pytest.raises(PermissionDenied):
        testing.begin_test(actor=who, course=pats, lot=shelf, ml=Decimal(1), sites=["tr.calf.inner"], at=timezone.now())
