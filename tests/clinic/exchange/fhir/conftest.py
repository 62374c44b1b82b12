from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clinic.courses.conftest import clock

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["clock"]


@pytest.fixture(autouse=True)
def images(settings: Any, tmp_path: Path) -> None:
    settings.SAPHENA_IMAGES = tmp_path / "images"
