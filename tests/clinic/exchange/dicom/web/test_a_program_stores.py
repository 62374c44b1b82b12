"""A program stores by DICOMweb, by the same way as a machine: each image has its answer, a bad one stops no other."""

from __future__ import annotations

import io
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any

import pytest
import requests
from pydicom import dcmread
from pydicom.uid import DeflatedExplicitVRLittleEndian

from saphena.clinic.config import serving
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.models import Instance, Study
from saphena.echo import opening
from tests import cast
from tests.clinic.exchange.dicom.machines import image, of, scan
from tests.clinic.exchange.dicom.web.calling import client, session, token

if TYPE_CHECKING:
    from pathlib import Path

    from pydicom import Dataset

KIND = 'multipart/related; type="application/dicom"; boundary=edge'


def body(*parts: bytes, kind: str = "application/dicom", end: bytes = b"\r\n--edge--\r\n") -> bytes:
    return b"".join(b"\r\n--edge\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + part for part in parts) + end


def posted(web: str, content: bytes, kind: str = KIND, to: str = "studies", **who: Any) -> Any:
    calling = session(token(**who))
    return calling.post(f"{web}/dicomweb/{to}", data=content, headers={"Content-Type": kind})


def reasons(answer: Any, tag: str) -> list[int]:
    return [item["00081197"]["Value"][0] for item in answer.json().get(tag, {}).get("Value", ())]


FAILED, NAMELESS = "00081198", "0008119A"


def test_the_real_client_stores_and_finds_what_it_stored(web: str, tmp_path: Path) -> None:
    order = scan(cast.pat())
    sent = dcmread(image(tmp_path, of="examples_ybr_color.dcm", **of(order)))
    calling = client(web)
    answer = calling.store_instances([sent])
    (stored,) = answer.ReferencedSOPSequence
    assert stored.ReferencedSOPInstanceUID == sent.SOPInstanceUID
    (found,) = calling.search_for_instances(order.study_uid)
    assert found["00080018"]["Value"] == [sent.SOPInstanceUID]
    kept = Instance.objects.get()
    assert (kept.study.whose, kept.came_from) == ("matched", "Viewer")
    assert dcmread(keeping.path_of(kept)).PixelData == sent.PixelData


def test_the_log_says_in_words_whose_part_was_refused_and_why(web: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = posted(web, body(b"\xff\xd8\xff\xe0 a picture"), name="Archive")
    assert reasons(answer, NAMELESS) == [0xC000]
    assert "an image from Archive was refused: " in caplog.text
    assert "JPEG" in caplog.text


def test_what_is_nobodys_waits_in_the_tray_and_is_shown_to_no_program(web: str, tmp_path: Path) -> None:
    calling = client(web)
    calling.store_instances([dcmread(image(tmp_path))])
    assert Study.objects.get().whose == "tray"
    assert calling.search_for_studies() == []


def test_each_part_has_its_own_answer_and_a_bad_one_stops_no_other(web: str, tmp_path: Path) -> None:
    order = scan(cast.pat())
    good = image(tmp_path, "good.dcm", **of(order)).read_bytes()
    taken = {"SOPInstanceUID": dcmread(io.BytesIO(good)).SOPInstanceUID, "StudyDescription": "another"}
    clash = image(tmp_path, "clash.dcm", **{**of(order), **taken}).read_bytes()
    other = image(tmp_path, "two.dcm", **of(order)).read_bytes()
    picture = b"\xff\xd8\xff\xe0 a JPEG picture that says it is DICOM"
    answer = posted(web, body(good, picture, b"", clash, other))
    assert answer.status_code == 202
    assert len(answer.json()["00081199"]["Value"]) == 2
    assert reasons(answer, NAMELESS) == [0xC000, 0xC000]
    assert reasons(answer, FAILED) == [0x0111]
    assert not list(keeping.arrivals().iterdir())


@pytest.mark.parametrize("end", [b"", b"\r\n--ed"], ids=["no end", "half an end"])
def test_a_body_that_was_cut_loses_only_the_part_that_was_cut(web: str, tmp_path: Path, end: bytes) -> None:
    order = scan(cast.pat())
    first, second = (image(tmp_path, f"{n}.dcm", **of(order)).read_bytes() for n in range(2))
    answer = posted(web, body(first, second[:4000], end=end))
    assert answer.status_code == 202
    assert (len(answer.json()["00081199"]["Value"]), reasons(answer, NAMELESS)) == (1, [0xC000])
    assert Instance.objects.count() == 1


def test_a_part_or_a_request_that_says_it_is_something_else_is_refused(web: str, tmp_path: Path) -> None:
    good = image(tmp_path, **of(scan(cast.pat()))).read_bytes()
    refused = (
        (body(good, kind="image/jpeg"), KIND, 409),
        (good, "application/dicom", 415),
        (body(good), KIND.replace("application/dicom", "application/dicom+json"), 415),
        (good, KIND, 400),
        (body(good), KIND.replace("boundary=edge", ""), 400),
    )
    for number, (content, kind, status) in enumerate(refused):
        assert posted(web, content, kind, name=f"Program {number}").status_code == status
    assert not Instance.objects.exists()


def test_an_image_of_another_study_than_the_address_names_is_refused(web: str, tmp_path: Path) -> None:
    order = scan(cast.pat())
    given = image(tmp_path, **of(order)).read_bytes()
    answer = posted(web, body(given), to="studies/1.2.3", name="one")
    assert (answer.status_code, reasons(answer, FAILED)) == (409, [0xA900])
    assert posted(web, body(given), to=f"studies/{order.study_uid}", name="two").status_code == 200


def bomb(ds: Dataset) -> bytes:
    """A small file that unpacks to 60 megabytes."""
    file = io.BytesIO()
    ds.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    ds.save_as(file, enforce_file_format=True)
    whole = file.getvalue()
    start = 132 + 12 + int(dcmread(io.BytesIO(whole), stop_before_pixels=True).file_meta.FileMetaInformationGroupLength)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    inside = zlib.decompress(whole[start:], -zlib.MAX_WBITS)
    return whole[:start] + packer.compress(inside + b"\0" * (60 << 20)) + packer.flush()


def test_a_bomb_is_refused_or_kept_and_never_goes_off(
    web: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_INFLATED", 8 << 20)
    order = scan(cast.pat())
    huge = image(tmp_path, "huge.dcm", **of(order), Rows=65535, Columns=65535, NumberOfFrames=10000)
    packed = bomb(dcmread(image(tmp_path, "packed.dcm", **of(order))))
    tracemalloc.start()
    answer = posted(web, body(huge.read_bytes(), packed))
    kept = Instance.objects.get()
    at = f"{web}/dicomweb/studies/{kept.study.uid}/series/{kept.series_uid}/instances/{kept.uid}"
    calling = session(token(name="other"))
    for what in ("frames/1", "rendered", "bulkdata/7FE00010"):
        refused = calling.get(f"{at}/{what}")
        assert refused.status_code == 422
        assert "65535" in refused.text
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (answer.status_code, reasons(answer, NAMELESS)) == (202, [0xC000])
    assert most < 20 << 20


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LARGEST_REQUEST", 10_000)


@pytest.mark.usefixtures("narrow")
def test_more_than_a_stranger_may_send_is_taken_from_a_program_alone(web: str, tmp_path: Path) -> None:
    given = body(image(tmp_path, **of(scan(cast.pat()))).read_bytes())
    assert posted(web, given, name="stores").status_code == 200
    assert posted(web, given, name="reads", store=False).status_code == 413
    stranger = requests.post(f"{web}/dicomweb/studies", data=given, headers={"Content-Type": KIND}, timeout=30)
    assert stranger.status_code == 413
