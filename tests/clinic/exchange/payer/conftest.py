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
def clock(db: None, settings: Any, tmp_path: Path) -> Iterator[time_machine.Traveller]:
    settings.SAPHENA_IMAGES = tmp_path / "images"
    with time_machine.travel(NOW, tick=False) as traveller, translation.override("en-ca"):
        cast.clinic()
        yield traveller
