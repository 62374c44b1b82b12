"""A header that is read while the image still comes in is the one that the whole file has, or none."""

from __future__ import annotations

import pytest

from saphena.clinic.imaging.reading import foresee, read_header
from tests.echo.test_frames import ultrasound

PIECES = (200, 1_500, 16_384, 131_072)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_of_every_real_ultrasound_file_and_every_size_of_the_first_piece() -> None:
    foreseen = 0
    for path in ultrasound():
        content = path.read_bytes()
        whole = read_header(path)
        for piece in PIECES:
            header = foresee(content[:piece])
            assert header in (None, whole), path.name
            foreseen += header is not None
    assert foreseen > len(ultrasound()), "most are told from their first piece"


@pytest.mark.parametrize("content", [b"", b"not DICOM", b"\0" * 128 + b"DICM"])
def test_of_nothing_that_can_be_read_nothing_is_foreseen(content: bytes) -> None:
    assert foresee(content) is None
