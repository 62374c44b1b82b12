"""A protocol file that cannot be read says so at the line where it stands, with the nearest right name."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.protocol.library import load, shipped
from saphena.pathway.protocol.phrases import Quantity
from saphena.pathway.protocol.reading import Unreadable, read_file, read_text
from saphena.pathway.protocol.rules import Actor, Blocks, Kind, Strength, Sure
from tests.pathway.protocol.drawn import SMALL, rule, small

if TYPE_CHECKING:
    from pathlib import Path

    from saphena.pathway.protocol.sections import Problem

LINES_BEFORE = len(SMALL.splitlines())


def problems(text: str) -> list[Problem]:
    with pytest.raises(Unreadable) as unreadable:
        read_text(text, "small.toml")
    return unreadable.value.problems


def only(tables: str) -> Problem:
    """The one problem of SMALL with these tables after it."""
    (problem,) = problems(SMALL + tables)
    return problem


def line_of(problem: Problem, text: str) -> str:
    return text.splitlines()[problem.line - 1]


# --- the file -------------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nowhere\.toml:1: cannot be read: No such file"):
        read_file(tmp_path / "nowhere.toml")


def test_a_folder_is_no_protocol(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        read_file(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(Unreadable, match="is not text in UTF-8"):
        read_file(path)


@pytest.mark.parametrize(
    ("added", "line", "sentence"),
    [
        ("[facts", 1, "is not valid TOML"),
        ('[facts.tall]\nask.en = "Tall?\n', 2, "is not valid TOML"),
        ("\n\n= 4\n", 3, "is not valid TOML"),
        ('[facts.tall]\nask.en = "a"\nask.en = "b"\n', 3, "is not valid TOML"),
        ("[protocol]\n", 1, "is not valid TOML: Cannot declare"),
    ],
)
def test_broken_toml_is_refused_at_its_line(added: str, line: int, sentence: str) -> None:
    problem = only(added)
    assert problem.line == LINES_BEFORE + line
    assert problem.sentence.startswith(sentence)
    assert str(problem).startswith(f"small.toml:{problem.line}: ")


def test_toml_that_breaks_off_is_refused_at_its_last_line() -> None:
    problem = only('[facts.tall]\nask.en = """Tall')
    assert problem.line == LINES_BEFORE + 2


def test_an_empty_file_says_how_a_protocol_begins() -> None:
    sentences = [problem.sentence for problem in problems("")]
    assert sentences[0] == "is missing; a protocol begins with a table headed [protocol]"


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for each in (text, SMALL + text):
        try:
            read_text(each)
        except Unreadable as error:
            assert error.problems  # noqa: PT017 - a text that happens to be a protocol is fine too


# --- lines ----------------------------------------------------------------------------------------------------------


def test_every_problem_is_told_first_to_last_and_the_error_counts_them() -> None:
    text = SMALL + rule('from = "nowhere"', "a") + rule('until = "nowhere"', "b") + rule('until = "at noon"', "c")
    with pytest.raises(Unreadable) as unreadable:
        read_text(text, "small.toml")
    found = unreadable.value.problems
    assert [line_of(problem, text) for problem in found] == [
        'from = "nowhere"', 'until = "nowhere"', 'until = "at noon"',
    ]  # fmt: skip
    assert str(unreadable.value) == f"{found[0]} (and 2 more)"


def test_a_field_of_a_rule_is_complained_of_at_its_own_line() -> None:
    text = SMALL + rule('# a remark\n\nabout = "swiming"')
    (problem,) = problems(text)
    assert line_of(problem, text) == 'about = "swiming"'
    assert problem.place == "rule it, about"
    assert problem.sentence == "no topic is called swiming; did you mean swimming?"


def test_what_is_missing_is_complained_of_at_the_head_of_its_table() -> None:
    text = SMALL + '[[rules]]\nid = "x"\nstrength = "must"\ntext.en = "x"\ntext.fr = "x"\n'
    (problem,) = problems(text)
    assert line_of(problem, text) == "[[rules]]"
    assert problem.place == "rule x, kind"
    assert problem.sentence == "is missing; it must be words in quotation marks"


def test_a_text_of_several_lines_does_not_shift_what_follows() -> None:
    text = SMALL + '[facts.tall]\nask.en = """Are\n[you]\nask = "tall"?"""\nask.fr = "Grand ?"\n' + rule('on = "rash"')
    (problem,) = problems(text)
    assert line_of(problem, text) == 'on = "rash"'


def test_a_list_of_several_lines_does_not_shift_what_follows() -> None:
    text = SMALL + rule('points.en = [\n  "one",\n  "two",\n]\npoints.fr = [\n  "un",\n  "deux",\n]\nabout = "watr"')
    (problem,) = problems(text)
    assert line_of(problem, text) == 'about = "watr"'


def test_an_option_of_the_second_rule_is_complained_of_at_its_own_line() -> None:
    options = '[[rules.options]]\nfact = "{}"\ntext.en = "o"\ntext.fr = "o"\n'
    facts = '[facts.tall]\nask.en = "Tall?"\nask.fr = "Grand ?"\n'
    choice = rule("").replace('"do"', '"choice"')
    text = SMALL + facts + choice + options.format("tall") + choice.replace('"it"', '"that"') + options.format("tal")
    (problem,) = problems(text)
    assert problem.place == "rule that, options"
    assert problem.sentence == "no fact is called tal; did you mean tall?"
    assert text.splitlines()[problem.line] == 'id = "that"'


# --- wrong kinds, unknown keys, wrong names -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "place", "sentence"),
    [
        ("untill = \"home\"", "rule it, untill", "nothing here is called untill; did you mean until?"),
        ('kinds = "do"', "rule it, kinds", "nothing here is called kinds; did you mean kind?"),
        ("off = 1", "rule it, off", "must be true or false, not 1"),
        ('off = "yes"', "rule it, off", "must be true or false, not 'yes'"),
        ("about = 4", "rule it, about", "must be words in quotation marks, not 4"),
        ("about = true", "rule it, about", "must be words in quotation marks, not True"),
        ("without = 4", "rule it, without", "must be words, or a list of words, not 4"),
        ('because = "x"', "rule it, because", "must be a text per language, because.en = …, not 'x'"),
        ('because.en = " "', "rule it, because.en", "must be words in quotation marks"),
        ('legs = "left"', "rule it, legs", "“left” is none of treated, both"),
        ('actor = "nures"', "rule it, actor", "“nures” is none of"),
        ('sure = "found it"', "rule it, sure", "did you mean found?"),
        ('about = "watr"', "rule it, about", "no topic is called watr; did you mean water?"),
        ('by = ["walking", "swiming"]', "rule it, by", "no topic is called swiming; did you mean swimming?"),
        ('without = ["wather"]', "rule it, without", "no topic is called wather; did you mean water?"),
        ('on = "rash"', "rule it, on", "no observation is called rash; there are none"),
        ('ends_early_on = ["rash"]', "rule it, ends_early_on", "no observation is called rash"),
        ('source = "HOSE 12"', "rule it, source", "no source is called HOSE; did you mean HOUSE?"),
        ('from = "hoem"', "rule it, from", "no event is called hoem; did you mean home?"),
        ('until = "end of itt"', "rule it, until", "no rule is called itt; did you mean it?"),
        ('from = "home 2"', "rule it, from", "there is only one home, so “home 2” means nothing"),
        ('from = "{hours} after home"', "rule it, from", "no parameter or fact is called hours"),
        ('from = "4 ours after home"', "rule it, from", "no unit is called ours; did you mean hours?"),
        ('from = "noon on the day of home"', "rule it, from", "add a table [parameters.noon]"),
        ('when = "tall"', "rule it, when", "no fact is called tall"),
        ('when = "seen rash"', "rule it, when", "no observation is called rash"),
        ('when = "happened revue"', "rule it, when", "no event is called revue; did you mean review?"),
        ('when = "tall and"', "rule it, when", "is no condition"),
        ('until = "soon"', "rule it, until", "no event is called soon"),
        ('until = "very soon"', "rule it, until", "is no moment; write one like"),
        ('lasts = "long"', "rule it, lasts", "is no amount"),
        ('repeat = "often"', "rule it, repeat", "is no recurrence"),
        ('text_each.en = "At {strat:time}"', "rule it, text_each.en", "{strat} is nothing known; did you mean start?"),
        ('text_each.en = "At {start:tiem}"', "rule it, text_each.en", "no form is called tiem; did you mean time?"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_rule_is_named_with_the_nearest_right_thing(words: str, place: str, sentence: str) -> None:
    found = rule(words) if not words.startswith("source") else rule(words).replace('source = "HOUSE"\n', "", 1)
    problem = only(found)
    assert problem.place == place
    assert sentence in problem.sentence
    assert line_of(problem, SMALL + found) == words


@pytest.mark.parametrize(
    ("tables", "place", "sentence"),
    [
        ("[facts]\ntall = 4", "the file, facts.tall", "must be a table headed [facts.tall]"),
        ("[fact.tall]\nask.en = 'Tall?'", "the file, fact", "nothing here is called fact; did you mean facts?"),
        ("[facts.tall]\nask.fr = 4", "facts tall, ask.fr", "must be words in quotation marks"),
        ("[facts.tall]\nunit = 'minutes'\nask.en = 'a'", "facts tall, default", "is missing"),
        (
            "[facts.tall]\nunit = 'minutes'\ndefault = 'x'\nask.en = 'a'",
            "facts tall, default",
            "must be a number of minutes",
        ),
        ("[observations.rash]", "observations rash, label", "is missing; it must be a text per language"),
        ("[events.call]\nexpected = 'home'", "events call, label", "is missing"),
        ("[events.home]\nexpected = 'lefft'", "event home, expected", "no event is called lefft; did you mean left?"),
        ("[events.home]\nexpected = 'left'\nnot_before = ['left', 'injectd']", "event home, not_before", "injected?"),
        ("[events.home]\nexpected = 'left'\nnot_before = ['soon after left']", "events home, not_before", "soon"),
        ("[approval]\non = 'Tuesday'", "the approval, on", "must be a date like 2026-11-22, not 'Tuesday'"),
        ("[approval]\nsigned = true", "the approval, signed", "nothing here is called signed"),
        ("[sources.BOOK]", "sources BOOK, title", "is missing"),
        ("[sources.BOOK]\ntitle = 'b'\nyear = '2022'", "sources BOOK, year", "must be a whole number, not '2022'"),
        ("[[not_rules]]\nleaflet = 'B1'", "not_rules, reason", "is missing"),
        (
            "[terms.light]\nmean.en = 'x'\nmeans.en = 'x'",
            "terms light, mean",
            "nothing here is called mean; did you mean means?",
        ),
    ],
)
def test_what_is_wrong_in_another_table_is_named(tables: str, place: str, sentence: str) -> None:
    problem = only(tables)
    assert problem.place == place
    assert sentence in problem.sentence
    assert problem.line > LINES_BEFORE


@pytest.mark.parametrize(
    ("field", "place", "sentence"),
    [
        ('unit = "nites"', "parameters x, unit", "no unit is called nites; did you mean nights?"),
        ('unit = "nights"\nvalue = "x"', "parameters x, value", "must be a number of nights, not 'x'"),
        ('unit = "nights"\nvalue = true', "parameters x, value", "must be a number of nights, not True"),
        ('unit = "clock"\nvalue = "7 am"', "parameters x, value", "must be a time of day like 07:00, not '7 am'"),
        ('unit = "nights"\nvalue = 5\nleast = "x"', "parameters x, least", "must be a number of nights"),
        ('unit = "nights"\nvalue = 5\nmax = 9', "parameters x, max", "nothing here is called max"),
        ('unit = "nights"\nvalue = 5\nsource = "BOOK"', "parameter x, source", "no source is called BOOK"),
    ],
)
def test_what_is_wrong_in_a_parameter_is_named(field: str, place: str, sentence: str) -> None:
    rest = 'label.en = "x"\nlabel.fr = "x"\nreason = "x"\n' + ("" if "source" in field else 'source = "HOUSE"\n')
    rest += "" if "value" in field else "value = 5\n"
    problem = only(f"[parameters.x]\n{field}\n{rest}")
    assert problem.place == place
    assert sentence in problem.sentence


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ('id = "small"', "", "the protocol, id", "is missing"),
        ('version = "1"', "version = 1", "the protocol, version", "must be words in quotation marks, not 1"),
        ("effective = 2026-01-01", 'effective = "today"', "the protocol, effective", "must be a date like 2026-11-22"),
        ('zone = "America/Edmonton"', 'zone = "Edmonton"', "the protocol, zone", "no time zone is called “Edmonton”"),
        ('zone = "America/Edmonton"', 'zone = "../etc"', "the protocol, zone", "no time zone is called “../etc”"),
        ('title.en = "Small"', 'titel.en = "Small"', "the protocol, titel", "did you mean title?"),
    ],
)
def test_what_is_wrong_in_the_head_is_named(old: str, new: str, place: str, sentence: str) -> None:
    assert old in SMALL
    problem = problems(SMALL.replace(old, new, 1))[0]
    assert problem.place == place
    assert sentence in problem.sentence


def test_two_rules_of_one_id_are_refused_at_the_second() -> None:
    text = SMALL + rule("", "same") + rule("", "same")
    (problem,) = problems(text)
    assert problem.sentence == "another rule has the same id"
    assert problem.line == len(text.splitlines()) - text.splitlines()[::-1].index('id = "same"')


# --- what is read ---------------------------------------------------------------------------------------------------


def test_a_rule_is_read_field_by_field() -> None:
    found = small(
        '[observations.rash]\nlabel.en = "a rash"\nlabel.fr = "une rougeur"\n'
        + rule(
            'leaflet = "POST-1"\nactor = "nurse"\nabout = "exercise"\nby = "walking"\nwithout = ["water"]\n'
            'legs = "both"\n'
            'from = "home"\nuntil = "review"\nnot_before = "left"\nnot_after = "second"\nwhole_days = false\n'
            'repeat = "each day"\neach_lasts = "10 to 15 minutes"\nwhen = "seen rash"\nends_early_on = ["rash"]\n'
            'begins = "rest"\nsure = "found"\noff = true\nsettles = ["C1", "C2"]\nsupervised = true\ncounted = "clock"'
        )
    ).rule("it")
    assert (found.kind, found.strength, found.actor, found.sure) == (Kind.DO, Strength.MUST, Actor.NURSE, Sure.FOUND)
    assert (found.by, found.without, found.settles) == (("walking",), ("water",), ("C1", "C2"))
    assert found.window.begin is not None
    assert found.window.begin.words == "home"
    assert found.whole_days is False
    assert found.each_lasts == (Quantity(10, "minutes"), Quantity(15, "minutes"))
    assert found.text["fr"] == "Faites-le."
    assert found.line == LINES_BEFORE + 5


def test_a_gate_a_limit_and_a_choice_hold_what_only_they_have() -> None:
    facts = "".join(f'[facts.{name}]\nask.en = "{name}?"\nask.fr = "{name} ?"\n' for name in ("ready", "tall"))
    gate = rule('blocks = "arrival"\nopens_when = "ready"\nneeds = "test"\noverride = "nurse"').replace(
        '"do"', '"gate"'
    )
    limit = rule('measures = ["left", "home"]\nbetween = "30 to 45 minutes"\nstop_above = "45 minutes"', "l")
    choice = rule("", "c") + "".join(
        f'[[rules.options]]\nfact = "{fact}"\ntext.en = "o"\ntext.fr = "o"\n' for fact in ("ready", "tall")
    )
    found = small(facts + gate + limit.replace('"do"', '"limit"') + choice.replace('"do"', '"choice"'))
    opened, driven, chosen = found.rules
    assert opened.gate is not None
    assert (opened.gate.blocks, opened.gate.needs, opened.gate.override) == (Blocks.ARRIVAL, ("test",), Actor.NURSE)
    assert driven.limit is not None
    assert driven.limit.between == (Quantity(30, "minutes"), Quantity(45, "minutes"))
    assert driven.limit.warn_above is None
    assert [option.fact for option in chosen.options] == ["ready", "tall"]


def test_what_the_file_does_not_say_takes_its_default() -> None:
    found = small('[facts.tall]\nask.en = "Tall?"\nask.fr = "Grand ?"\n')
    assert found.languages == ("en", "fr")
    assert found.facts["tall"].default is False
    assert found.approval.physician == ""
    assert found.effective == date(2026, 1, 1)
    assert found.parameters["morning"].value == time(7)


def test_an_event_that_only_a_rule_begins_is_known() -> None:
    found = small(rule('begins = "rest"', "a") + rule('from = "rest"', "b"))
    assert found.events["rest"].label["en"] == "rest"


def test_the_same_words_have_the_same_fingerprint() -> None:
    assert small("").fingerprint == small("").fingerprint
    assert small("").fingerprint != small("\n# a remark").fingerprint


@pytest.mark.parametrize("name", shipped())
def test_every_protocol_that_we_ship_can_be_read(name: str) -> None:
    assert load(name).id == name
