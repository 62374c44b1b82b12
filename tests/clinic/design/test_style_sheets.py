"""The sheets keep their promises: layers, tokens for every colour, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from saphena.clinic.design.bundles import BUNDLES
from tests.clinic.design.palette import FOLDER, SHEETS

NAMES = sorted(path.name for path in SHEETS.glob("*.css"))
RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def read(name: str) -> str:
    return COMMENT.sub("", (SHEETS / name).read_text())


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_writes_only_into_the_named_layers(name: str) -> None:
    sheet = read(name)
    ordered = read("layers.css")
    for layers in re.findall(r"@layer ([\w, ]+)", sheet):
        assert all(layer.strip() in ordered for layer in layers.split(","))
    outside = re.sub(r"\s+", " ", _without_blocks(sheet)).strip()
    assert not re.sub(r"@layer [\w, ]+;?", "", outside).strip()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "tokens.css"])
def test_only_the_tokens_name_a_raw_colour(name: str) -> None:
    assert not RAW_COLOUR.findall(read(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_custom_property_that_is_used_is_defined(name: str) -> None:
    defined = set(re.findall(r"(--[\w-]+):", " ".join(map(read, NAMES))))
    assert set(re.findall(r"var\((--[\w-]+)", read(name))) <= defined


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched(name: str) -> None:
    assert "@import" not in read(name)
    assert "url(" not in read(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_stays_small(name: str) -> None:
    assert len((SHEETS / name).read_text().splitlines()) <= 350


def test_every_sheet_stands_in_a_bundle_or_is_linked_by_a_template() -> None:
    bundled = {Path(part).name for parts in BUNDLES.values() for part in parts if part.endswith(".css")}
    linked = bundled | {
        found
        for template in (FOLDER / "templates").rglob("*.html")
        for found in re.findall(r"design/css/([\w-]+\.css)", template.read_text())
    }
    assert linked == set(NAMES)


def _without_blocks(sheet: str) -> str:
    """What stands outside of all braces."""
    depth, kept = 0, []
    for letter in sheet:
        depth += letter == "{"
        if depth == 0:
            kept.append(letter)
        depth -= letter == "}"
    return "".join(kept)
