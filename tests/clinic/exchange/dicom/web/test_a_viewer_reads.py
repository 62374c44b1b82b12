"""A viewer that speaks DICOMweb finds studies and takes images, frames and headers, all as they were received."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from pydicom import Dataset, dcmread

from saphena.clinic.exchange.dicom.web.answers import Answer
from saphena.clinic.exchange.dicom.web.asking import Asked
from saphena.clinic.exchange.dicom.web.searching import instances, series, studies
from saphena.clinic.imaging.keeping import path_of
from saphena.echo.frames import open_clip
from tests import cast
from tests.clinic.exchange.dicom.web.calling import client, session, token
from tests.clinic.imaging.received import clip_of, received

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Instance


def jpeg_of(**details: Any) -> Instance:
    from pydicom import examples

    made = examples.ybr_color
    made.PatientBirthDate = ""
    return received(made, cast.pat(**details))


def where(instance: Instance) -> tuple[str, str, str]:
    return instance.study.uid, instance.series_uid, instance.uid


def test_it_finds_the_studies_of_a_patient_and_of_no_other(web: str) -> None:
    mine, _other = clip_of(cast.pat()), clip_of(cast.pat(family_name="Bélanger"))
    calling = client(web)
    (found,) = calling.search_for_studies(search_filters={"PatientName": "MORE*"})
    told = Dataset.from_json(found)
    assert (told.StudyInstanceUID, str(told.PatientName)) == (mine.study.uid, "Moreau^Pat")
    assert (told.ModalitiesInStudy, told.NumberOfStudyRelatedInstances) == ("US", 1)
    assert len(calling.search_for_studies()) == 2
    assert calling.search_for_studies(search_filters={"PatientName": "nobody"}) == []


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"PatientName": "belanger^*"}, 1),
        ({"PatientID": "P*"}, 2),
        ({"PatientBirthDate": "19610423"}, 2),
        ({"PatientBirthDate": "1990-"}, 0),
        ({"StudyDate": "20270301-20270331"}, 0),
        ({"ModalitiesInStudy": "US"}, 2),
        ({"ModalitiesInStudy": "MR"}, 0),
        ({"ModalitiesInStudy": "MR,US"}, 2),
        ({"ModalitiesInStudy": "MR\\U*"}, 2),
        ({"ModalitiesInStudy": "MR,SR"}, 0),
        ({"AccessionNumber": "S*"}, 2),
        ({"AccessionNumber": "S["}, 0),
    ],
    ids=str,
)
def test_it_narrows_as_dicom_does(asked: dict[str, str], count: int, db: None, images: Any) -> None:
    clip_of(cast.pat())
    clip_of(cast.pat(family_name="Bélanger"))
    for search in (studies, series, instances):
        question = Asked(asked, (), every=False, fuzzy=False, limit=10, offset=0)
        assert len(search(cast.priya(), question)[0]) == count


def test_more_kinds_than_a_database_can_weigh_are_refused(db: None) -> None:
    kinds = ",".join(f"U{n}" for n in range(1100))
    many = Asked({"ModalitiesInStudy": kinds}, (), every=False, fuzzy=False, limit=10, offset=0)
    for search in (studies, series, instances):
        with pytest.raises(Answer, match="at once"):
            search(cast.priya(), many)


def test_it_goes_down_to_series_and_images_and_takes_pages(web: str) -> None:
    clip = clip_of(cast.pat())
    clip_of(cast.pat(given_names="Sylvie"))
    calling = client(web)
    (series,) = calling.search_for_series(clip.study.uid)
    assert Dataset.from_json(series).NumberOfSeriesRelatedInstances == 1
    (image,) = calling.search_for_instances(clip.study.uid, clip.series_uid, fields=["FrameTime"])
    told = Dataset.from_json(image)
    assert (told.SOPInstanceUID, told.NumberOfFrames, told.FrameTime) == (clip.uid, 3, 100)
    one, other = calling.search_for_instances(limit=1), calling.search_for_instances(limit=1, offset=1)
    assert len(one) == len(other) == 1
    assert one != other
    assert len(calling.search_for_studies(limit=1, get_remaining=True)) == 2


def test_it_takes_images_to_the_byte(web: str) -> None:
    clip, jpeg = clip_of(cast.pat()), jpeg_of(given_names="Sylvie")
    calling = client(web)
    for kept in (clip, jpeg):
        got = calling.retrieve_instance(*where(kept))
        assert got.PixelData == dcmread(path_of(kept)).PixelData
        assert got.file_meta.TransferSyntaxUID == kept.transfer_syntax
        answer = session(token(f"raw {kept.pk}")).get(
            f"{web}/dicomweb/studies/{kept.study.uid}",
            headers={"Accept": 'multipart/related; type="application/dicom"'},
        )
        assert path_of(kept).read_bytes() in answer.content
        assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_frames_pass_through_as_they_stand_in_the_file(web: str) -> None:
    clip, jpeg = clip_of(cast.pat()), jpeg_of(given_names="Sylvie")
    calling = client(web)
    with open_clip(path_of(jpeg)) as kept:
        assert calling.retrieve_instance_frames(*where(jpeg), frame_numbers=[1, 3]) == [
            kept.encoded(0),
            kept.encoded(2),
        ]
    with open_clip(path_of(clip)) as kept:
        got = calling.retrieve_instance_frames(
            *where(clip), frame_numbers=[2], media_types=(("application/octet-stream", "1.2.840.10008.1.2.1"),)
        )
        assert got == [kept.encoded(1)]


def test_what_would_have_to_be_encoded_anew_is_refused_with_what_there_is(web: str) -> None:
    jpeg = jpeg_of()
    study, series, image = where(jpeg)
    at = f"{web}/dicomweb/studies/{study}/series/{series}/instances/{image}"
    calling = session(token())
    for address, accept in (
        (f"{at}/frames/1", 'multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1'),
        (f"{at}/frames/1", 'multipart/related; type="image/jp2"'),
        (at, 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.90'),
    ):
        answer = calling.get(address, headers={"Accept": accept})
        assert answer.status_code == 406
        assert "1.2.840.10008.1.2.4.50" in answer.text
    assert calling.get(f"{at}/frames/31").status_code == 404
    assert calling.get(f"{at}/frames/first").status_code == 400
    assert calling.get(f"{at}/frames/1", headers={"Accept": "image/jpeg"}).content[:2] == b"\xff\xd8"


def test_the_header_is_told_without_its_pixels_and_names_whom_the_clinic_knows(web: str) -> None:
    clip = clip_of(cast.pat())
    calling = client(web)
    (told,) = calling.retrieve_study_metadata(clip.study.uid)
    header = Dataset.from_json({tag: value for tag, value in told.items() if tag != "7FE00010"})
    assert (str(header.PatientName), header.Rows, header.Columns) == ("Moreau^Pat", 48, 64)
    assert header.SequenceOfUltrasoundRegions[0].PhysicalDeltaX == pytest.approx(0.01)
    (pixels,) = calling.retrieve_bulkdata(told["7FE00010"]["BulkDataURI"])[:1]
    with open_clip(path_of(clip)) as kept:
        assert pixels == kept.encoded(0)


def test_a_rendered_frame_is_a_picture_for_a_browser(web: str) -> None:
    clip = clip_of(cast.pat())
    calling = client(web)
    png = calling.retrieve_instance_frames_rendered(*where(clip), frame_numbers=[2], media_types=("image/png",))
    with open_clip(path_of(clip)) as kept:
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(png))), kept.frame(1))
    assert calling.retrieve_instance_rendered(*where(clip), media_types=("image/jpeg",))[:2] == b"\xff\xd8"


@pytest.mark.parametrize("part", ["", "/series/{series}", "/series/{series}/instances/{image}"])
def test_a_study_and_a_series_show_their_first_picture_small(web: str, part: str) -> None:
    clip = clip_of(cast.pat())
    study, series, image = where(clip)
    address = f"{web}/dicomweb/studies/{study}{part.format(series=series, image=image)}/thumbnail"
    small = session(token()).get(address)
    assert small.status_code == 200
    assert max(Image.open(io.BytesIO(small.content)).size) <= 256
