"""The table is whole: the rows it was drawn from, words that a patient can read, and nothing that is only recalled."""

from __future__ import annotations

from importlib.resources import files

import pytest

from saphena.pathway.protocol.checking.readability import ease_of
from saphena.pathway.protocol.checking.settling import settling
from saphena.pathway.recovering import Level, table
from saphena.pathway.recovering.rows import read

TEXT = (files("saphena.pathway.recovering") / "triage.toml").read_text(encoding="utf-8")
ROWS = 32


def patient_texts(language: str) -> list[str]:
    rows = [text[language] for row in table().rows.values() for text in (row.ask, row.tell)]
    cases = [text[language] for case in table().details() for text in (case.ask, case.tell)]
    return rows + cases + [text[language] for said in table().levels.values() for text in (said.title, said.tell)]


def test_every_number_is_there_once_or_as_two_sides_of_one() -> None:
    rows = [*table().rows.values(), *table().off]
    assert {row.number for row in rows} == set(range(1, ROWS + 1))


def test_what_is_only_recalled_is_off_and_nobody_has_signed_for_the_rest() -> None:
    assert [row.name for row in table().off] == ["chest_in_clinic"]
    assert "acetaminophen_most" not in table().amounts
    assert table().approved == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_twelve_year_old_can_read_what_the_patient_reads(language: str) -> None:
    most = settling().readability
    hard = {text: ease_of(text, language) for text in patient_texts(language)}
    found = {t: e for t, e in hard.items() if e.level > most["most"] or e.longest_sentence > most["longest_sentence"]}
    assert found == {}


def test_every_emergency_tells_the_number_to_call() -> None:
    for row in table().rows.values():
        told = [case.tell for case in row.cases if case.level is Level.EMERGENCY]
        told += [row.tell] if row.level is Level.EMERGENCY else []
        assert all("{number}" in text[language] for text in told for language in ("en", "fr")), row.name


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ('sure = "engineering"\n\n[[rows]]\nnumber = 2', 'sure = "recalled"\n\n[[rows]]\nnumber = 2', "breath"),
        ('name = "throat"', 'name = "breath"', "breath"),
        ('level = "self"\nwindow = { until = 14', 'level = "soon"\nwindow = { until = 14', "soon"),
        ("lasts = 7\n", "", "ankles"),
        ('source = "stocking fit"', 'source = ""', "stocking_cannot"),
    ],
    ids=["recalled", "twice", "level", "lasts", "source"],
)
def test_a_row_that_is_not_complete_is_named(was: str, now: str, says: str) -> None:
    assert was in TEXT
    with pytest.raises(ValueError, match=says):
        read(TEXT.replace(was, now, 1))
