"""Images are kept in a folder of the test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def images(settings: Any, tmp_path: Path) -> Path:
    settings.SAPHENA_IMAGES = tmp_path / "images"
    return tmp_path / "images"
