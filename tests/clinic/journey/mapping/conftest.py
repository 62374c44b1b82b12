from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import translation

from tests import cast
from tests.clinic.journey.mapping.mapped import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """Monday afternoon in the scanning room, and the clinic is set up, for every test that has a database."""
    if request.node.get_closest_marker("django_db") is None:
        yield None
        return
    request.getfixturevalue("db")
    with time_machine.travel(NOW, tick=False) as traveller, translation.override("en-ca"):
        cast.clinic()
        yield traveller


@pytest.fixture(autouse=True)
def images(settings: Any, tmp_path: Path) -> None:
    settings.SAPHENA_IMAGES = tmp_path / "images"
