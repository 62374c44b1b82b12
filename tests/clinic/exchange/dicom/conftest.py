"""Our side writes images into a folder of the test, and answers in threads of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clinic.exchange.dicom.machines import Side, machine, our_side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def images(settings: Any, tmp_path: Path) -> Path:
    settings.SAPHENA_IMAGES = tmp_path / "images"
    return tmp_path / "images"


@pytest.fixture
def side(transactional_db: None) -> Iterator[Side]:
    """Listening, with one machine that may call."""
    machine()
    with our_side() as listening:
        yield listening
