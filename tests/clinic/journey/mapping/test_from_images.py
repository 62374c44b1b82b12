"""A value that was accepted on an image enters the map that is being noted, and the map leads back to its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from saphena.clinic.imaging.actions import put_in_tray
from saphena.clinic.imaging.measuring import measure
from saphena.clinic.imaging.models import Measurement as Measured
from saphena.clinic.imaging.onward import Doubtful, fitting, goals_for, where_they_stand
from saphena.clinic.imaging.queries import sources
from saphena.clinic.imaging.taking import retire, take
from saphena.clinic.journey.mapping.actions import review, sign_map
from saphena.clinic.journey.mapping.models import Measurement
from saphena.clinic.journey.mapping.reporting_images import from_images, pressed
from saphena.clinic.journey.mapping.standing import derived_of, standing
from saphena.clinic.journey.mapping.wording import row_said
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.imaging.received import section_of, strip_of
from tests.clinic.journey.mapping.mapped import REFLUXING, examination, noted

if TYPE_CHECKING:
    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.people.models import Patient

pytestmark = pytest.mark.django_db


def goal(of: Examination, leg: str = "left", segment: str = "gsv.thigh.upper") -> str:
    return f"map:{of.pk}|{leg}|{segment}"


def distance(of: Patient) -> Measured:
    """4.55 mm on a picture of the patient."""
    section, _truth = section_of(of)
    points = [(100.0, 100.0), (170.0, 100.0)]
    (row,) = measure(actor=cast.sam(), instance=section, what="distance", frame=0, points=points)
    return row


def test_an_accepted_distance_is_the_diameter_of_the_chosen_vein_with_its_source() -> None:
    draft = examination()
    value = distance(draft.patient)
    take(actor=cast.priya(), values=[value], goal=goal(draft))
    row = draft.measurements.get()
    assert (row.leg, row.segment, row.quantity, row.value) == ("left", "gsv.thigh.upper", "diameter", "4.55")
    assert (row.origin, row.source, row.typed) == ("image", f"measurement:{value.pk}", "4.55 mm")
    value.refresh_from_db()
    assert (value.state, value.decided_by) == ("accepted", cast.priya())
    (there,) = where_they_stand([value.pk])[value.pk]
    assert there.said.startswith("left leg, GSV upper thigh: diameter 4.55")


def test_a_reflux_enters_in_milliseconds_and_the_peak_beside_it() -> None:
    draft = examination()
    instance, strip = strip_of(draft.patient)
    duration, _to_zero, peak = measure(actor=cast.sam(), instance=instance, what="reflux", frame=0)
    take(actor=cast.sam(), values=[duration, peak], goal=goal(draft))
    rows = {row.quantity: row.value for row in draft.measurements.all()}
    assert abs(float(rows["reflux"]) - 1000 * strip.visible) < 120
    assert abs(float(rows["peak"]) - peak.value) < 0.06


def test_what_the_person_says_it_is_counts_and_a_perforator_needs_its_height() -> None:
    draft = examination()
    value = distance(draft.patient)
    with pytest.raises(Refused) as no:
        take(actor=cast.sam(), values=[value], goal=goal(draft, segment="pv.tibial.upper"))
    assert no.value.field == "level"
    means = {value.pk: "map:depth"}
    take(actor=cast.sam(), values=[value], goal=goal(draft, segment="pv.tibial.upper"), means=means, level="24")
    row = draft.measurements.get()
    assert (row.quantity, str(row.level)) == ("depth", "24.00")


def test_the_other_leg_than_the_scan_was_ordered_for_is_asked_about_and_then_said() -> None:
    draft = examination(legs="both")
    value = distance(draft.patient)
    order = value.instance.study.order
    assert order
    order.side = "right"
    order.save()
    with pytest.raises(Doubtful, match="ordered for the right leg"):
        take(actor=cast.sam(), values=[value], goal=goal(draft))
    value.refresh_from_db()
    assert value.is_proposed
    take(actor=cast.sam(), values=[value], goal=goal(draft), sure=True)
    assert "ordered for the right leg" in draft.measurements.get().note


def test_what_somebody_has_noted_there_is_shown_before_it_is_written_over() -> None:
    draft = examination()
    value = distance(draft.patient)
    noted(draft, "gsv.thigh.upper diameter 6.2")
    with pytest.raises(Doubtful, match="has noted there: diameter 6"):
        take(actor=cast.priya(), values=[value], goal=goal(draft))
    take(actor=cast.priya(), values=[value], goal=goal(draft), sure=True)
    assert draft.measurements.last().value == "4.55"  # type: ignore[union-attr]


def test_a_signed_map_takes_nothing_and_what_was_to_enter_is_not_accepted_either() -> None:
    draft = examination()
    value = distance(draft.patient)
    noted(draft, *REFLUXING)
    where = goal(draft)
    review(actor=cast.sam(), examination=draft)
    sign_map(actor=cast.priya(), examination=draft)
    with pytest.raises(Refused, match="addendum"):
        take(actor=cast.sam(), values=[value], goal=where)
    value.refresh_from_db()
    assert value.is_proposed
    (told,) = [each for each in goals_for(cast.sam(), value.instance.study) if each.why]
    assert "is signed" in told.why
    assert told.url == reverse("mapping:map", args=[draft.pk])


def test_the_report_says_which_number_came_from_an_image_and_who_accepted_it() -> None:
    draft = examination()
    noted(draft, "gsv.thigh.upper reflux 900", "gsv.thigh.upper depth 9", "gsv.knee diameter 6")
    value = distance(draft.patient)
    assert from_images(draft, standing(draft)) == {}
    take(actor=cast.priya(), values=[value], goal=goal(draft))
    ((spot, quantity), told), *others = from_images(draft, standing(draft)).items()
    assert (spot, quantity, others) == (("left", "gsv.thigh.upper", None), "diameter", [])
    assert (told.by, told.automatic, told.retired) == ("Priya Raman", False, "")
    retire(actor=cast.priya(), measurement=value, reason="the artery was measured")
    (told,) = from_images(draft, standing(draft)).values()
    assert told.retired == "the artery was measured"


def test_compressibility_of_a_clip_is_a_reading_of_the_vein_and_decides_nothing() -> None:
    draft = examination()
    value = distance(draft.patient)
    Measured.objects.filter(pk=value.pk).update(kind="compressibility", unit="", value=0.834)
    value.refresh_from_db()
    take(actor=cast.priya(), values=[value], goal=goal(draft))
    row = draft.measurements.get()
    assert (row.quantity, row.value) == ("pressed", "83")
    assert row_said(row) == "compressibility 83\u202f%"
    assert pressed(standing(draft)) == {("left", "gsv.thigh.upper", None): 83.0}
    assert derived_of(draft).legs["left"].veins["gsv.thigh.upper"].state == "unknown"
    page = cast.signed_in(cast.priya()).get(reverse("mapping:map", args=[draft.pk])).content.decode()
    assert "compressibility 83" in page


def test_a_reflux_that_the_image_leaves_open_about_the_limit_is_asked_about_and_the_answer_is_kept() -> None:
    draft = examination()
    value = distance(draft.patient)
    Measured.objects.filter(pk=value.pk).update(kind="reflux duration", unit="s", value=0.53, uncertainty=0.05)
    value.refresh_from_db()
    with pytest.raises(Doubtful, match=r"leaves open on which side of 0\.5\ss this lies: it says 0\.48\ss to 0\.58\ss"):
        take(actor=cast.sam(), values=[value], goal=goal(draft))
    take(actor=cast.sam(), values=[value], goal=goal(draft), sure=True)
    assert "leaves open" in draft.measurements.get().note
    Measured.objects.filter(pk=value.pk).update(value=0.6, state="proposed", decided_by=None, decided_at=None)
    value.refresh_from_db()
    take(actor=cast.sam(), values=[value], goal=goal(draft, segment="gsv.knee"))


def test_veins_are_offered_by_leg_and_part_and_those_noted_last_first() -> None:
    draft = examination(legs="both")
    noted(draft, "gsv.knee diameter 6", "ssv.upper diameter 4", "gsv.knee reflux 900")
    value = distance(draft.patient)
    (told,) = [each for each in goals_for(cast.sam(), value.instance.study) if each.goals]
    assert [goal.label for goal in told.goals[:2]] == [
        "GSV knee, above the joint line, left leg", "SSV upper calf, left leg",
    ]  # fmt: skip
    groups = list(dict.fromkeys(goal.group for goal in told.goals))
    assert groups[:4] == [
        "Noted last", "Right leg: Deep veins", "Right leg: Great saphenous vein", "Right leg: Accessory veins",
    ]  # fmt: skip
    assert groups[-1] == "Left leg: Tributaries and other veins"
    keys = [goal.key for goal in told.goals]
    assert len(keys) - len(set(keys)) == 2
    fit = fitting([told], ["map"], "left", "ssv.upper")
    assert [(group, [goal.label for goal in those]) for group, those in fit] == [
        ("Left leg: Small saphenous vein", ["SSV upper calf, left leg"])
    ]


def test_another_patients_examination_is_no_goal() -> None:
    other, value = examination(cast.pat(given_names="Sylvie")), distance(cast.pat())
    with pytest.raises(Refused, match="another patient"):
        take(actor=cast.sam(), values=[value], goal=goal(other))


def test_two_values_of_one_quantity_do_not_both_enter_a_vein() -> None:
    draft = examination()
    section, truth = section_of(draft.patient)
    upright, across, _depth = measure(actor=cast.sam(), instance=section, what="vein", frame=0, points=[truth.middle])
    with pytest.raises(Refused, match="same quantity"):
        take(actor=cast.sam(), values=[upright, across], goal=goal(draft))
    assert not Measurement.objects.exists()


def test_a_value_that_is_retired_afterwards_stays_on_the_map_and_is_marked() -> None:
    draft = examination()
    value = distance(draft.patient)
    take(actor=cast.sam(), values=[value], goal=goal(draft))
    retire(actor=cast.priya(), measurement=value, reason="the artery was measured")
    assert sources(cast.nora(), [value.pk], draft.patient_id)[value.pk].retired == "the artery was measured"
    page = cast.signed_in(cast.priya()).get(reverse("mapping:map", args=[draft.pk])).content.decode()
    assert "4.55" in page
    assert "superseded: the artery was measured" in page
    with pytest.raises(Refused, match="retired"):
        take(actor=cast.sam(), values=[value], goal=goal(draft, segment="gsv.knee"))


def test_images_that_went_back_into_the_tray_take_their_values_standing_with_them() -> None:
    draft = examination()
    value = distance(draft.patient)
    take(actor=cast.sam(), values=[value], goal=goal(draft))
    put_in_tray(actor=cast.nora(), study=value.instance.study, reason="another name on the picture")
    page = cast.signed_in(cast.priya()).get(reverse("mapping:map", args=[draft.pk])).content.decode()
    assert "superseded: its images may be of another patient" in page


def test_what_is_typed_over_it_since_no_longer_comes_from_the_image() -> None:
    draft = examination()
    value = distance(draft.patient)
    take(actor=cast.sam(), values=[value], goal=goal(draft))
    noted(draft, "gsv.thigh.upper diameter 5.1")
    assert where_they_stand([value.pk]) == {}


def test_from_the_viewer_to_the_map_and_back_to_the_frame() -> None:
    draft = examination()
    value = distance(draft.patient)
    client, here = cast.signed_in(cast.sam()), value.instance
    assert goal(draft) in client.get(reverse("imaging:instance", args=[here.pk])).content.decode()
    sent = {"act": value.pk, "rows": value.pk, "goal": goal(draft), "level": ""}
    answer = client.post(reverse("imaging:take", args=[here.pk]), sent, follow=True)
    assert "GSV upper thigh: diameter" in answer.content.decode()
    frame = f"{reverse('imaging:instance', args=[here.pk])}?frame=0#m{value.pk}"
    for page in ("mapping:entry", "mapping:map"):
        assert f'href="{frame}"' in client.get(reverse(page, args=[draft.pk])).content.decode()


def test_a_doubt_comes_back_on_the_page_with_the_box_that_says_one_is_sure() -> None:
    draft = examination()
    value = distance(draft.patient)
    noted(draft, "gsv.thigh.upper diameter 6.2")
    sent = {"act": value.pk, "rows": value.pk, "goal": goal(draft)}
    answer = cast.signed_in(cast.sam()).post(reverse("imaging:take", args=[value.instance_id]), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "has noted there" in text
    assert 'name="sure"' in text


def test_the_images_of_the_day_stand_beside_the_map_and_reception_does_not_see_them() -> None:
    draft = examination()
    section, _truth = section_of(draft.patient)
    thumbnail = reverse("imaging:frame", args=[section.pk, 0])
    page = cast.signed_in(cast.sam()).get(reverse("mapping:entry", args=[draft.pk])).content.decode()
    assert thumbnail in page
    beside = cast.signed_in(cast.sam()).get(reverse("imaging:beside", args=[section.pk]))
    assert "<image-player" in beside.content.decode()
    assert cast.signed_in(cast.nell()).get(reverse("imaging:beside", args=[section.pk])).status_code == 403
