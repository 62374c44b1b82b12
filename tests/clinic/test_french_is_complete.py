"""Whatever the pages say in English they say in French: a missing translation is found here, not by a patient."""

from __future__ import annotations

import ast
import gettext
import re
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


def french() -> dict[str, str]:
    """Everything that has a translation, from all catalogues, as the pages find it."""
    found: dict[str, str] = {}
    for catalogue in CATALOGUES:
        with catalogue.with_suffix(".mo").open("rb") as compiled:
            entries = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]  # there is no public way
        found |= {key[0] if isinstance(key, tuple) else key: text for key, text in entries.items() if text}
    return found


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
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        entries = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]  # there is no public way
    texts = re.findall(r'^msgstr(?:\[\d\])? (".+")$', written, re.M)
    assert {ast.literal_eval(text) for text in texts} - {""} <= set(entries.values())
