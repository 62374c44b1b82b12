"""Whether conditions can hold together: the search finds a patient exactly when trying everything finds one."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.protocol.checking.satisfying import Patients, opposite
from saphena.pathway.protocol.phrases import Condition, Quantity, parse_condition
from tests.pathway.protocol.drawn import rule, small

FACTS = """
[facts.a]
ask.en = "a?"
ask.fr = "a ?"
[facts.b]
ask.en = "b?"
ask.fr = "b ?"
[facts.c]
ask.en = "c?"
ask.fr = "c ?"
[facts.minutes]
unit = "minutes"
default = 30
ask.en = "minutes?"
ask.fr = "minutes ?"
[observations.seen_it]
label.en = "it"
label.fr = "cela"
"""
OPTIONS = "".join(f'[[rules.options]]\nfact = "{name}"\ntext.en = "{name}"\ntext.fr = "{name}"\n' for name in "ab")
FREE = Patients(small(FACTS))
CHOOSING = Patients(small(FACTS + rule('from = "procedure"').replace('"do"', '"choice"') + OPTIONS))
NOW_AND_THEN = Patients(small(FACTS + rule('from = "procedure"\nwhen = "c"').replace('"do"', '"choice"') + OPTIONS))
EVERY_MINUTE = [value / 2 for value in range(121)]


def leaves() -> st.SearchStrategy[Condition]:
    comparing = st.builds(
        lambda op, amount: Condition("", op, name="minutes", than=Quantity(amount=float(amount))),
        st.sampled_from([">", ">=", "<", "<=", "="]),
        st.integers(0, 50),
    )
    asking = st.sampled_from([Condition("", "fact", name=name) for name in ("a", "b", "c", "minutes")])
    return st.one_of(asking, comparing, st.just(Condition("", "seen", name="seen_it")))


def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(
        leaves(),
        lambda inner: st.one_of(
            inner.map(opposite),
            st.builds(lambda op, parts: Condition("", op, tuple(parts)), st.sampled_from(["and", "or"]),
                      st.lists(inner, min_size=2, max_size=3)),
        ),
        max_leaves=7,
    )  # fmt: skip


def everybody(patients: Patients) -> list[dict[str, object]]:
    """Every patient there is, as far as half minutes tell them apart."""
    found: list[dict[str, object]] = []
    for a, b, c, seen, minutes in product([False, True], [False, True], [False, True], [False, True], EVERY_MINUTE):
        if patients is CHOOSING and a == b:
            continue
        found.append({"a": a, "b": b, "c": c, "seen_it": seen, "minutes": minutes})
    return found


EVERYBODY = {id(patients): everybody(patients) for patients in (FREE, CHOOSING)}


@pytest.mark.parametrize("patients", [FREE, CHOOSING], ids=["free", "choosing"])
@given(condition=conditions())
def test_a_patient_is_found_exactly_when_there_is_one(patients: Patients, condition: Condition) -> None:
    there_is = any(condition.holds(lambda _, name, who=who: who[name]) for who in EVERYBODY[id(patients)])  # type: ignore[misc]
    assert patients.can(condition) is there_is


@given(one=conditions(), other=conditions())
def test_every_patient_found_meets_every_condition(one: Condition, other: Condition) -> None:
    for answers in FREE.some(one, other):
        assert FREE.judge(one, answers) is True
        assert FREE.judge(other, answers) is True


@given(condition=conditions())
def test_a_condition_or_its_opposite_can_hold(condition: Condition) -> None:
    assert FREE.can(condition) or FREE.can(opposite(condition))


@pytest.mark.parametrize(
    ("words", "possible"),
    [
        ("a and not a", False),
        ("a or not a", True),
        ("minutes > 45 and minutes < 46", True),
        ("minutes > 45 and minutes < 45", False),
        ("minutes >= 45 and minutes <= 45", True),
        ("minutes < 0", False),
        ("minutes = 12 and minutes = 13", False),
        ("seen seen_it and not seen seen_it", False),
        ("not (a or b) and (a or c) and not c", False),
    ],
)
def test_some_conditions_nobody_meets(words: str, possible: bool) -> None:
    assert FREE.can(parse_condition(words)) is possible


def test_nobody_has_two_options_of_one_choice_or_none() -> None:
    assert not CHOOSING.can(parse_condition("a and b"))
    assert not CHOOSING.can(parse_condition("not a and not b"))
    assert CHOOSING.can(parse_condition("a or b"))


def test_a_choice_that_not_everybody_has_leaves_room_for_neither() -> None:
    assert not NOW_AND_THEN.can(parse_condition("a and b"))
    assert NOW_AND_THEN.can(parse_condition("not a and not b"))


def test_an_event_that_cannot_happen_never_has() -> None:
    hopeless = Patients(small(FACTS), never=frozenset({"second"}))
    assert not hopeless.can(parse_condition("happened second"))
    assert hopeless.can(parse_condition("not happened second"))


def test_everyone_meets_no_condition() -> None:
    assert FREE.some(None) == [{}]


def test_two_patients_are_one_when_their_answers_agree() -> None:
    assert FREE.agree({("fact", "a"): True}, {("fact", "b"): True})
    assert not FREE.agree({("fact", "a"): True}, {("fact", "a"): False})
    assert not CHOOSING.agree({("fact", "a"): True}, {("fact", "b"): True})
