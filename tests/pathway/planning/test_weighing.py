"""Findings against rule sets: silence is silence, "I do not know" is asked, and what was recalled is off."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.planning.reading import raw
from saphena.pathway.planning.screening import Answer, Known, questionnaire
from saphena.pathway.planning.weighing import Level, Said, conditions, means, read, rule_sets, sets_for, weigh
from tests.pathway.planning.worked_cases import UNKNOWN, ticked

SETS = rule_sets().sets
ITEMS = {item: question for question in questionnaire().questions.values() for item in question.means}
ANSWERS = st.sets(st.sampled_from(sorted(ITEMS)), max_size=12).map(
    lambda items: {
        name: Answer(Known.SOME, tuple(sorted(item for item in items if ITEMS[item].id == name)))
        for name in {ITEMS[item].id for item in items}
    }
)


def test_a_recalled_set_is_off_until_a_physician_has_confirmed_it() -> None:
    assert "european" not in sets_for("fibrovein")
    assert "european" in sets_for("fibrovein", confirmed=("european",))
    assert "uip" not in sets_for("fibrovein", off=("uip",))


def test_a_product_brings_its_own_label_and_no_other() -> None:
    labels = [name for name in sets_for("varithena") if SETS[name].kind == "label"]
    assert labels == ["polidocanol_us"]
    assert {name for name in sets_for("") if SETS[name].kind == "label"} == {
        "polidocanol_us", "fibrovein", "aethoxysklerol", "sts_america",
    }  # fmt: skip


def test_a_question_nobody_has_answered_is_asked_with_the_worst_that_it_might_mean() -> None:
    asked = {each.question: each for each in weigh({"Q17": UNKNOWN}, sets_for("fibrovein"), "foam").to_ask}
    assert (asked["Q17"].level, asked["Q17"].answered) == (Level.ABSOLUTE, True)
    assert (asked["Q01"].level, asked["Q01"].answered) == (Level.ABSOLUTE, False)
    assert asked["Q31"].level is Level.CAUTION


def test_a_question_that_is_answered_with_none_is_not_asked() -> None:
    answers = {name: Answer(Known.NONE) for name in questionnaire().questions}
    assert weigh(answers, sets_for("fibrovein")) == weigh(answers, sets_for("fibrovein"))
    assert weigh(answers, sets_for("fibrovein")).findings == ()
    assert weigh(answers, sets_for("fibrovein")).to_ask == ()


def test_two_risks_make_several_and_one_does_not() -> None:
    assert "several_risks" not in conditions({"Q26": ticked("smoker")})
    assert "several_risks" in conditions({"Q26": ticked("smoker"), "Q25": ticked(height="160", weight="90")})


def test_a_hair_below_the_bound_is_no_obesity() -> None:
    assert "obesity" not in conditions({"Q25": ticked(height="170", weight="86.69")})
    assert "obesity" not in conditions({"Q25": ticked(weight="150")})


@given(answers=ANSWERS, form=st.sampled_from(["", "foam", "liquid"]))
def test_every_set_has_its_say_about_every_finding_and_the_strongest_comes_first(
    answers: dict[str, Answer], form: str
) -> None:
    chosen = sets_for("")
    found = weigh(answers, chosen, form).findings
    assert {finding.condition for finding in found} == set(conditions(answers))
    assert all([verdict.rule_set for verdict in finding.verdicts] == chosen for finding in found)
    assert [finding.level for finding in found] == sorted((finding.level for finding in found), reverse=True)
    assert all(means(finding.condition)["fr"] for finding in found)


@given(answers=ANSWERS, sets=st.sets(st.sampled_from(sorted(SETS))))
def test_one_more_rule_set_never_makes_a_finding_weaker(answers: dict[str, Answer], sets: set[str]) -> None:
    fewer = {finding.condition: finding.level for finding in weigh(answers, sorted(sets)).findings}
    more = {finding.condition: finding.level for finding in weigh(answers, list(SETS)).findings}
    assert all(more[name] >= level for name, level in fewer.items())


@pytest.mark.parametrize(
    ("breaking", "complaint"),
    [
        ({"rules": {"smoking": {"level": "caution"}}}, "uip speaks of smoking, which nobody asks"),
        ({"sure": "surely"}, "uip needs a source"),
        ({"source": ""}, "uip needs a source"),
        ({"kind": "rumour"}, "uip is one of"),
        ({"numbers": [{"of": "abpi", "operator": "<", "level": "absolute"}]}, "both or neither"),
        ({"title": {"en": "UIP"}}, "every language"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_rule_set_that_is_not_complete_is_refused(breaking: dict[str, object], complaint: str) -> None:
    table = copy.deepcopy(raw("rules"))
    table["sets"]["uip"] |= breaking
    with pytest.raises(ValueError, match=complaint):
        read(table)


def test_a_rule_that_the_clinic_has_put_off_is_silent_and_still_named_and_the_rest_of_its_set_speaks() -> None:
    answers = {"Q06": ticked("vte_history"), "Q08": ticked("thrombophilia")}
    said = Said(rules={("fibrovein", "vte_history"): False})
    found = {each.condition: each for each in weigh(answers, ["fibrovein"], said=said).findings}
    (off,) = found["vte_history"].verdicts
    assert (off.level, off.put_off and off.put_off.level) == (Level.SILENT, Level.ABSOLUTE)
    assert not found["vte_history"].disagree
    assert found["thrombophilia"].level is Level.ABSOLUTE


def test_a_threshold_is_put_off_by_its_value_and_leaves_the_others() -> None:
    answers = {"S02": ticked(abpi="0.55", ankle_pressure="55")}
    name = ("compression", "abpi < 0.6")
    found = {each.condition: each for each in weigh(answers, ["compression"], said=Said(rules={name: False})).findings}
    assert (found["abpi"].level, found["ankle_pressure"].level) == (Level.SILENT, Level.ABSOLUTE)
    assert found["abpi"].verdicts[0].put_off is not None
    other = Said(rules={("compression", "abpi < 0.7"): False})
    assert weigh(answers, ["compression"], said=other) == weigh(answers, ["compression"])


def test_one_recalled_rule_of_a_set_speaks_once_a_physician_has_read_it() -> None:
    answers = {"Q11": ticked("oestrogen")}
    assert weigh(answers, ["uip"]).findings[0].level is Level.SILENT
    said = Said(rules={("uip", "oestrogen"): True})
    assert weigh(answers, ["uip"], said=said).findings[0].level is Level.CAUTION


RULES = [(name, rule) for name, one in SETS.items() for rule in one.whole]


@given(answers=ANSWERS, off=st.sets(st.sampled_from(RULES), max_size=40))
def test_putting_rules_off_hides_no_finding_and_makes_none_stronger(
    answers: dict[str, Answer], off: set[tuple[str, str]]
) -> None:
    before = {each.condition: each for each in weigh(answers, list(SETS)).findings}
    said = Said(rules=dict.fromkeys(off, False))
    after = {each.condition: each for each in weigh(answers, list(SETS), said=said).findings}
    assert set(before) == set(after)
    for name, finding in after.items():
        for was, now in zip(before[name].verdicts, finding.verdicts, strict=True):
            is_off = (now.rule_set, name) in off
            assert now == was if not is_off else now.level is Level.SILENT
            assert not (is_off and was.level) or now.put_off is not None


def test_every_rule_has_a_name_that_the_clinics_word_has_room_for() -> None:
    assert all(len(f"{name} {rule}") <= 60 for name, rule in RULES)
    assert all(len(one.whole) == len(one.rules) + len(one.numbers) for one in SETS.values())
