"""Only a physician goes on although a rule set forbids it, with a reason, and for what they saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.journey.planning import screening
from saphena.clinic.journey.planning.deciding import decide_finding, switch_rule_set
from saphena.clinic.journey.planning.models import FindingDecision
from saphena.clinic.journey.planning.weighing import Findings, chosen_sets, findings_of
from saphena.pathway.planning.screening import Answer, Known
from saphena.pathway.planning.weighing import Level
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import answers, asked, drafted, ticked, vein

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

CLOT = {"Q06": ticked("vte_history")}


def decided(
    pats: Course, *, goes_on: bool = True, reason: str = "on apixaban, discussed", actor: User | None = None
) -> None:
    for each in findings_of(pats).stopping:
        decide_finding(
            actor=actor or cast.priya(), course=pats, condition=each.finding.condition, basis=each.basis,
            goes_on=goes_on, reason=reason,
        )  # fmt: skip


def conditions(found: Findings) -> list[str]:
    return [each.finding.condition for each in found.stopping]


def test_absolute_and_relative_stop_and_a_caution_does_not() -> None:
    pats = course()
    asked(pats.patient, Q06=ticked("vte_acute"), Q16=ticked("seizure"), Q02=ticked("asthma"))
    found = findings_of(pats)
    assert conditions(found) == ["vte_acute", "seizure"]
    assert [each.finding.level for each in found.found] == [Level.ABSOLUTE, Level.RELATIVE, Level.CAUTION]
    assert not found.clear


def test_a_physician_goes_on_with_name_and_reason() -> None:
    pats = course()
    asked(pats.patient, **CLOT)
    decided(pats)
    found = findings_of(pats)
    assert found.clear
    decision = found.found[0].decision
    assert decision is not None
    told = (decision.decided_by, decision.reason, decision.level)
    assert told == (cast.priya(), "on apixaban, discussed", "absolute")


def test_not_to_go_on_stops_for_good() -> None:
    pats = course()
    asked(pats.patient, **CLOT)
    decided(pats, goes_on=False, reason="too risky")
    assert conditions(findings_of(pats)) == ["vte_history"]


def test_another_product_with_another_label_asks_anew() -> None:
    pats = course()
    asked(pats.patient, **CLOT)
    vein(drafted(pats), product="varithena", ratio="", ml="2")
    decided(pats)
    assert findings_of(pats).clear
    vein(drafted(pats), "tr.calf.outer", product="fibrovein")
    assert conditions(findings_of(pats)) == ["vte_history"]


def test_what_has_changed_since_it_was_seen_is_not_decided() -> None:
    pats = course()
    asked(pats.patient, **CLOT)
    seen = findings_of(pats).stopping[0]
    screening.answer_for(actor=cast.nora(), patient=pats.patient, group="clots", answers=answers("clots"))
    with pytest.raises(Refused, match="changed in the meantime"):
        decide_finding(
            actor=cast.priya(), course=pats, condition="vte_history", basis=seen.basis, goes_on=True, reason="seen"
        )


def test_a_decision_without_a_reason_is_none() -> None:
    pats = course()
    asked(pats.patient, **CLOT)
    with pytest.raises(Refused, match="say why"):
        decided(pats, reason=" \0 ")
    assert not FindingDecision.objects.exists()


@pytest.mark.parametrize("who", [cast.nora, cast.sam, cast.nell, cast.max_])
def test_nobody_but_a_physician_decides(who: object) -> None:
    pats = course()
    asked(pats.patient, **CLOT)
    with pytest.raises(PermissionDenied):
        decided(pats, actor=who())  # type: ignore[operator]  # of the cast


def test_a_recalled_rule_set_is_on_once_a_physician_has_read_it_and_off_again() -> None:
    assert "european" not in chosen_sets(["fibrovein"])
    switch_rule_set(actor=cast.priya(), name="european", on=True, words="read it")
    assert "european" in chosen_sets(["fibrovein"])
    switch_rule_set(actor=cast.priya(), name="european", on=False, words="superseded")
    assert "european" not in chosen_sets(["fibrovein"])
    with pytest.raises(Refused, match="no such rule set"):
        switch_rule_set(actor=cast.priya(), name="rumour", on=True, words="heard it")


def test_two_products_bring_both_labels_in_their_order() -> None:
    assert chosen_sets(["varithena", "fibrovein"]) == [
        "uip", "polidocanol_us", "fibrovein", "compression", "compression_us", "house",
    ]  # fmt: skip


def test_a_question_that_is_not_known_is_asked_before_anybody_goes_on() -> None:
    pats = course()
    asked(pats.patient, Q17=Answer(Known.UNKNOWN))
    found = findings_of(pats)
    assert [each.question for each in found.asking] == ["Q17"]
    assert not found.clear
