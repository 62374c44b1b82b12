"""The text of a consent: complete, in both languages, and proved by its fingerprint."""

from __future__ import annotations

import copy

import pytest

from saphena.pathway.planning.consenting import ConsentKind, every_item, text_of
from saphena.pathway.planning.reading import LANGUAGES, raw


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ConsentKind)
def test_a_text_has_title_items_and_what_is_agreed_to(kind: ConsentKind, language: str) -> None:
    text = text_of(kind, language, "left")
    assert text.title
    assert text.closing
    assert len(text.items) > 5
    assert "{" not in text.words


def test_test_session_and_procedure_are_agreed_to_separately() -> None:
    test, procedure = (text_of(kind, "en", "left") for kind in ConsentKind)
    assert "does not prove that you are not allergic" in test.words
    assert "not allergic" not in procedure.words
    assert {"options", "rare", "clots"} <= {name for name, _head, _words in procedure.items}
    assert {"options", "rare", "clots"}.isdisjoint(name for name, _head, _words in test.items)


def test_the_leg_is_named_and_is_part_of_the_proof() -> None:
    left, right = (text_of(ConsentKind.PROCEDURE, "fr", leg) for leg in ("left", "right"))
    assert "jambe gauche" in left.closing
    assert left.fingerprint != right.fingerprint


def test_one_letter_changes_the_fingerprint() -> None:
    table = copy.deepcopy(raw("consent"))
    table["items"][0]["text"]["en"] += "."
    changed = text_of(ConsentKind.TEST, "en", "left", table)
    assert changed.fingerprint != text_of(ConsentKind.TEST, "en", "left").fingerprint


def test_what_was_only_recalled_is_not_in_the_text() -> None:
    recalled = {item.name for item in every_item() if item.sure == "recalled"}
    assert recalled == {"off label"}
    assert recalled.isdisjoint(name for name, _head, _words in text_of(ConsentKind.PROCEDURE, "en", "left").items)


def test_a_language_without_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no text in de"):
        text_of(ConsentKind.TEST, "de", "left")


def test_an_item_for_no_text_is_refused() -> None:
    table = copy.deepcopy(raw("consent"))
    table["items"][0]["for"] = ["surgery"]
    with pytest.raises(ValueError, match="belongs to one of the texts"):
        every_item(table)
