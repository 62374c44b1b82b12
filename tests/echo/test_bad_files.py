"""What is wrong with a file is said by a reason of its own, and never by another error."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydicom.encaps import encapsulate
from pydicom.uid import UID, JPEGLSLossless, RLELossless

from saphena.echo.frames import as_file, open_clip
from saphena.echo.measurement import Refused
from saphena.echo.phantom.dicom import Scale, data_set, picture_scale, strip_scale
from saphena.echo.reasons import Why
from saphena.echo.regions import PLAUSIBLE, Box, Kind, read_regions
from saphena.echo.report import Report, read_report
from tests.echo.conftest import COLLECTIONS, real, refuses

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydicom import Dataset

COLOUR = {"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB"}
MPEG = "1.2.840.10008.1.2.4.100"
ANY_BYTES = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(made: Dataset) -> bytes:
    file = BytesIO()
    made.save_as(file)
    return file.getvalue()


def look(content: bytes) -> None:
    with open_clip(as_file(content)) as clip:
        clip.frame(0)


def zipped() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("picture.dcm", b"x" * 300)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (b"\xff\xd8\xff\xe0 and so on", Why.A_JPEG),
        (b"\x89PNG\r\n\x1a\n", Why.A_PNG),
        (b"GIF89a", Why.A_GIF),
        (b"%PDF-1.7", Why.A_PDF),
        (zipped(), Why.A_ZIP),
        (b"\x1f\x8b\x08", Why.A_GZIP),
        (b"<!doctype html>", Why.A_TEXT),
        (b"\x08\x00\x05\x00", Why.NOT_DICOM),
    ],
)
def test_another_format_is_named(content: bytes, why: Why) -> None:
    with refuses(why):
        look(content)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Rows": 65535, "Columns": 65535, "NumberOfFrames": 10000}, Why.OUT_OF_RANGE),
        ({"Rows": None}, Why.NO_PICTURE_WITHOUT),
        ({"BitsAllocated": 12}, Why.BITS),
        ({"PhotometricInterpretation": "RGB"}, Why.CONTRADICTS_ITSELF),
        ({"Rows": 8192, "Columns": 8192, **COLOUR}, Why.FRAMES_TOO_LARGE),
        ({"NumberOfFrames": 2}, Why.FEWER_BYTES),
        ({"PhotometricInterpretation": "PALETTE COLOR"}, Why.NO_PALETTE),
    ],
)  # fmt: skip
def test_a_header_that_lies_is_refused(picture: Dataset, changes: dict[str, Any], why: Why) -> None:
    for name, value in changes.items():
        setattr(picture, name, value)
    with refuses(why):
        look(written(picture))


def test_pixels_packed_in_another_way_than_the_header_says_are_refused(picture: Dataset) -> None:
    plain = written(picture)
    with refuses(Why.PACKED_OTHERWISE):
        look(plain.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.5\0"))
    with refuses(Why.UNKNOWN_SYNTAX):
        look(plain.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.1\0\0\0"))


def test_a_number_that_is_none_is_refused(picture: Dataset) -> None:
    picture.NumberOfFrames = 1
    with refuses(Why.NOT_A_NUMBER):
        look(written(picture).replace(b"IS\x02\x001 ", b"IS\x02\x00ab"))


def test_a_header_whose_lengths_are_nonsense_is_damaged() -> None:
    whole = bytearray(real("examples_palette.dcm").read_bytes())
    whole[1138:1146] = b'\xf3\xa6\xd7\xb0\xb4c\xe0"'
    with refuses(Why.DAMAGED_HEADER):
        look(bytes(whole))


def test_a_video_cannot_be_read(picture: Dataset) -> None:
    picture.PixelData = encapsulate([b"\0\0\1\xba and so on!"])
    picture.file_meta.TransferSyntaxUID = UID(MPEG)
    with refuses(Why.UNREADABLE_SYNTAX):
        look(written(picture))


@pytest.mark.parametrize(
    ("pieces", "frames", "why"),
    [
        ([b"12", b"34"], 3, Why.FEWER_FRAMES),
        ([b"12", b"34", b"56"], 2, Why.LOOSE_PIECES),
        ([b"\xff\xd8\xff\xf7\x00"], 1, Why.NO_INNER_HEADER),
        ([b"no JPEG at all"], 1, Why.UNDECODABLE),
    ],
)
def test_compressed_frames_that_do_not_add_up_are_refused(
    picture: Dataset, pieces: list[bytes], frames: int, why: Why
) -> None:
    picture.PixelData, picture.NumberOfFrames = encapsulate(pieces, has_bot=False), frames
    picture.file_meta.TransferSyntaxUID = JPEGLSLossless
    with refuses(why):
        look(written(picture))


def test_a_table_of_frames_that_does_not_fit_is_refused(picture: Dataset) -> None:
    item = b"\xfe\xff\x00\xe0"
    table = item + (8).to_bytes(4, "little") + (0).to_bytes(4, "little") + (99).to_bytes(4, "little")
    pieces = b"".join(item + (2).to_bytes(4, "little") + each for each in (b"12", b"34", b"56"))
    picture.PixelData, picture.NumberOfFrames = table + pieces + b"\xfe\xff\xdd\xe0" + bytes(4), 2
    picture.file_meta.TransferSyntaxUID = RLELossless
    with refuses(Why.WRONG_FRAME_TABLE):
        look(written(picture))


def test_a_cut_file_says_where_it_was_cut(picture: Dataset) -> None:
    plain = written(picture)
    with refuses(Why.FEWER_BYTES):
        look(plain[:-100])
    picture.compress(RLELossless)
    packed = written(picture)
    with refuses(Why.CUT_OR_WRONG_LENGTH):
        look(packed[:-30])
    with refuses(Why.CUT_BEFORE_LAST):
        look(packed[:-8])
    with refuses(Why.NO_PICTURE):
        look(packed[:500])


@pytest.mark.parametrize("stray", [b"\xfe\xff\x0d\xe0\0\0\0\0", b"\xfe\xff\xdd\xe0\0\0\0\0"])
def test_a_stray_delimiter_is_read_over_or_refused(picture: Dataset, stray: bytes) -> None:
    """Some machines leave one behind the pixels, some within the header."""
    plain = written(picture)
    look(plain + stray)
    place = plain.index(b"\x28\x00\x02\x00US")  # SamplesPerPixel
    within = plain[:place] + stray + plain[place:]
    if stray[2] == 0xDD:
        look(within)
    else:
        with refuses(Why.NO_PICTURE):
            look(within)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_file_of_the_collections_opens_or_has_a_reason() -> None:
    paths = [path for place in COLLECTIONS for path in sorted(place.rglob("*.dcm")) if path.stat().st_size < 2_000_000]
    assert len(paths) > 100
    opened = 0
    for path in paths:
        with suppress(Refused), open_clip(path) as clip:
            assert clip.calibration.rows == clip.rows
            opened += 1
    assert opened > 60


STRIP = Scale(Box(10, 20, 89, 79), Kind.SPECTRAL, ("s", "cm/s"), (0.01, -0.5), (0, 30))
NAMES = ("PhysicalDeltaX", "PhysicalDeltaY", "ReferencePixelX0", "RegionFlags", "PhysicalUnitsXDirection",
         "RegionLocationMinX0", "RegionLocationMaxX1", "RegionDataType", "RegionSpatialFormat")  # fmt: skip


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(
    name=st.sampled_from(NAMES),
    value=st.one_of(st.integers(-(2**15), 2**16 - 1), st.floats(), st.none(), st.just("")),
)
def test_a_region_holds_or_is_refused_whatever_stands_in_it(name: str, value: Any) -> None:
    made = pydicom.Dataset()
    made.Rows, made.Columns, made.SequenceOfUltrasoundRegions = 80, 100, [STRIP.item()]
    try:
        setattr(made.SequenceOfUltrasoundRegions[0], name, value)
    except (TypeError, ValueError, OverflowError):
        return  # pydicom does not let it in
    scale = read_regions(made)
    assert len(scale.regions) + len(scale.refused) == 1
    for region in scale.regions:
        assert 0 <= region.box.left < region.box.right < 100
        assert PLAUSIBLE[region.x.unit][0] <= abs(region.x.step) <= PLAUSIBLE[region.x.unit][1]


@given(
    left=st.integers(0, 300), top=st.integers(0, 200), width=st.integers(20, 300), height=st.integers(20, 250),
    step=st.floats(0.02, 0.4), speed=st.floats(0.05, 2), picture=st.booleans(),
)  # fmt: skip
def test_a_region_that_was_written_is_read_again(
    left: int, top: int, width: int, height: int, step: float, speed: float, picture: bool
) -> None:
    box = Box(left, top, left + width, top + height)
    scale = picture_scale(box, step) if picture else strip_scale(box, step / 20, speed, height // 2)
    made = pydicom.Dataset()
    made.Rows, made.Columns, made.SequenceOfUltrasoundRegions = 480, 640, [scale.item()]
    (region,) = read_regions(made).regions
    assert region.box == box
    assert (region.x.step, region.y.step) == pytest.approx(scale.steps)
    assert region.y.pixel(0) == pytest.approx(top + scale.reference[1])


@ANY_BYTES
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=12))
@example(place=0.55, junk=b"\0")  # of what kind an item is, cannot be read
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_report_is_read_or_refused(place: float, junk: bytes) -> None:
    whole = bytearray(real("reportsi.dcm").read_bytes())
    start = int(place * (len(whole) - 20))
    whole[start : start + len(junk)] = junk
    with suppress(Refused):
        assert isinstance(read_report(as_file(bytes(whole))), Report)


@ANY_BYTES
@given(content=st.binary(max_size=600))
def test_nonsense_is_no_dicom_file(content: bytes) -> None:
    with pytest.raises(Refused):
        look(content)
    with pytest.raises(Refused):
        look(bytes(128) + b"DICM" + content)


def test_signed_and_sixteen_bit_pictures_become_eight(saved: Callable[..., Any]) -> None:
    made = data_set(np.zeros((1, 20, 30), np.uint8), ())
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 12, 11, 1
    made.PixelData = np.linspace(-2048, 2047, 600).astype("<i2").tobytes()
    with open_clip(saved(made)) as clip:
        grey = clip.grey(0)
    assert (int(grey.min()), int(grey.max())) == (0, 255)
    assert (np.diff(grey.ravel().astype(int)) >= 0).all()
