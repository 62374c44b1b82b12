"""How easy a text is: words per sentence, and long words per hundred."""

from __future__ import annotations

import pytest

from saphena.pathway.protocol.checking.readability import ease_of


def test_short_words_in_short_sentences_are_easy() -> None:
    ease = ease_of("Put your leg up. Walk once an hour. Call us if it hurts.", "en")
    assert ease.level == 13 / 3
    assert ease.longest_sentence == 5


def test_long_words_are_counted_by_the_hundred() -> None:
    assert ease_of("one two three four five six seven eight nine extraordinary", "en").level == 10 + 10


def test_one_long_word_among_four_is_no_hard_text() -> None:
    assert ease_of("It is usually painless", "en").level == 4 + 20


@pytest.mark.parametrize("ending", [".", "!", "?", ":", ";"])
def test_what_ends_a_sentence(ending: str) -> None:
    assert ease_of(f"one two three{ending} four five six{ending}", "en").longest_sentence == 3


def test_a_decimal_point_ends_nothing() -> None:
    assert ease_of("walk for 1.5 hours", "en").longest_sentence == 5


def test_each_part_of_a_list_is_read_by_itself() -> None:
    assert ease_of("bread and milk, eggs, salt, sugar", "en").longest_sentence == 3
    assert ease_of("bread and milk, eggs, salt", "en").longest_sentence == 5


def test_a_slot_is_one_short_word() -> None:
    assert ease_of("until {end:when} at {exercise_latest_days}", "en") == ease_of("until 5 at 5", "en")


def test_what_a_hyphen_or_an_apostrophe_joins_is_two_words() -> None:
    assert ease_of("levez-vous jusqu’ici", "fr").longest_sentence == 4


def test_words_that_every_patient_knows_are_not_long() -> None:
    assert ease_of("the bandage and the stocking stay on all night long", "en").level == 10


def test_french_words_may_be_a_letter_longer() -> None:
    assert ease_of("un deux trois quatre cinq six sept huit neuf journée", "fr").level == 10
    assert ease_of("one two three four five six seven eight nine evening", "en").level == 20


@pytest.mark.parametrize("words", ["", "{start}", "… ;"])
def test_a_text_of_hardly_any_words_is_easy(words: str) -> None:
    assert ease_of(words, "en").level <= 1
