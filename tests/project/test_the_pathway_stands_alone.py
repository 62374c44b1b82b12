"""The rules of the clinic need nothing but Python: no package, no clinic, no clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.project.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = ROOT / "src"
MODULES = sorted((SOURCE / "saphena" / "pathway").rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_it_imports_the_standard_library_and_itself_only(module: Path) -> None:
    outside = {name for name in imported(module) if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in outside if not f"{name}.".startswith("saphena.pathway.")} == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_it_reads_no_clock(module: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)]
    asked = [ast.unparse(call.func) for call in calls]
    assert [name for name in asked if name.endswith((".now", ".today", ".utcnow", "time.time", "monotonic"))] == []


def test_all_of_it_loads_where_django_does_not_exist() -> None:
    names = [".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__") for path in MODULES]
    program = f"import sys; sys.modules['django'] = None; import {', '.join(names)}"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
