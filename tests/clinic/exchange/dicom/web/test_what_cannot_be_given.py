"""What cannot be given or taken by DICOMweb has its sentence and its number."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydicom.uid import ExplicitVRBigEndian

from saphena.clinic.exchange.dicom.web import parts as reading
from saphena.clinic.exchange.dicom.web.answers import Answer
from saphena.clinic.imaging.keeping import path_of
from saphena.echo.phantom.dicom import data_set
from tests import cast
from tests.clinic.exchange.dicom.web.calling import session, token
from tests.clinic.imaging.received import clip_of, received

if TYPE_CHECKING:
    from pathlib import Path


def test_an_image_that_is_asked_for_in_vain_says_why(web: str) -> None:
    clip, calling = clip_of(cast.pat()), session(token())
    study = f"{web}/dicomweb/studies/{clip.study.uid}"
    at = f"{study}/series/{clip.series_uid}/instances/{clip.uid}"
    edge = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=edge'}
    answers = [
        (calling.post(f"{at}/metadata", data=b"x"), 405, "Nothing is stored at this address"),
        (calling.get(f"{at}/rendered", headers={"Accept": "video/mp4"}), 406, "image/jpeg or image/png"),
        (calling.get(f"{at}/bulkdata/00990099"), 404, "holds no such value"),
        (calling.post(study, data=b"--edge--\r\n", headers=edge), 400, "holds no image"),
    ]
    path_of(clip).unlink()
    answers += [(calling.get(address), 410, "no longer where it was kept") for address in (at, f"{at}/metadata")]
    for answer, number, sentence in answers:
        assert (answer.status_code, sentence in answer.text) == (number, True), answer.text


def test_frames_with_their_bytes_the_other_way_round_are_given_in_the_whole_image_only(web: str) -> None:
    made = data_set(np.full((2, 48, 64), 90, np.uint8), (), 0.1)
    made.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    image, calling = received(made, cast.pat()), session(token())
    at = f"{web}/dicomweb/studies/{image.study.uid}/series/{image.series_uid}/instances/{image.uid}"
    answer = calling.get(f"{at}/frames/1")
    assert answer.status_code == 406
    assert "are not given by themselves. Take the whole image." in answer.text
    assert path_of(image).read_bytes() in calling.get(at).content


def test_a_header_that_cannot_be_read_any_more_says_so(web: str) -> None:
    clip, calling = clip_of(cast.pat()), session(token())
    path_of(clip).write_bytes(b"%PDF-1.7")
    at = f"{web}/dicomweb/studies/{clip.study.uid}/series/{clip.series_uid}/instances/{clip.uid}"
    for address in (f"{at}/metadata", f"{at}/bulkdata/00081115"):
        answer = calling.get(address)
        assert (answer.status_code, "header is damaged" in answer.text) == (422, True), answer.text
    assert calling.get(f"{web}/dicomweb/instances").status_code == 200


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"--edge\r\n" + b"x" * (reading.LONGEST_HEAD + 9), "head of a part has no end"),
        (b"--edge\r\n\r\n\r\n" * 4 + b"--edge--", "More than 3 parts at once"),
    ],
)
def test_a_body_without_end_is_left(
    tmp_path: Path, body: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_PARTS", 3)
    with pytest.raises(Answer, match=sentence):
        for _part in reading.parts(io.BytesIO(body), b"edge", lambda: tmp_path / "part"):
            pass
