"""README, CHANGELOG and the documents say what is so."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from saphena import __version__
from saphena.cli import COMMANDS, main
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


DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
DOCUMENTS = sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_a_page_of_four_parts(decision: Path) -> None:
    lines = text(decision).splitlines()
    assert len(lines) <= 40
    assert lines[0].startswith(f"# {decision.name[:4]} ")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Decision",
        "## Consequences",
        "## Evidence",
    ]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_index_leads_to_every_document(document: Path) -> None:
    assert f"]({document.relative_to(ROOT / 'docs')})" in text(ROOT / "docs/README.md")


READERS = {"text", "flag", "number", "address", "names", "secret", "one_of"}  # of clinic/config/environment.py


def settings_in_the_code() -> dict[str, str]:
    """Every name that is read from the environment, with its default where the code has one."""
    found = {"SAPHENA_HOME": ""}  # read before Django is there, in clinic/config/home.py
    for node in ast.walk(ast.parse(text(ROOT / "src/saphena/clinic/config/settings.py"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            name = ast.literal_eval(node.args[0])
            given = [*node.args[1:], *(word.value for word in node.keywords if word.arg == "default")]
            found[name] = default_in_words(ast.unparse(given[0])) if given else ""
    return found


def default_in_words(code: str) -> str:
    if code in ("True", "False"):
        return "yes" if code == "True" else "no"
    factors = [factor.strip().strip("'") for factor in code.split("*")]
    if len(factors) > 1:
        hours, days = map(int, factors)
        return str(hours * days)
    return factors[0]


@pytest.mark.parametrize(("name", "default"), settings_in_the_code().items())
def test_a_setting_is_documented_with_its_default(name: str, default: str) -> None:
    rows = [line for line in text(ROOT / "docs/settings.md").splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1
    assert default in rows[0].split("|")[2]


def test_no_setting_is_documented_that_is_not_read() -> None:
    documented = re.findall(r"^\| `(SAPHENA_\w+)` \|", text(ROOT / "docs/settings.md"), re.MULTILINE)
    assert sorted(documented) == sorted(settings_in_the_code())


def test_the_examples_in_the_readme_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"^scripts/saphena ((?:plan|protocol) .+)$", text(ROOT / "README.md"), re.MULTILINE)
    assert len(examples) == 5
    assert [example for example in examples if main(example.split()) != 0] == []
