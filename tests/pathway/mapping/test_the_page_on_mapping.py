"""The examples on docs/mechanisms/mapping.md come out as they are written there."""

from __future__ import annotations

import doctest

from tests.project.checkout import ROOT


def test_the_examples_come_out_as_written() -> None:
    failures, tried = doctest.testfile(str(ROOT / "docs/mechanisms/mapping.md"), module_relative=False)
    assert tried > 3
    assert not failures
