"""The project installs and runs anywhere: no file names a package index, or a folder of one machine."""

from __future__ import annotations

from tests.project.checkout import ROOT, places

# Each written so that this file does not find itself.
INDEXES = r"https?://\S*(py[p]i|python[h]osted|/simple\b)|^\s*--(extra-)?index-u[r]l|^\s*--find-l[i]nks|file:/[/]/"
FOLDERS = r"(?<![\w.}$])/(w[o]rk|r[o]ot|t[m]p|h[o]me/\w+|U[s]ers/\w+)/"


def test_no_file_names_a_package_index() -> None:
    assert places(INDEXES) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert places(FOLDERS) == []


def test_nobody_says_to_do_it_later() -> None:
    assert places(r"\b(TO[D]O|FIX[M]E|X[X]X)\b") == []


def test_a_script_can_be_run() -> None:
    scripts = [path for path in (ROOT / "scripts").iterdir() if path.read_text().startswith("#!")]
    assert scripts
    assert [path.name for path in [*scripts, ROOT / ".ci/run"] if not path.stat().st_mode & 0o100] == []
