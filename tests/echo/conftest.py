"""Files to measure: written for one test, or real ones of pydicom's own collections."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import data_store
import numpy as np
import pydicom
import pytest

from saphena.echo.measurement import Refused
from saphena.echo.phantom.dicom import data_set, picture_scale
from saphena.echo.regions import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydicom import Dataset

    from saphena.echo.reasons import Why

COLLECTIONS = [Path(module.__file__ or "").parent for module in (pydicom, data_store)]


def real(name: str) -> Path:
    """A real file, by its name."""
    found = [path for place in COLLECTIONS for path in place.rglob(name)]
    assert found, name
    return found[0]


@contextmanager
def refuses(why: Why) -> Iterator[None]:
    """What is done within is refused, for that reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason.why is why, caught.value.reason


@pytest.fixture
def picture() -> Dataset:
    """A still of 100 x 80 pixels, 0.1 mm each, whose grey grows to the right; its region leaves out ten rows on top."""
    grey = np.tile(np.arange(100, dtype=np.uint8), (80, 1))
    return data_set(grey[np.newaxis], (picture_scale(Box(0, 10, 99, 79), 0.1),))


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Dataset], Path]:
    """`saved(data_set)` writes it to a file."""

    def save(made: Dataset) -> Path:
        path = tmp_path / "made.dcm"
        made.save_as(path, enforce_file_format=True)
        return path

    return save
