"""Every sentence that the measuring says is said in French too: the list is held against the code that says it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils import translation

import saphena.echo
from saphena.clinic.imaging.wording import spoken
from saphena.echo.measurement import Flag

ECHO = Path(next(iter(saphena.echo.__path__)))
ELSEWHERE = {"batch.py", "writing.py", "tasks.py"}  # said on the command line only


def sentences() -> list[str]:
    """What is raised as a refusal, a number in each place of one."""
    found = []
    for source in sorted(ECHO.rglob("*.py")):
        if source.name in ELSEWHERE or "phantom" in source.parts:
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (argument := _said(node)) and (text := _sample(argument)):
                found.append(text)
    return sorted(set(found))


def _said(call: ast.Call) -> ast.expr | None:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name == "Refused" and call.args:
        return call.args[0]
    return call.args[2] if name == "none" and len(call.args) > 2 else None


def _sample(said: ast.expr) -> str:
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        return said.value
    if isinstance(said, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "7" for part in said.values]
        return "".join(str(part) for part in parts)
    return ""


@pytest.mark.parametrize("said", [*sentences(), *(str(flag) for flag in Flag)])
def test_it_is_said_in_french(said: str) -> None:
    said = said.removesuffix("7") if said.endswith("picture.7") else said  # the regions' own reasons follow there
    with translation.override("fr-ca"):
        assert spoken(said) != said


def test_the_list_is_found_in_the_code() -> None:
    assert len(sentences()) > 60


def test_numbers_are_written_as_they_are_read() -> None:
    with translation.override("fr-ca"):
        told = spoken("The outline is no ellipse (0.31 mm off): it may run into a neighbour.")
        assert "0,31" in told
        assert "78\N{NO-BREAK SPACE}%" in spoken("The wall was found on 78% of the way round only.")


def test_a_refusal_with_the_reasons_of_its_regions_is_said_whole() -> None:
    said = (
        "This picture has no scale that can be trusted. Region 0: It is a grey bar. Region 2: One pixel would be "
        "0.3 cm, which no vascular picture has. Set the scale by two points on its ruler."
    )
    with translation.override("fr-ca"):
        told = spoken(said)
    assert "Région 0" in told
    assert "0,3 cm" in told
    assert "grey" not in told
    assert "Set the scale" not in told


def test_in_english_it_stays_as_it_was_said() -> None:
    with translation.override("en-ca"):
        assert spoken("The file is empty.") == "The file is empty."
