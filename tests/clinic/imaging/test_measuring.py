"""Measured on the server, kept as a proposal, decided once by a clinician; what is not trusted is refused in words."""

from __future__ import annotations

import re
from math import hypot
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from saphena.clinic.imaging.cards import Wrong, cards_of
from saphena.clinic.imaging.measuring import decide, measure
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.record.models import Entry
from saphena.echo.phantom.sections import SectionSpec
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.imaging.received import section_of, strip_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def distance() -> Measurement:
    section, _truth = section_of(cast.pat())
    points = [(100.0, 100.0), (130.0, 140.0)]
    (row,) = measure(actor=cast.sam(), instance=section, what="distance", frame=0, points=points)
    return row


def test_two_points_on_a_picture_are_a_distance_in_mm_with_the_pixels_it_came_from() -> None:
    row = distance()
    assert (row.kind, row.unit, row.state, row.automatic) == ("distance", "mm", "proposed", False)
    assert row.value == pytest.approx(hypot(30, 40) * 0.065, abs=0.001)
    assert row.points == [[100.0, 100.0], [130.0, 140.0]]
    assert "measured distance" in Entry.objects.get(action="imaging.measurement.made").sentence


def test_two_points_on_a_strip_are_a_time_and_a_velocity() -> None:
    instance, strip = strip_of(cast.pat())
    points = [(100.0, 60.0), (200.0, 80.0)]
    time, speed = measure(actor=cast.sam(), instance=instance, what="distance", frame=0, points=points)
    assert (time.unit, speed.unit) == ("s", "cm/s")
    assert time.value == pytest.approx(100 * strip.seconds_per_pixel, abs=0.001)
    assert speed.value == pytest.approx(20 * strip.speed_per_pixel, abs=0.01)


def test_reflux_is_found_by_itself_and_close_to_the_truth() -> None:
    instance, strip = strip_of(cast.pat())
    seen, *_more = measure(actor=cast.sam(), instance=instance, what="reflux", frame=0)
    assert seen.automatic
    assert seen.value == pytest.approx(strip.visible, abs=0.12)


def test_a_vein_is_measured_around_one_point() -> None:
    instance, section = section_of(cast.pat())
    found = measure(actor=cast.sam(), instance=instance, what="vein", frame=0, points=[section.middle])
    assert {row.kind for row in found} == {"upright diameter", "transverse diameter", "depth"}
    assert found[0].value == pytest.approx(section.upright, abs=0.25)


def test_a_width_that_cannot_be_told_is_left_out_and_the_card_says_why() -> None:
    spec = SectionSpec(lateral=0.5, axial=0.16, height_mm=2.0, width_mm=2.0)
    instance, section = section_of(cast.pat(), spec)
    found = measure(actor=cast.sam(), instance=instance, what="vein", frame=0, points=[section.middle])
    assert [row.kind for row in found] == ["upright diameter", "depth"]
    (card,) = cards_of(cast.sam(), instance.study, Wrong(), may_accept=False)
    (said,) = [flag for flag in card.flags if "how wide the vein is" in flag]
    least, most = (float(each) for each in re.findall(r"\d+\.\d", said))
    assert 0 < least < most < 2 * section.level
    with override("fr-ca"):
        (card,) = cards_of(cast.sam(), instance.study, Wrong(), may_accept=False)
    assert any("pour dire la largeur de la veine (de " in flag for flag in card.flags)


@pytest.mark.parametrize(
    ("what", "points"),
    [("reflux", []), ("vein", [(2.0, 2.0)]), ("distance", [(1.0, 1.0), (9000.0, 1.0)]), ("distance", [(1.0, 1.0)])],
)
def test_what_cannot_be_measured_is_refused_and_nothing_is_kept(what: str, points: list[tuple[float, float]]) -> None:
    section, _truth = section_of(cast.pat())
    with pytest.raises(Refused):
        measure(actor=cast.sam(), instance=section, what=what, frame=0, points=points)
    assert not Measurement.objects.exists()


def test_a_correction_keeps_both_values_and_its_reason() -> None:
    row = distance()
    measured = row.value
    decide(actor=cast.priya(), measurement=row, verdict="corrected", value=3.1, reason="the far wall was missed")
    assert (row.state, row.value, row.corrected, row.decided_by) == ("corrected", measured, 3.1, cast.priya())
    assert "the far wall was missed" in Entry.objects.get(action="imaging.measurement.decided").sentence


@pytest.mark.parametrize(("verdict", "field"), [("corrected", "value"), ("refused", "reason"), ("else", "verdict")])
def test_a_decision_that_says_too_little_is_refused_at_its_field(verdict: str, field: str) -> None:
    with pytest.raises(Refused) as no:
        decide(actor=cast.priya(), measurement=distance(), verdict=verdict)
    assert no.value.field == field


def test_the_second_of_two_is_told_that_somebody_was_quicker() -> None:
    row = distance()
    seen_by_both = Measurement.objects.get(pk=row.pk)
    decide(actor=cast.priya(), measurement=row, verdict="accepted")
    with pytest.raises(Refused, match="quicker"):
        decide(actor=cast.sam(), measurement=seen_by_both, verdict="refused", reason="wrong vein")
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("accepted", cast.priya())


def test_a_nurse_looks_and_does_not_measure() -> None:
    section, _truth = section_of(cast.pat())
    with pytest.raises(PermissionDenied):
        measure(actor=cast.nora(), instance=section, what="vein", frame=0, points=[(200.0, 200.0)])


def test_on_the_page_a_refusal_keeps_what_was_typed() -> None:
    section, _truth = section_of(cast.pat())
    client, where = cast.signed_in(cast.sam()), reverse("imaging:measure", args=[section.pk])
    answer = client.post(where, {"what": "distance", "x1": "17.5", "y1": "20", "frame": "0"})
    assert answer.status_code == 422
    assert 'value="17.5"' in answer.content.decode()
    assert "Set the points on the picture first." in answer.content.decode()


def test_beside_a_picture_only_what_can_be_measured_there_is_offered() -> None:
    cast.clinic()
    sam = cast.signed_in(cast.sam())
    offered = {}
    strip, still = strip_of(cast.pat())[0], section_of(cast.pat(given_names="Sylvie"))[0]
    for name, image in (("strip", strip), ("still", still)):
        form = sam.get(reverse("imaging:instance", args=[image.pk])).context["form"]
        offered[name] = [value for value, _said in form.fields["what"].choices]
    assert offered == {"strip": ["distance", "reflux"], "still": ["distance", "vein"]}


def test_from_the_page_to_a_decision_with_the_words_that_it_was_proved_on_phantoms_only() -> None:
    instance, _strip = strip_of(cast.pat())
    client = cast.signed_in(cast.priya())
    page = client.post(reverse("imaging:measure", args=[instance.pk]), {"what": "reflux", "frame": "0"}, follow=True)
    assert "verified on phantoms only" in page.content.decode()
    row = Measurement.objects.earliest("pk")
    refused = client.post(reverse("imaging:decide", args=[row.pk]), {"verdict": "refused", "reason": ""})
    assert refused.status_code == 422
    client.post(reverse("imaging:decide", args=[row.pk]), {"verdict": "accepted"})
    row.refresh_from_db()
    assert row.state == "accepted"


@pytest.mark.parametrize("typed", ["x" * 10_000, "9" * 400, "-1", "nan", "inf", "a\0b"])
def test_nonsense_in_the_number_fields_is_said_or_refused(typed: str) -> None:
    section, _truth = section_of(cast.pat())
    client = cast.signed_in(cast.sam())
    data = {"what": "distance", "x1": typed, "y1": typed, "x2": typed, "y2": typed, "frame": typed}
    assert client.post(reverse("imaging:measure", args=[section.pk]), data).status_code == 422


def test_a_page_with_more_values_takes_no_more_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    instance, _strip = strip_of(cast.pat())
    client, where = cast.signed_in(cast.priya()), reverse("imaging:instance", args=[instance.pk])
    points = [(100.0, 60.0), (200.0, 80.0)]
    measure(actor=cast.sam(), instance=instance, what="distance", frame=0, points=points)
    client.get(where)
    with CaptureQueriesContext(connection) as one:
        client.get(where)
    for _again in range(4):
        measure(actor=cast.sam(), instance=instance, what="distance", frame=0, points=points)
    with django_assert_max_num_queries(len(one)):
        client.get(where)
