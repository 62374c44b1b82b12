"""A photo of the leg carries nothing but the leg; what is no photo is refused in words; only some may look."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from PIL import Image

from saphena.clinic.journey.recovering.answering import answer
from saphena.clinic.journey.recovering.models import LegPhoto
from saphena.clinic.journey.recovering.photos import read_photo
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.recovering.home import WELL, asked, picture, treated

if TYPE_CHECKING:
    from django.core.files.uploadedfile import SimpleUploadedFile


def with_a_place(size: tuple[int, int] = (400, 200)) -> SimpleUploadedFile:
    """A telephone held upright, with the make, the time and the place in its file."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x0132] = "Telephone", 6, "2027:03:10 09:12:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 2.0, 43.0), 3: "W", 4: (114.0, 4.0, 19.0)})
    return picture(size=size, exif=exif, comment=b"in my kitchen")


def read(file: SimpleUploadedFile) -> Image.Image:
    return Image.open(io.BytesIO(read_photo(file, file.size or 0).jpeg))


def test_place_time_and_telephone_are_gone_and_the_leg_stands_upright() -> None:
    sent = with_a_place()
    assert Image.open(io.BytesIO(sent.read())).getexif().get_ifd(0x8825)
    sent.seek(0)
    kept = read(sent)
    assert kept.size == (200, 400)
    assert dict(kept.getexif()) == {}
    assert not {"exif", "comment", "icc_profile"} & set(kept.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_telephones_send_is_kept_as_one_kind(kind: str) -> None:
    assert read(picture(kind)).format == "JPEG"


def test_a_large_one_is_kept_no_larger_than_needed() -> None:
    assert read(picture(size=(6000, 3000))).size == (2048, 1024)


@pytest.mark.parametrize(
    ("content", "size", "says"),
    [
        (b"", 0, "not a photo"),
        (b"%PDF-1.7 of something", 0, "not a photo"),
        (b"GIF89a" + b"\0" * 20, 0, "not a photo"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, 0, "not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 0, "not a photo"),
        (b"\xff\xd8", 40_000_000, "larger than 20 MB"),
    ],
    ids=["nothing", "pdf", "gif", "half a jpeg", "svg", "40 MB"],
)
def test_what_is_no_photo_is_refused_in_words(content: bytes, size: int, says: str) -> None:
    with pytest.raises(Refused, match=says) as no:
        read_photo(io.BytesIO(content), size or len(content))
    assert no.value.field == "photo"


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    sent = picture("PNG", size=(10_000, 9_000))
    with pytest.raises(Refused, match="too many pixels"):
        read_photo(sent, sent.size or 0)


def test_a_photo_that_was_cut_off_on_the_way_is_refused() -> None:
    whole = picture(size=(900, 900)).read()
    with pytest.raises(Refused, match="not a photo"):
        read_photo(io.BytesIO(whole[: len(whole) // 2]), len(whole) // 2)


@pytest.mark.django_db
def test_only_some_may_look_and_looking_is_written_down() -> None:
    made = treated()
    sent = with_a_place()
    answer(actor=made.patient, check_in=asked(made), told=WELL, photo=read_photo(sent, sent.size or 0))
    photo = LegPhoto.objects.get()
    assert "IMG" not in photo.image.name
    where = reverse("recovering:photo", args=[photo.pk])
    for who, status in ((cast.nora(), 200), (cast.sam(), 200), (cast.nell(), 403), (cast.max_(), 403)):
        assert cast.signed_in(who).get(where).status_code == status
    assert Entry.objects.filter(action="recovering.photo.seen").count() == 2
