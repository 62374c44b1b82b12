"""Whatever the design says, it says in French too, and the compiled catalogue is the written one."""

from __future__ import annotations

import gettext
import re
from ast import literal_eval
from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.utils import dates
from django.utils.translation import override

from saphena.clinic.design import words
from tests.clinic.design.palette import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = FOLDER / "locale" / "fr_CA" / "LC_MESSAGES"
TEMPLATES = [path for path in FOLDER.glob("templates/**/*.html") if "styleguide" not in path.name]
SIMPLE = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")


def compiled() -> gettext.GNUTranslations:
    with (CATALOGUE / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def written() -> dict[str, str]:
    """The catalogue's entries without plurals: context and English -> French."""
    entry = re.compile(r'(?:^msgctxt (".*")\n)?^msgid (".*")\n^msgstr (".+")$', re.MULTILINE)
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    return {
        (f"{literal_eval(context)}\x04" if context else "") + literal_eval(english): literal_eval(french)
        for context, english, french in entry.findall(text)
        if english != '""'
    }


def test_every_entry_is_translated() -> None:
    assert 'msgstr ""\n\n' not in (CATALOGUE / "django.po").read_text(encoding="utf-8").split("\n\n", 1)[1]
    assert all(written().values())


def test_the_compiled_catalogue_is_the_written_one() -> None:
    catalogue = compiled()
    assert written() == {english: catalogue.gettext(english) for english in written()}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_sentence_of_a_template_is_in_the_catalogue(path: Path) -> None:
    said = {double or single for double, single in SIMPLE.findall(path.read_text())}
    assert said <= set(written())


def test_every_sign_has_its_french_word() -> None:
    signs = [*words.STRENGTHS.values(), *(sign.word for sign in (*words.KINDS.values(), *words.STATES.values()))]
    with override("fr-ca"):
        said = [str(word) for word in signs]
    assert len(said) == len([word for word in said if word])
    assert "Obligatoire" in said
    assert "Must" not in said


def test_the_word_may_does_not_rename_the_month() -> None:
    with override("fr-ca"):
        assert str(dates.MONTHS[5]) == "mai"
        assert str(words.STRENGTHS["may"]) == "Permis"


def test_the_emergency_signs_are_french_on_a_french_page() -> None:
    with override("fr-ca"):
        html = render_to_string("design/emergency.html")
    assert "Urgence\u00a0: appelez le 911" in html
    assert "If you think" not in html
    assert "Si vous pensez" in html
