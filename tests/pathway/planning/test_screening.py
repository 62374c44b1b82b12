"""What is asked, how an answer may look, and what has changed since last time."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.planning.reading import raw
from saphena.pathway.planning.screening import (
    LONGEST,
    Answer,
    Known,
    Question,
    allergies_changed,
    changed,
    problems,
    questionnaire,
    read,
    unanswered,
)

ASKED = questionnaire()
NONE, UNKNOWN = Answer(Known.NONE), Answer(Known.UNKNOWN)
AGAIN = [f"Q{number:02}" for number in (*range(1, 13), 15, 16, 17, 18, 23, 28)]


def rules(question: str, answer: Answer) -> set[tuple[str, str]]:
    return {(problem.field, problem.rule) for problem in problems(ASKED.questions[question], answer)}


def test_all_thirty_three_questions_are_asked_of_the_patient() -> None:
    assert sorted(name for name, each in ASKED.questions.items() if each.of == "patient") == [
        f"Q{number:02}" for number in range(1, 34)
    ]


def test_those_that_can_change_overnight_are_asked_again_on_the_day() -> None:
    assert sorted(name for name, each in ASKED.questions.items() if each.again and each.of == "patient") == AGAIN


def test_a_french_colon_stays_on_the_line_of_its_word() -> None:
    said = [words for question in ASKED.questions.values() for words in (question.ask["fr"], *_items(question))]
    assert any("\u00a0:" in words for words in said)
    assert not [words for words in said if " :" in words]


def _items(question: Question) -> list[str]:
    return [words["fr"] for words in (*question.items.values(), *question.means.values())]


def test_a_condition_is_asked_in_one_place() -> None:
    table = {**raw("screening"), "questions": {**raw("screening")["questions"]}}
    table["questions"]["Q99"] = table["questions"]["Q26"]
    with pytest.raises(ValueError, match="smoker stands in two questions"):
        read(table)


def test_an_answer_ticks_something_or_says_none() -> None:
    assert rules("Q02", Answer(Known.SOME)) == {("Q02", "nothing ticked")}
    assert rules("Q02", Answer(Known.NONE, ("asthma",))) == {("Q02", "both")}
    assert rules("Q02", Answer(Known.SOME, ("smoker",))) == {("Q02", "no such item")}
    assert rules("Q02", Answer(Known.SOME, ("asthma",), "x" * (LONGEST + 1))) == {("Q02", "too long")}
    assert rules("Q02", Answer(Known.SOME, ("asthma",))) == rules("Q02", NONE) == rules("Q02", UNKNOWN) == set()


@pytest.mark.parametrize(("weight", "wrong"), [("29.9", True), ("30", False), ("250", False), ("250.1", True)])
def test_a_weight_that_is_a_slip_of_the_hand_is_said(weight: str, wrong: bool) -> None:
    found = rules("Q25", Answer(Known.SOME, numbers={"weight": Decimal(weight)}))
    assert found == ({("weight", "not likely")} if wrong else set())


def test_what_is_not_answered_is_known_and_words_may_stay_empty() -> None:
    left = unanswered({"Q01": NONE, "Q02": UNKNOWN})
    assert "Q01" not in left
    assert "Q02" not in left
    assert "Q03" in left
    assert "Q33" not in left
    assert unanswered(dict.fromkeys(ASKED.questions, NONE)) == []


def test_only_another_answer_is_a_change() -> None:
    before = {"Q01": NONE, "Q15": UNKNOWN}
    after = {"Q01": Answer(Known.SOME, ("sclerosant_other",)), "Q15": UNKNOWN, "Q16": NONE}
    assert changed(before, after) == ["Q01"]


@pytest.mark.parametrize(("question", "about"), [("Q01", True), ("Q02", True), ("Q03", True), ("Q15", False)])
def test_a_change_of_allergies_is_a_change_in_one_of_three_questions(question: str, about: bool) -> None:
    assert allergies_changed({question: NONE}, {question: UNKNOWN}) is about


@given(answers=st.dictionaries(st.sampled_from(list(ASKED.questions)), st.sampled_from([NONE, UNKNOWN])))
def test_nothing_changes_by_asking_twice(answers: dict[str, Answer]) -> None:
    assert changed(answers, answers) == []
    assert set(unanswered(answers)).isdisjoint(answers)
