"""The bundles are their parts, whole and in order, and follow them when they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from saphena.clinic.design import bundles
from saphena.clinic.design.bundles import BUNDLES, PARTS, Bundles


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_holds_each_of_its_parts_whole_and_in_order(name: str) -> None:
    text = Path(str(finders.find(name))).read_text()
    at = [text.index((PARTS / part).read_text().strip()) for part in BUNDLES[name]]
    assert at == sorted(at)


def test_the_layers_are_ordered_before_anything_is_written_into_them() -> None:
    for name in BUNDLES:
        if name.endswith(".css"):
            text = Path(str(finders.find(name))).read_text()
            assert text.index("@layer reset, tokens") < text.index("{")


def test_a_script_of_a_bundle_names_nothing_that_another_might_name_too() -> None:
    """They share one scope: at its top each only defines an element, or keeps its names in a block."""
    names = ("const ", "let ", "function ", "class ")
    for part in (part for parts in BUNDLES.values() for part in parts if part.endswith(".js")):
        assert not [line for line in (PARTS / part).read_text().splitlines() if line.startswith(names)]


def test_a_part_that_changes_changes_its_bundle(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SAPHENA_BUNDLES = tmp_path / "bundles"
    monkeypatch.setattr(bundles, "PARTS", tmp_path)
    monkeypatch.setitem(BUNDLES, "two.css", ("one.css", "two.css"))
    (tmp_path / "one.css").write_text("one {}\n")
    (tmp_path / "two.css").write_text("two {}\n")
    finder = Bundles()
    assert Path(finder.find("two.css")).read_text() == "one {}\ntwo {}\n"
    (tmp_path / "two.css").write_text("other {}\n")
    assert Path(finder.find("two.css")).read_text() == "one {}\nother {}\n"
    assert finder.find("three.css") is None
