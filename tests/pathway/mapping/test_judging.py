"""Whose word counts: the physician's before the number, the number before the sonographer's."""

from __future__ import annotations

from saphena.pathway.mapping import State, criteria, derive, shipped
from saphena.pathway.mapping.concluding import NOTES, STATES, conclusions
from saphena.pathway.mapping.criteria.sets import Threshold
from tests.pathway.mapping.worked import left, reading, readings


def test_the_number_counts_and_the_other_word_is_said() -> None:
    leg = left("ssv.upper state competent", "ssv.upper reflux 800")
    assert leg.veins["ssv.upper"].is_incompetent
    assert leg.veins["ssv.upper"].said_otherwise
    assert any(line.kind == "otherwise" for line in conclusions(leg))


def test_the_physician_says_otherwise_and_the_reason_stands_with_it() -> None:
    ruled = reading("ssv.upper ruled competent", note="artefact")
    leg = derive([reading("ssv.upper reflux 800"), ruled], criteria()).legs["left"]
    assert leg.veins["ssv.upper"].state is State.COMPETENT
    assert leg.veins["ssv.upper"].why[0].note == "artefact"


def test_every_conclusion_from_a_number_names_rule_limit_and_source() -> None:
    (why,) = left("gsv.thigh.upper reflux 501").veins["gsv.thigh.upper"].why
    assert why.limit is not None
    assert (why.rule, why.limit.operator, int(why.limit.value), why.sure) == ("trunks", ">", 500, "found")
    assert why.source.startswith("SVS22 1.1.a")


def test_refluxing_somewhere_is_refluxing_and_unseen_somewhere_is_not_competent() -> None:
    assert left("ssv.upper@40 reflux 900", "ssv.upper@36 reflux 0").veins["ssv.upper"].is_incompetent
    unseen = left("ssv.upper@40 state not_seen", "ssv.upper@36 reflux 0").veins["ssv.upper"]
    assert unseen.state is State.NOT_SEEN


def test_of_two_readings_of_one_place_the_later_counts() -> None:
    assert left("ssv.upper reflux 900", "ssv.upper reflux 100").veins["ssv.upper"].state is State.COMPETENT


def test_a_superficial_vein_that_was_closed_is_no_obstruction_and_a_deep_one_is() -> None:
    assert left("gsv.thigh.upper compressible no", "gsv.thigh.upper reflux 0").deep_blocked == ()
    assert left("popv.upper compressible no").deep_blocked == ("popv.upper",)


def test_the_legs_do_not_mix() -> None:
    found = derive([*readings("sfj reflux 900"), *readings("sfj reflux 0", leg="right")], criteria())
    assert found.legs["left"].veins["sfj"].is_incompetent
    assert not found.legs["right"].veins["sfj"].is_incompetent


def test_a_set_that_was_only_recalled_cannot_be_used_until_it_is_confirmed() -> None:
    assert [name for name in shipped() if criteria(name).usable] == ["svs_2023", "svs_2011"]
    assert all(criteria(name, confirmed=True).usable for name in shipped())


def test_every_row_has_a_source_that_the_file_lists_or_explains() -> None:
    for name in shipped():
        known = criteria(name)
        for row in known.rows:
            key = row.source.split()[0].rstrip(":;,")
            assert key in known.sources or row.sure == "recalled", f"{name}: {row.id} comes from {row.source}"
            assert not isinstance(row, Threshold) or row.limit.unit == "ms"


def test_every_state_and_note_has_its_words_in_both_languages() -> None:
    assert set(STATES) == set(State)
    for texts in (*STATES.values(), *NOTES.values()):
        assert set(texts) == {"en", "fr"}


def test_conclusions_come_in_both_languages_line_by_line() -> None:
    leg = left(
        "sfj reflux 900", "gsv.thigh.upper reflux 900", "gsv.thigh.middle reflux 900", "ssv.upper reflux 700",
        "pv.tibial.upper@24 reflux 700", "pv.tibial.lower@13 reflux 700", "pv.tibial.lower@13 diameter 2",
        "popv.upper thrombus acute", "leg signs C2r,C0", "leg vcss7 1", "leg vcss8 0",
    )  # fmt: skip
    english, french = conclusions(leg, "en"), conclusions(leg, "fr")
    assert [line.kind for line in english] == [line.kind for line in french]
    assert all(line.text and "{" not in line.text for line in (*english, *french))
    assert all(one.text != other.text for one, other in zip(english, french, strict=True) if one.kind != "ceap")
