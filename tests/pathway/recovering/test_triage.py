"""The most urgent row decides, what nobody knows counts as worse, and two findings for the same day are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.recovering import Level, Report, table, triage
from saphena.pathway.recovering.triage import BANDAGE, STOCKING

SYMPTOMS = sorted(row.name for row in table().rows.values() if row.group in ("emergency", "leg", "small"))
DETAILS = sorted(case.when for case in table().details())
TICKS = st.sets(st.sampled_from([*SYMPTOMS, *DETAILS]), max_size=6)
TIMES = st.timedeltas(timedelta(days=-30), timedelta(days=400))
REPORTS = st.builds(
    Report,
    since=TIMES,
    yes=st.builds(frozenset, TICKS),
    unknown=st.builds(frozenset, TICKS),
    pain=st.none() | st.integers(0, 10),
    bandage=st.sampled_from(["", *BANDAGE]),
    bandage_is_due=st.booleans(),
    stocking=st.sampled_from(["", *STOCKING]),
    words=st.booleans(),
    lasting=st.dictionaries(st.sampled_from(SYMPTOMS), st.timedeltas(timedelta(), timedelta(days=90)), max_size=3),
)
DAY_THREE = Report(timedelta(days=3))


def test_nothing_reported_is_nothing() -> None:
    finding = triage(DAY_THREE)
    assert (finding.level, finding.fired, finding.key) == (Level.NOTHING, (), "nothing")


def test_the_most_urgent_row_decides_and_stands_first() -> None:
    finding = triage(replace(DAY_THREE, yes=frozenset({"bruise", "swelling", "numb_skin"}), pain=2))
    assert finding.level is Level.TODAY
    assert [fired.row.name for fired in finding.fired] == ["swelling", "numb_skin", "mild_pain", "bruise"]


def test_two_findings_for_the_same_day_are_looked_at_by_a_clinician_at_once() -> None:
    finding = triage(replace(DAY_THREE, yes=frozenset({"swelling", "cord"})))
    assert (finding.level, finding.review, finding.key) == (Level.EMERGENCY, True, "review")
    assert not triage(replace(DAY_THREE, yes=frozenset({"swelling", "lump"}))).review


def test_an_emergency_sign_is_no_review_whatever_stands_beside_it() -> None:
    finding = triage(replace(DAY_THREE, yes=frozenset({"breath", "swelling", "cord"})))
    assert (finding.level, finding.key) == (Level.EMERGENCY, "emergency")
    assert triage(replace(DAY_THREE, unknown=frozenset({"breath"}))).key == "emergency"


def test_what_is_only_not_known_is_looked_at_rather_than_sent_to_the_emergency_number() -> None:
    finding = triage(replace(DAY_THREE, unknown=frozenset({"swelling"})))
    assert (finding.level, finding.key) == (Level.EMERGENCY, "review")


def test_written_words_wait_for_office_hours_and_make_nothing_less_urgent() -> None:
    assert triage(replace(DAY_THREE, words=True)).level is Level.OFFICE
    assert triage(replace(DAY_THREE, words=True, yes=frozenset({"swelling"}))).level is Level.TODAY


def test_names_that_the_table_does_not_know_weigh_nothing() -> None:
    assert triage(replace(DAY_THREE, yes=frozenset({"dragon"}), unknown=frozenset({"unicorn"}))).level is Level.NOTHING


def test_the_patient_reads_the_words_of_the_detail_that_fired() -> None:
    [fired] = triage(replace(DAY_THREE, yes=frozenset({"fever", "very_ill"}))).fired
    assert fired.tell("en").startswith("Call {number}")
    assert fired.answers == ("fever", "very_ill")


@given(report=REPORTS, more=st.sampled_from([*SYMPTOMS, *DETAILS]))
def test_who_tells_of_one_thing_more_never_waits_longer(report: Report, more: str) -> None:
    plain = replace(report, unknown=report.unknown - {more})
    assert triage(replace(plain, yes=plain.yes | {more})).level <= triage(plain).level


@given(report=REPORTS, more=st.sampled_from([*SYMPTOMS, *DETAILS]))
def test_not_knowing_is_never_less_urgent_than_no(report: Report, more: str) -> None:
    plain = replace(report, yes=report.yes - {more}, unknown=report.unknown - {more})
    assert triage(replace(plain, unknown=plain.unknown | {more})).level <= triage(plain).level


@given(report=REPORTS, pains=st.tuples(st.integers(0, 10), st.integers(0, 10)))
def test_more_pain_is_never_less_urgent(report: Report, pains: tuple[int, int]) -> None:
    less, more = sorted(pains)
    assert triage(replace(report, pain=more)).level <= triage(replace(report, pain=less)).level


@given(report=REPORTS, longer=st.timedeltas(timedelta(), timedelta(days=90)))
def test_what_lasts_longer_is_never_less_urgent(report: Report, longer: timedelta) -> None:
    lasting = {name: time + longer for name, time in report.lasting.items()}
    assert triage(replace(report, lasting=lasting)).level <= triage(report).level


@given(report=REPORTS)
def test_every_finding_names_its_rows_and_the_answers_that_fired_them(report: Report) -> None:
    finding = triage(report)
    for fired in finding.fired:
        assert fired.answers
        assert fired.tell("en")
        assert fired.tell("fr")
    assert finding.fired or finding.words or finding.level is Level.NOTHING
