"""The examples in docs/mechanisms/reviewing.md do what the page says."""

from __future__ import annotations

import doctest

from tests.project.checkout import ROOT

PAGE = ROOT / "docs" / "mechanisms" / "reviewing.md"


def test_every_example_does_what_the_page_says() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert found.attempted > 4
    assert found.failed == 0
