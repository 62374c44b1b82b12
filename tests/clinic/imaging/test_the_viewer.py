"""A patient's images on pages: the study, a picture, its frames; refused in words, and seen only by who may."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pydicom import dcmread

from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.queries import on_charts
from saphena.clinic.record.models import Entry
from saphena.echo.frames import open_clip
from saphena.echo.phantom.dicom import data_set
from saphena.echo.report import Group, write_1500
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.imaging.received import a_jpeg, clip_of, received, section_of, under_the_name_of_jpeg

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_a_frame_is_served_as_it_was_received_and_kept_by_nobody() -> None:
    clip = clip_of(cast.pat())
    answer = cast.signed_in(cast.priya()).get(reverse("imaging:frame", args=[clip.pk, 2]))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "no-store, private")
    with open_clip(path_of(clip)) as kept:
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(answer.content))), kept.frame(2))


def test_a_thumbnail_is_small() -> None:
    section, _truth = section_of(cast.pat())
    answer = cast.signed_in(cast.sam()).get(reverse("imaging:frame", args=[section.pk, 0]) + "?small")
    assert max(Image.open(io.BytesIO(answer.content)).size) <= 240


def test_a_jpeg_frame_passes_through_untouched() -> None:
    from pydicom import examples

    jpeg = examples.ybr_color
    jpeg.PatientBirthDate = ""
    instance = received(jpeg, cast.pat())
    answer = cast.signed_in(cast.priya()).get(reverse("imaging:frame", args=[instance.pk, 1]))
    with open_clip(path_of(instance)) as kept:
        assert answer["Content-Type"] == "image/jpeg"
        assert answer.content == kept.encoded(1)


def test_a_frame_that_is_no_jpeg_though_its_file_says_so_is_not_handed_on() -> None:
    clip = under_the_name_of_jpeg(cast.pat(), a_jpeg(), b"<svg onload=alert(1)>")
    client = cast.signed_in(cast.priya())
    one, two = (client.get(reverse("imaging:frame", args=[clip.pk, frame])) for frame in (0, 1))
    assert (one.status_code, one["Content-Type"]) == (200, "image/jpeg")
    assert (two.status_code, two["Content-Type"]) == (415, "text/plain; charset=utf-8")
    assert two.text == "This frame is not the JPEG picture that its file says it is."


def test_a_report_without_content_says_so_and_nothing_of_it_is_entered() -> None:
    header = data_set(np.zeros((1, 8, 8), np.uint8), (), 0.1)
    instance = received(write_1500(header, [Group("gsv.thigh.upper", "left", (), "1")], timezone.now()), cast.pat())
    emptied = dcmread(path_of(instance))
    del emptied.ContentSequence
    emptied.save_as(path_of(instance))
    client, where = cast.signed_in(cast.sam()), reverse("imaging:report", args=[instance.pk])
    assert "This is no structured report: it has no content." in client.get(where).text
    refused = client.post(where, {"items": ["0"]})
    assert (refused.status_code, refused.text.count("it has no content")) == (422, 2)
    assert not Measurement.objects.exists()


def test_a_frame_that_is_not_there_is_not_found() -> None:
    clip = clip_of(cast.pat())
    assert cast.signed_in(cast.priya()).get(reverse("imaging:frame", args=[clip.pk, 3])).status_code == 404


def test_reception_sees_no_image() -> None:
    clip, client = clip_of(cast.pat()), cast.signed_in(cast.nell())
    for where in (reverse("imaging:instance", args=[clip.pk]), reverse("imaging:frame", args=[clip.pk, 0])):
        assert client.get(where).status_code == 403


def test_a_study_opens_at_its_first_picture_and_the_record_says_who_looked() -> None:
    patient = cast.pat()
    clip = clip_of(patient)
    answer = cast.signed_in(cast.priya()).get(reverse("imaging:study", args=[clip.study_id]), follow=True)
    assert answer.redirect_chain == [(reverse("imaging:instance", args=[clip.pk]), 302)]
    assert 'href="?frame=1"' in answer.content.decode()
    assert "ultrasound images" in Entry.objects.filter(patient=patient).latest("pk").sentence


def test_a_file_that_was_cut_is_refused_in_words() -> None:
    clip, client = clip_of(cast.pat()), cast.signed_in(cast.priya())
    path_of(clip).write_bytes(path_of(clip).read_bytes()[:-4000])
    page = client.get(reverse("imaging:instance", args=[clip.pk]))
    assert page.status_code == 200
    assert "it was cut short or its header is wrong" in page.content.decode()
    frame = client.get(reverse("imaging:frame", args=[clip.pk, 0]))
    assert (frame.status_code, frame["Content-Type"]) == (415, "text/plain; charset=utf-8")


def test_the_list_of_a_patients_studies_names_only_theirs() -> None:
    patient, other = cast.pat(), cast.pat(given_names="Sylvie")
    theirs, others = clip_of(patient), clip_of(other)
    text = cast.signed_in(cast.nora()).get(reverse("imaging:studies", args=[patient.pk])).content.decode()
    assert reverse("imaging:study", args=[theirs.study_id]) in text
    assert reverse("imaging:study", args=[others.study_id]) not in text


def test_a_chart_asks_for_images_once_however_many_courses(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    priya, mine = cast.priya(), course()
    clip_of(mine.patient)
    clip_of(mine.patient)
    with django_assert_num_queries(1):
        found = on_charts(priya, [mine])
    assert list(found) == [mine.pk]


def test_the_chart_of_who_has_no_images_leads_to_where_they_are_brought() -> None:
    mine = course()
    bring = reverse("dicom:upload", args=[mine.patient_id])
    chart = reverse("courses:chart", args=[mine.patient_id])
    assert bring in cast.signed_in(cast.nora()).get(chart).text
    assert bring not in cast.signed_in(cast.max_()).get(chart).text
