"""Every worked case, one row a test: what each rule set says, and what opens the gate of a procedure."""

from __future__ import annotations

from datetime import date

import pytest

from saphena.pathway.planning.testing import Limits, stand
from saphena.pathway.planning.weighing import sets_for, weigh
from tests.pathway.planning.worked_cases import FORBIDDEN, GATES, Forbidden, Gate


@pytest.mark.parametrize("case", FORBIDDEN, ids=lambda case: case.says)
def test_each_rule_set_says_its_own(case: Forbidden) -> None:
    weighed = weigh(case.answers, sets_for(case.product, case.confirmed), case.form)
    finding = next(finding for finding in weighed.findings if finding.condition == case.condition)
    assert {verdict.rule_set: verdict.level for verdict in finding.verdicts if verdict.level} == case.verdicts
    assert finding.disagree == case.disagree
    assert all(verdict.source and verdict.sure for verdict in finding.verdicts if verdict.level)


@pytest.mark.parametrize("case", GATES, ids=lambda case: case.says)
def test_a_test_session_opens_the_gate_or_says_why_not(case: Gate) -> None:
    standing = stand(
        case.tests,
        case.wanted,
        today=date.fromisoformat(case.today),
        zone=case.zone,
        allergies_changed=case.allergies_changed,
        limits=Limits(*case.limits),
    )
    assert (standing.reason, standing.open) == (case.reason, not case.reason)
