"""Every file opens frame by frame, or is refused with the reason before memory is taken."""

from __future__ import annotations

import tracemalloc
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, JPEGLSLossless, RLELossless

from saphena.echo.frames import as_file, open_clip
from saphena.echo.measurement import Refused
from saphena.echo.reasons import Why
from tests.echo.conftest import COLLECTIONS, real, refuses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydicom import Dataset


def ultrasound() -> list[Path]:
    """Every ultrasound file of pydicom's collections."""
    found = []
    for path in sorted(path for place in COLLECTIONS for path in place.rglob("*.dcm")):
        try:
            if pydicom.dcmread(path, specific_tags=["Modality"], stop_before_pixels=True).get("Modality") == "US":
                found.append(path)
        except pydicom.errors.InvalidDicomError:
            continue
    return found


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_real_ultrasound_file_opens() -> None:
    files = ultrasound()
    assert len(files) >= 18
    for path in files:
        with open_clip(path) as clip:
            last = clip.grey(clip.count - 1)
            assert last.shape == (clip.rows, clip.columns) == clip.frame(0).shape[:2], path
            assert last.dtype == np.uint8
            assert last.max() > 100, path


@pytest.mark.parametrize("name", ["OBXXXX1A_expb.dcm", "OBXXXX1A_rle.dcm", "OBXXXX1A_2frame.dcm"])
def test_the_same_picture_is_the_same_however_it_was_packed(name: str) -> None:
    with open_clip(real("OBXXXX1A.dcm")) as plain, open_clip(real(name)) as other:
        assert np.array_equal(plain.frame(0), other.frame(0))
        assert np.array_equal(plain.grey(0), other.grey(0))


def test_a_palette_of_sixteen_bits_becomes_eight() -> None:
    with open_clip(real("gdcm-US-ALOKA-16.dcm")) as little, open_clip(real("gdcm-US-ALOKA-16_big.dcm")) as big:
        assert little.frame(0).dtype == np.uint8
        assert 150 < little.frame(0).max() <= 255
        assert np.array_equal(little.frame(0), big.frame(0))


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, DeflatedExplicitVRLittleEndian])
def test_a_packed_picture_comes_out_as_it_went_in(picture: Dataset, saved: Callable[..., Path], syntax: UID) -> None:
    if syntax != DeflatedExplicitVRLittleEndian:
        picture.compress(syntax)
    picture.file_meta.TransferSyntaxUID = syntax
    with open_clip(saved(picture)) as clip:
        assert np.array_equal(clip.grey(0)[0], np.arange(100))


def test_a_long_clip_takes_the_memory_of_a_frame(tmp_path: Path, picture: Dataset) -> None:
    """Forty-three megabytes, as a colour clip of a real machine has."""
    picture.Rows, picture.Columns, picture.NumberOfFrames = 600, 800, 90
    del picture.SequenceOfUltrasoundRegions
    picture.PixelData = bytes(600 * 800 * 90)
    path = tmp_path / "long.dcm"
    picture.save_as(path)
    del picture.PixelData
    assert path.stat().st_size > 43_000_000
    tracemalloc.start()
    with open_clip(path) as clip:
        assert sum(int(grey.max()) for grey in clip.greys()) == 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


@pytest.mark.parametrize(
    ("rows", "columns", "frames"),
    [(65535, 65535, 10000), (8000, 8000, 90000), (80, 100, 99999), (80, 100, 2), (81, 100, 1)],
)
def test_a_claim_that_the_file_does_not_hold_is_refused_before_memory_is_taken(
    picture: Dataset, saved: Callable[..., Path], rows: int, columns: int, frames: int
) -> None:
    picture.Rows, picture.Columns, picture.NumberOfFrames = rows, columns, frames
    path = saved(picture)
    tracemalloc.start()
    with pytest.raises(Refused, match=r"can be read|it was cut short or its header is wrong"), open_clip(path):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_compressed_picture_that_claims_another_size_than_its_header_is_refused(
    picture: Dataset, saved: Callable[..., Path]
) -> None:
    picture.compress(JPEGLSLossless)
    place = picture.PixelData.index(b"\xff\xf7") + 5
    data = bytearray(picture.PixelData)
    data[place : place + 4] = b"\xff\xff\xff\xff"
    picture.PixelData = bytes(data)
    with open_clip(saved(picture)) as clip, refuses(Why.OTHER_SIZE_INSIDE):
        clip.grey(0)


def test_a_deflated_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saphena.echo.opening.MAX_INFLATED", 20 << 20)  # half a gigabyte takes seconds to unpack
    made = pydicom.dcmread(real("image_dfl.dcm"))
    path = tmp_path / "bomb.dcm"
    made.save_as(path)
    head = path.read_bytes()
    start = head.index(b"1.2.840.10008.1.2.1.99") + 22
    end = 132 + 12 + int.from_bytes(head[140:144], "little")
    assert start <= end
    pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    path.write_bytes(head[:end] + b"".join(pack.compress(bytes(1 << 20)) for _ in range(24)) + pack.flush())
    with pytest.raises(Refused, match="unpacks to more"), open_clip(path):
        pass


def test_what_is_no_dicom_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "picture.dcm"
    nothing = "no DICOM|no picture"
    for content, what in [(b"\xff\xd8\xff\xe0 and so on", "a JPEG picture"), (b"", "empty"), (b"%PDF-1.7", "a PDF"),
                          (b"Dear clinic, ...", nothing), (bytes(5000), nothing)]:  # fmt: skip
        path.write_bytes(content)
        with pytest.raises(Refused, match=what), open_clip(path):
            pass
    with pytest.raises(Refused, match="No such file"), open_clip(tmp_path / "gone.dcm"):
        pass


@pytest.mark.parametrize("name", ["OBXXXX1A.dcm", "OBXXXX1A_rle_2frame.dcm", "color3d_jpeg_baseline.dcm"])
def test_a_file_cut_anywhere_is_refused(name: str) -> None:
    whole = real(name).read_bytes()
    for part in (0.001, 0.01, 0.3, 0.9, 0.999):
        with pytest.raises(Refused), open_clip(as_file(whole[: int(len(whole) * part)])) as clip:
            clip.grey(clip.count - 1)


def test_a_report_has_no_picture() -> None:
    with pytest.raises(Refused, match="no picture"), open_clip(real("reportsi.dcm")):
        pass


def test_a_header_that_contradicts_itself_is_refused(picture: Dataset, saved: Callable[..., Path]) -> None:
    picture.PhotometricInterpretation = "RGB"
    with pytest.raises(Refused, match="contradicts itself"), open_clip(saved(picture)):
        pass


def test_there_is_no_frame_beyond_the_last(picture: Dataset, saved: Callable[..., Path]) -> None:
    with open_clip(saved(picture)) as clip, refuses(Why.NO_SUCH_FRAME):
        clip.grey(1)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=12))
@pytest.mark.parametrize("name", ["examples_palette.dcm"])
def test_damaged_bytes_never_raise_anything_but_a_refusal(name: str, place: float, junk: bytes) -> None:
    whole = bytearray(real(name).read_bytes())
    start = int(place * 4000)
    whole[start : start + len(junk)] = junk
    try:
        with open_clip(as_file(bytes(whole))) as clip:
            clip.grey(0)
            assert clip.calibration.rows == clip.rows
    except Refused:
        pass
