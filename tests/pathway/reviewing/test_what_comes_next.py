"""Another injection, another method, or the end: proposed with every reason, by nobody decided but a physician."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.reviewing import Outcome, Round, Verdict, definitions, propose_next
from saphena.pathway.reviewing.again import Answer

BY = definitions()
GOOD = Round(
    seen=date(2027, 5, 4), injected=date(2027, 3, 9), outcomes=(Outcome.CLOSED, Outcome.PARTLY_REFLUXING),
    symptoms=True, visible=False, reaction=False, deep_clear=True, wanted=True, contraindicated=False,
    widest=Decimal(6), interval_days=14,
)  # fmt: skip


def verdict(**changed: Any) -> Verdict:
    return propose_next(replace(GOOD, **changed), BY).verdict


def test_everything_in_place_proposes_another_injection() -> None:
    assert verdict() is Verdict.AGAIN


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"outcomes": (Outcome.CLOSED,), "symptoms": False}, Verdict.DISCHARGE),
        ({"outcomes": (Outcome.CLOSED,), "symptoms": True}, Verdict.WAIT),
        ({"outcomes": ()}, Verdict.ASK),
        ({"outcomes": (Outcome.NOT_EXAMINED,)}, Verdict.ASK),
        ({"deep_clear": False}, Verdict.WAIT),
        ({"deep_clear": None}, Verdict.ASK),
        ({"reaction": True}, Verdict.ASK),
        ({"wanted": None}, Verdict.ASK),
        ({"contraindicated": None}, Verdict.ASK),
        ({"widest": Decimal(12)}, Verdict.AGAIN),  # exactly twelve is not wider than twelve
        ({"widest": Decimal("12.1")}, Verdict.OTHER_METHOD),
        ({"rounds": 2}, Verdict.OTHER_METHOD),
        ({"interval_days": 57}, Verdict.WAIT),
        ({"interval_days": 56}, Verdict.AGAIN),  # 9 March to 4 May is 56 days
        ({"interval_days": None}, Verdict.ASK),
    ],
    ids=str,
)
def test_each_criterion_counts(changed: dict[str, Any], expected: Verdict) -> None:
    assert verdict(**changed) is expected


def test_the_first_day_on_which_it_may_be_is_said() -> None:
    assert propose_next(GOOD, BY).not_before == date(2027, 3, 23)


MAYBE = st.none() | st.booleans()


@given(st.fixed_dictionaries(dict.fromkeys(("symptoms", "visible", "reaction", "deep_clear", "wanted"), MAYBE)))
def test_it_is_never_proposed_again_while_anything_that_decides_is_unknown_or_against(known: dict[str, Any]) -> None:
    proposal = propose_next(replace(GOOD, **known), BY)
    if proposal.verdict is Verdict.AGAIN:
        needed = [each for each in proposal.criteria if not each.name.startswith("again.")]
        assert all(each.answer is Answer.YES for each in needed)
