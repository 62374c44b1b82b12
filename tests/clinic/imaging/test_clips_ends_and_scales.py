"""Ends that a person sets, veins and foam through a clip, and scales set by hand: kept beside what was measured."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.urls import reverse

from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.measuring import decide, measure
from saphena.clinic.imaging.scaling import set_scale
from saphena.clinic.record.models import Entry
from saphena.echo.phantom.clips import FoamSpec, make_foam
from saphena.echo.phantom.dicom import data_set, picture_scale
from saphena.echo.regions import Box
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.imaging.received import clip_of, received, section_of, strip_of

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Instance

pytestmark = pytest.mark.django_db
FLAG = "the scale was set by hand"


def without_regions(instance: Instance) -> Instance:
    """The same file as a machine that says nothing of its scale would have sent it."""
    from pydicom import dcmread

    path = keeping.path_of(instance)
    made = dcmread(path)
    del made.SequenceOfUltrasoundRegions
    file = io.BytesIO()
    made.save_as(file)
    path.write_bytes(file.getvalue())
    return instance


def test_a_person_sets_the_ends_and_both_values_are_kept() -> None:
    instance, strip = strip_of(cast.pat())
    first, *_more = measure(actor=cast.sam(), instance=instance, what="reflux", frame=0)
    (start, row), (end, _row) = first.series["ends"]
    points = [(start, row), (end + 20, row)]
    longer, peak = measure(actor=cast.sam(), instance=instance, what="ends", frame=0, points=points, of=first)
    assert longer.value == pytest.approx(first.value + 20 * strip.seconds_per_pixel, abs=0.02)
    assert (longer.revises, longer.automatic, peak.revises_id) == (first, False, first.pk + 2)
    assert "the ends were set by a person" in longer.flags
    first.refresh_from_db()
    assert first.is_proposed


def test_whoever_accepts_the_second_value_retires_the_first() -> None:
    instance, _strip = strip_of(cast.pat())
    first, *_more = measure(actor=cast.sam(), instance=instance, what="reflux", frame=0)
    decide(actor=cast.priya(), measurement=first, verdict="accepted")
    points = [(100.0, 0.0), (300.0, 0.0)]
    second, _peak = measure(actor=cast.sam(), instance=instance, what="ends", frame=0, points=points, of=first)
    decide(actor=cast.priya(), measurement=second, verdict="accepted")
    first.refresh_from_db()
    assert (first.state, first.retired_by) == ("retired", cast.priya())
    assert Entry.objects.filter(action="imaging.measurement.retired").count() == 1


def test_what_lies_between_two_ends_is_told_while_they_move_and_nothing_is_kept() -> None:
    instance, _strip = strip_of(cast.pat())
    client, where = cast.signed_in(cast.sam()), reverse("imaging:ends", args=[instance.pk])
    told = client.get(where, {"x1": 100, "x2": 200, "frame": 0}).json()["said"]
    assert "cm/s" in told
    assert client.get(where, {"x1": 300, "x2": 9000, "frame": 0}).status_code == 422
    assert not instance.measurements.exists()


def test_a_scale_by_hand_measures_and_says_so_on_every_value() -> None:
    section, _truth = section_of(cast.pat())
    without_regions(section)
    points = [(100.0, 100.0), (100.0, 200.0)]
    with pytest.raises(Refused, match="no scale that can be trusted"):
        measure(actor=cast.sam(), instance=section, what="distance", frame=0, points=points)
    set_scale(actor=cast.sam(), instance=section, kind="picture", points=points, numbers=[6.5])
    (row,) = measure(actor=cast.sam(), instance=section, what="distance", frame=0, points=[(50, 50), (150, 50)])
    assert row.value == pytest.approx(6.5)
    assert FLAG in row.flags
    page = cast.signed_in(cast.sam()).get(reverse("imaging:instance", args=[section.pk])).content.decode()
    assert "Scale set by hand" in page
    assert "The scale was set by hand." in page
    set_scale(actor=cast.sam(), instance=section, kind="machine")
    with pytest.raises(Refused, match="no scale"):
        measure(actor=cast.sam(), instance=section, what="distance", frame=0, points=points)


def test_a_strips_scale_by_hand_gives_the_reflux_that_the_machines_scale_gives() -> None:
    instance, strip = strip_of(cast.pat())
    measured, *_more = measure(actor=cast.sam(), instance=instance, what="reflux", frame=0)
    box, step = strip.box, strip.speed_per_pixel
    corners = [(float(box.left), float(box.top)), (float(box.right), float(box.bottom))]
    upper, lower = strip.baseline * step, (strip.baseline - box.height + 1) * step
    seconds = (box.width - 1) * strip.seconds_per_pixel
    set_scale(actor=cast.sam(), instance=instance, kind="strip", points=corners, numbers=[seconds, upper, lower])
    by_hand, *_more = measure(actor=cast.sam(), instance=instance, what="reflux", frame=0)
    assert by_hand.value == pytest.approx(measured.value, abs=0.03)
    assert FLAG in by_hand.flags


@pytest.mark.parametrize(
    ("kind", "points", "numbers", "field"),
    [
        ("picture", [(1.0, 1.0)], [5.0], "y2"), ("picture", [(1.0, 1.0), (90.0, 1.0)], [], "length"),
        ("picture", [(1.0, 1.0), (3.0, 1.0)], [5.0], None), ("strip", [(1.0, 1.0), (90.0, 90.0)], [5.0], "seconds"),
        ("strip", [(1.0, 1.0), (90.0, 90.0)], [5.0, 20.0, 10.0], None), ("else", [], [], "kind"),
    ],
)  # fmt: skip
def test_a_scale_that_cannot_be_is_refused(
    kind: str, points: list[tuple[float, float]], numbers: list[float], field: str | None
) -> None:
    section, _truth = section_of(cast.pat())
    with pytest.raises(Refused) as no:
        set_scale(actor=cast.sam(), instance=section, kind=kind, points=points, numbers=numbers)
    assert no.value.field == field


def test_foam_is_followed_along_the_marked_vein_frame_by_frame() -> None:
    made = make_foam(np.random.default_rng(5), FoamSpec(frames=12, interval=0.1))
    box = Box(0, 0, made.frames.shape[-1] - 1, made.frames.shape[-2] - 1)
    instance = received(data_set(made.frames, (picture_scale(box, made.spec.millimetres),), 0.1), cast.pat())
    (x1, y1), (x2, y2) = made.line
    junction = (x1 + 0.3 * (x2 - x1), y1 + 0.3 * (y2 - y1))
    measured = measure(actor=cast.sam(), instance=instance, what="foam", frame=0, points=[*made.line, junction])
    found = {row.kind: row for row in measured}
    front = found["foam front"]
    assert len(front.series["front_mm"]) == 12
    assert front.value == pytest.approx(max(each for each in front.series["front_mm"] if each is not None))
    assert {"foam speed", "foam at the junction"} <= set(found)
    page = cast.signed_in(cast.nora()).get(reverse("imaging:instance", args=[instance.pk])).content.decode()
    assert "Foam front # mm" in page
    assert "<figure" in page


def test_what_needs_a_clip_is_refused_on_a_still_and_a_frame_that_is_not_there_too() -> None:
    section, truth = section_of(cast.pat())
    for what in ("foam", "follow"):
        with pytest.raises(Refused, match="needs a clip"):
            measure(actor=cast.sam(), instance=section, what=what, frame=0, points=[truth.middle, (10.0, 10.0)])
    with pytest.raises(Refused, match="no such frame"):
        measure(actor=cast.sam(), instance=section, what="vein", frame=7, points=[truth.middle])


def test_a_vein_is_followed_through_a_clip() -> None:
    section, truth = section_of(cast.pat())
    frames = np.repeat(truth.grey[None], 3, axis=0)
    box = Box(0, 0, frames.shape[2] - 1, frames.shape[1] - 1)
    clip = received(data_set(frames, (picture_scale(box, truth.spec.millimetres),), 0.1), cast.pat(given_names="Ann"))
    found = measure(actor=cast.sam(), instance=clip, what="follow", frame=0, points=[truth.middle])
    assert found[0].series["diameter_mm"] == [pytest.approx(truth.upright, abs=0.25)] * 3
    assert found[-1].kind == "compressibility"
    assert section.study_id != clip.study_id


def test_two_dates_stand_side_by_side_and_two_patients_never() -> None:
    patient = cast.pat()
    section, _truth = section_of(patient)
    other = clip_of(cast.pat(given_names="Sylvie"))
    client, where = cast.signed_in(cast.priya()), reverse("imaging:compare")
    page = client.get(where, {"right": section.pk}).content.decode()
    assert page.count("<image-player") == 2
    assert client.get(where, {"right": section.pk, "left": other.pk}).status_code == 409
    assert client.get(where, {"right": "x"}).status_code == 404
