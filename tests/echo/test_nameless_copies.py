"""A copy names nobody: no text of the original is left in its bytes, and no pixel outside the boxes, in any frame."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pydicom.data
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence

from saphena.echo.frames import open_clip
from saphena.echo.measurement import Refused
from saphena.echo.nameless.copying import copy_without_names
from saphena.echo.nameless.header import another_uid
from saphena.echo.nameless.pixels import boxes_of, brightest, inside
from saphena.echo.phantom.dicom import data_set, picture_scale
from saphena.echo.regions import Box

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = b"only this export has it"
BOX = Box(20, 10, 79, 49)


def named(frames: int = 3, colour: bool = False) -> Dataset:
    """A clip with a name in every place that a file has for one, burned into its pixels too."""
    shape = (frames, 60, 100, 3) if colour else (frames, 60, 100)
    made = data_set(np.full(shape, 200, np.uint8), (picture_scale(BOX, 0.1),), 0.04)
    made.PatientName, made.PatientID = "Moreau^Pat", "HEALTH-42"
    made.PatientBirthDate, made.StudyDate, made.ContentDate = "19610423", "20260401", "20260401"
    made.InstitutionName, made.StationName, made.ProtocolName = "Bow River Vein Clinic", "ROOM-ONE", "Pat's own"
    made.PatientComments, made.ImageComments = "lives in Canmore", "seen by Dr Raman"
    made.OperatorsName = made.ReferringPhysicianName = "Raman^Priya"
    made.Manufacturer, made.ManufacturerModelName, made.DeviceSerialNumber = "Maker", "Model", "SERIAL-9"
    made.ImageType = ["ORIGINAL", "PRIMARY", "MOREAU"]
    made.FrameTimeVector = None
    item = Dataset()
    item.CodeMeaning, item.CodeValue = "Moreau in a sequence", "HEALTH-42"
    made.RequestAttributesSequence = Sequence([item])
    block = made.private_block(0x0009, "SECRET MAKER", create=True)
    block.add_new(0x01, "LO", "private Moreau")
    inner = made.SequenceOfUltrasoundRegions[0].private_block(0x0019, "REGION MAKER", create=True)
    inner.add_new(0x01, "LO", "Moreau too")
    made.SpecificCharacterSet = "ISO_IR 192"
    return made


def copied(made: Dataset, folder: Path, boxes: tuple[Box, ...] = (BOX,)) -> bytes:
    path = folder / "original.dcm"
    made.save_as(path, enforce_file_format=True)
    out = io.BytesIO()
    copy_without_names(path, out, boxes, SECRET, "A0000000001")
    return out.getvalue()


def texts(ds: Dataset) -> Iterator[str]:
    """Every text of a file, in sequences and private elements too, but DICOM's own code words and classes."""
    for element in ds.iterall():
        if element.VR in ("CS", "SQ", "OB", "OW") or element.keyword in ("SOPClassUID", "ReferencedSOPClassUID"):
            continue
        if element.VR not in ("US", "UL", "FD", "FL", "SL", "SS", "IS", "DS"):
            values = element.value if isinstance(element.value, list) else [element.value]
            yield from (str(value) for value in values if len(str(value)) > 3)


@pytest.mark.parametrize("colour", [False, True], ids=["grey", "colour"])
def test_no_text_of_the_original_is_anywhere_in_the_bytes(colour: bool, tmp_path: Path) -> None:
    made = named(colour=colour)
    copy = copied(made, tmp_path)
    found = list(texts(made))
    assert len(found) > 15
    assert [text for text in found if text.encode() in copy] == []
    for word in (b"Moreau", b"MOREAU", b"Raman", b"19610423", b"20260401", b"SECRET"):
        assert word not in copy


def test_only_what_is_on_the_list_is_in_the_copy_and_nothing_private(tmp_path: Path) -> None:
    copy = dcmread(io.BytesIO(copied(named(), tmp_path)))
    assert [element.tag for element in copy.iterall() if element.tag.is_private] == []
    assert (copy.PatientIdentityRemoved, copy.BurnedInAnnotation, copy.PatientName) == ("YES", "NO", "A0000000001")
    assert [code.CodeValue for code in copy.DeidentificationMethodCodeSequence] == ["113100", "113101"]
    assert (copy.StudyDate, copy.PatientBirthDate, copy.ReferringPhysicianName) == ("", "", "")
    assert copy.FrameTime == 40
    region = copy.SequenceOfUltrasoundRegions[0]
    assert (region.RegionLocationMinX0, region.PhysicalDeltaX) == (20, 0.01)


def test_every_pixel_outside_is_zero_in_every_frame_and_inside_it_is_as_it_was(tmp_path: Path) -> None:
    for colour in (False, True):
        copy = io.BytesIO(copied(named(frames=5, colour=colour), tmp_path))
        mask = inside(60, 100, (BOX,))
        with open_clip(copy) as clip:
            assert len(clip) == 5
            for index in range(5):
                frame = clip.frame(index)
                assert not frame[~mask].any()
                assert (frame[mask] == 200).all()


def test_writing_in_a_single_frame_is_seen_in_the_picture_that_a_person_looks_at() -> None:
    frames = np.full((30, 60, 100), 20, np.uint8)
    frames[17, 30, 40:60] = 255
    assert (brightest(frames)[30, 40:60] == 255).all()
    with pytest.raises(ValueError, match="no frame"):
        brightest([])


def test_a_number_stays_the_same_within_an_export_and_is_another_in_the_next() -> None:
    assert another_uid(SECRET, "1.2.3") == another_uid(SECRET, "1.2.3")
    assert another_uid(SECRET, "1.2.3") != another_uid(b"the next", "1.2.3")
    assert another_uid(SECRET, "1.2.3") != another_uid(SECRET, "1.2.4")


@given(st.text(min_size=1), st.binary(min_size=1))
def test_a_number_is_one_that_dicom_allows(uid: str, secret: bytes) -> None:
    made = another_uid(secret, uid)
    assert len(made) <= 64
    assert made.startswith("2.25.")
    assert made[5:].isdecimal()


def test_without_a_box_there_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing says where a name may stand"):
        copied(named(), tmp_path, ())


@pytest.mark.parametrize("keyword", ["PatientName", "FrameTime", "CineRate", "InstanceNumber", "Modality"])
def test_a_text_where_a_number_should_stand_stays_behind(keyword: str, tmp_path: Path) -> None:
    made: Any = named()
    path = tmp_path / "original.dcm"
    made.save_as(path, enforce_file_format=True)
    made = dcmread(path)
    if keyword in made:
        del made[keyword]
    made.add_new(keyword, "LO", "Moreau")  # a lying type
    assert b"Moreau" not in copied(made, tmp_path)


REAL = ("examples_palette.dcm", "US1_J2KR.dcm", "examples_rgb_color.dcm")


@pytest.mark.parametrize("name", REAL)
def test_files_of_real_machines_lose_every_text(name: str, tmp_path: Path) -> None:
    path = str(pydicom.data.get_testdata_file(name))
    made, out = dcmread(path), io.BytesIO()
    with open_clip(path) as clip:
        boxes = boxes_of(clip.calibration) or (Box(100, 100, 200, 200),)
        wide, high = clip.columns, clip.rows
    copy_without_names(path, out, boxes, SECRET, "A0000000001")  # type: ignore[arg-type]  # a path as text will do
    kept = out.getvalue()
    assert [text for text in texts(made) if text.encode("latin-1", "ignore") in kept] == []
    with open_clip(io.BytesIO(kept)) as clip:
        assert (clip.columns, clip.rows) == (wide, high)
        assert not clip.frame(0)[~inside(high, wide, boxes)].any()
