"""README, CHANGELOG and the documents say what is so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from saphena import __version__
from saphena.cli import COMMANDS
from tests.project.checkout import ROOT, files, text

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = [path for path in files() if path.suffix == ".md"]


def test_the_version_is_the_newest_in_the_changelog() -> None:
    newest = re.search(r"^## \[?v?(\d+\.\d+\.\d+\S*?)\]?(\s|$)", text(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert newest
    assert newest[1] == __version__


def test_the_readme_names_commands_that_exist() -> None:
    readme = text(ROOT / "README.md")
    scripts = set(re.findall(r"\bscripts/([a-z]+)", readme))
    assert scripts >= {"demo", "test"}
    assert [name for name in scripts if not (ROOT / "scripts" / name).exists()] == []
    commands = set(re.findall(r"(?:^|[`/\s])saphena ([a-z]+)", "\n".join(re.findall(r"`[^`]+`", readme))))
    assert commands <= COMMANDS.keys()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(paper))
    assert [link for link in links if not (paper.parent / link).exists()] == []
