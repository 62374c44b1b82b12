"""Whatever the pages say in English they say in French: a missing translation is found here, not by a patient."""

from __future__ import annotations

import ast
import gettext
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils.translation.template import templatize

import saphena

if TYPE_CHECKING:
    from collections.abc import Iterator

SAPHENA = Path(next(iter(saphena.__path__)))
PAGES = (SAPHENA / "clinic", SAPHENA / "demo" / "guide")
CATALOGUES = sorted(found for place in PAGES for found in place.glob("**/locale/fr_CA/LC_MESSAGES/django.po"))
SOURCES = [found for kind in ("*.py", "*.html", "*.txt") for place in PAGES for found in sorted(place.rglob(kind))]
SAYING = {"_", "gettext", "gettext_lazy", "lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
WORD = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\(\s*{WORD}(?:\s*,\s*{WORD})?")


def entries(catalogue: Path) -> dict[tuple[str, int], str]:
    """What stands in a compiled catalogue, by text and number: the first of a plural is 0."""
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        raw = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]  # there is no public way
    return {key if isinstance(key, tuple) else (key, 0): text for key, text in raw.items()}


@cache
def french() -> dict[str, str]:
    """Everything that has a translation, from all catalogues, as the pages find it."""
    return {key[0]: text for catalogue in CATALOGUES for key, text in entries(catalogue).items() if text}


def said(source: Path) -> Iterator[str]:
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING and node.args:
                count = 2 if node.func.id.startswith("pgettext") else 1  # a context stands before the text
                words = [arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant)]
                if len(words) == count and all(isinstance(each, str) for each in words):
                    yield "\x04".join(map(str, words))
    else:
        for match in IN_TEMPLATE.finditer(templatize(text)):
            count = 2 if "p" in match[1] else 1
            yield "\x04".join(str(ast.literal_eval(each)) for each in match.groups()[1 : count + 1])


@pytest.mark.parametrize("source", SOURCES, ids=[str(source.relative_to(SAPHENA)) for source in SOURCES])
def test_everything_that_is_said_is_said_in_french(source: Path) -> None:
    known = french()
    assert [text for text in said(source) if text not in known] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=[c.relative_to(SAPHENA).parts[-5] for c in CATALOGUES])
def test_a_catalogue_is_compiled_as_it_is_written(catalogue: Path) -> None:
    written = catalogue.read_text(encoding="utf-8")
    assert "#, fuzzy" not in written
    texts = re.findall(r'^msgstr(?:\[\d\])? (".+")$', written, re.M)
    assert {ast.literal_eval(text) for text in texts} - {""} <= set(entries(catalogue).values())


def test_a_text_has_one_french_whichever_catalogue_it_is_found_in() -> None:
    """All catalogues are one when a page looks: of two French words for one text, one page gets the other page's. What
    is said otherwise elsewhere (another gender, a verb and a noun) has its context."""
    found: dict[str, set[str]] = {}
    for catalogue in CATALOGUES:
        for key, text in entries(catalogue).items():
            if key[0] and key[1] == 0:
                found.setdefault(key[0], set()).add(text)
    assert {text: sorted(several) for text, several in found.items() if len(several) > 1} == {}
