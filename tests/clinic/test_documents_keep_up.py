"""docs/ names every step of the journey, every app of the clinic and every capability, as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import saphena.clinic
from saphena.clinic.courses.journey import STAGES, Stage
from saphena.clinic.messages.kinds import KINDS
from saphena.clinic.people.roles import CAPABILITIES, COLUMNS, Capability
from tests.project.checkout import ROOT, text

JOURNEY = text(ROOT / "docs/journey.md")
CLINIC = Path(next(iter(saphena.clinic.__path__)))
APPS = sorted(folder.name for folder in CLINIC.iterdir() if (folder / "__init__.py").exists())


def test_the_journey_has_a_heading_for_every_step_in_order() -> None:
    headings = re.findall(r"^## \d\. (.+)$", JOURNEY, re.MULTILINE)
    assert headings == [str(stage.label) for stage in STAGES]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_the_journey_says_what_finishes_a_step(stage: Stage) -> None:
    assert f"`{stage.finished_by}`" in JOURNEY


@pytest.mark.parametrize("app", APPS)
def test_the_journey_says_what_every_app_does_for_it(app: str) -> None:
    assert re.search(rf"^\| `{app}/` \| \S", JOURNEY, re.MULTILINE)


def row_of(capability: Capability) -> str:
    marks = " | ".join("✓" if role in capability.roles else "" for role in COLUMNS.values())
    return f"| `{capability.name}` | {marks} | {capability.sentence} |"


def test_the_page_on_permissions_has_the_table_as_it_is() -> None:
    page = text(ROOT / "docs/mechanisms/permissions.md")
    rows = [line for line in page.splitlines() if re.match(r"\| `\w+\.\w+` \|", line)]
    assert rows == [row_of(capability) for capability in CAPABILITIES.values()]
    assert f"| Capability | {' | '.join(COLUMNS.values())} |" in page


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_page_on_messages_names_every_kind(kind: str) -> None:
    assert f"`{kind}`" in text(ROOT / "docs/mechanisms/messages.md")
