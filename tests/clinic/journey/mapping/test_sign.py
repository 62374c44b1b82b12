"""From preliminary to signed: both are named, an empty map is refused, planning opens, and then only addenda."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.mapping import actions
from saphena.clinic.journey.mapping.models import Posture
from saphena.clinic.journey.mapping.queries import counts_until, earlier_maps, examinations_for, signed_map, targets
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course, plan_of, treated
from tests.clinic.journey.mapping.mapped import NOW, again, examination, noted, reviewed, signed

pytestmark = pytest.mark.django_db


def test_signing_an_empty_map_is_refused_with_a_sentence() -> None:
    of = examination(legs="both")
    noted(of, "gsv.thigh.upper reflux 900")
    noted(of, "leg signs C2", leg="right")
    with pytest.raises(Refused, match=r"No vein of the right leg was noted\. An empty map cannot be signed"):
        actions.sign_map(actor=cast.priya(), examination=of)
    with pytest.raises(Refused, match="An empty map cannot be signed"):
        actions.review(actor=cast.sam(), examination=of)


def test_who_scanned_has_to_be_named() -> None:
    of = examination(sonographer=None)
    noted(of, "gsv.thigh.upper reflux 900")
    with pytest.raises(Refused, match="name who scanned") as no:
        actions.review(actor=cast.sam(), examination=of)
    assert no.value.field == "sonographer"


def test_a_preliminary_map_is_reviewed_before_it_is_signed() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900")
    with pytest.raises(Refused, match="Review it first"):
        actions.sign_map(actor=cast.priya(), examination=of)


def test_only_a_physician_signs() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900")
    reviewed(of)
    with pytest.raises(PermissionDenied):
        actions.sign_map(actor=cast.sam(), examination=of)


def test_both_names_stand_on_it_and_in_the_record() -> None:
    of = signed()
    assert of.sonographer == cast.sam()
    assert of.signed_by == cast.priya()
    assert "scanned by Sam Beaulieu" in Entry.objects.get(action="mapping.map.signed").sentence


def test_signing_maps_the_course_and_opens_its_gate() -> None:
    pats = course()
    of = signed(examination(course=pats))
    pats = Course.objects.get(pk=pats.pk)
    assert pats.facts["map_signed"] is True
    assert plan_of(pats).events["mapped"].moment.at == of.examined_at


def test_both_legs_map_both_courses_and_a_treated_one_is_left_as_it_is() -> None:
    pat = cast.pat()
    left, right = course(pat, "left"), treated(course(pat, "right"))
    signed(examination(patient=pat, legs="both"))
    assert "map_signed" in Course.objects.get(pk=left.pk).facts
    assert "map_signed" not in Course.objects.get(pk=right.pk).facts


def test_what_the_map_said_is_kept_as_it_was_signed_in_both_languages() -> None:
    of = signed()
    assert of.signed_as is not None
    leg = of.signed_as["legs"]["left"]
    assert leg["ceap"]["basic"] == "C?, E?, As, Pr"
    assert any("Great saphenous vein: axial reflux" in line[1] for line in leg["conclusions"]["en"])
    assert any("reflux axial" in line[1] for line in leg["conclusions"]["fr"])
    assert of.signed_as["criteria"]["id"] == "svs_2023"


def test_a_signed_map_goes_on_saying_what_it_said_whatever_the_rules_become() -> None:
    of = signed()
    assert of.signed_as is not None
    kept = of.signed_as
    kept["legs"]["left"]["conclusions"]["en"] = [["pattern", "As it was judged then", ["by the rules of then"]]]
    type(of).objects.filter(pk=of.pk).update(signed_as=kept)
    page = cast.signed_in(cast.priya()).get(reverse("mapping:map", args=[of.pk])).content.decode()
    assert "As it was judged then" in page
    assert "axial reflux" not in page


def test_after_signing_only_addenda() -> None:
    of = signed()
    actions.add_addendum(actor=cast.priya(), examination=of, text="The left ankle was swollen.")
    assert [each.text for each in again(of).addenda.all()] == ["The left ankle was swollen."]
    with pytest.raises(Refused):
        actions.reopen(actor=cast.priya(), examination=of, reason="a digit")
    with pytest.raises(Refused):
        actions.withdraw(actor=cast.priya(), examination=of, reason="a digit")
    with pytest.raises(Refused, match="not signed yet"):
        actions.add_addendum(actor=cast.priya(), examination=examination(patient=of.patient), text="More.")


def test_a_posture_other_than_standing_needs_a_reason() -> None:
    with pytest.raises(Refused, match="say why") as no:
        examination(posture=Posture.SITTING)
    assert no.value.field == "posture_reason"
    assert examination(posture=Posture.SITTING, posture_reason="faints when standing").pk


def test_the_head_is_checked() -> None:
    with pytest.raises(Refused, match="still to come"):
        examination(examined_at=NOW + timedelta(hours=1))
    with pytest.raises(Refused, match="scans"):
        examination(patient=cast.pat(), sonographer=cast.nell())
    with pytest.raises(Refused, match="confirms them first"):
        examination(patient=cast.pat(), criteria="uip_2006")
    with pytest.raises(Refused, match="no set of criteria"):
        examination(patient=cast.pat(), criteria="none")
    with pytest.raises(Refused, match="has to be examined"):
        examination(course=course(leg="right"), legs="left")


def test_recalled_criteria_can_be_chosen_once_a_physician_has_confirmed_them() -> None:
    with pytest.raises(PermissionDenied):
        actions.confirm_criteria(actor=cast.sam(), name="uip_2006")
    actions.confirm_criteria(actor=cast.priya(), name="uip_2006")
    actions.confirm_criteria(actor=cast.priya(), name="uip_2006")
    assert examination(criteria="uip_2006").pk
    assert Entry.objects.filter(action="confirming.word.given").count() == 1


def test_the_head_may_be_changed_while_preliminary_and_a_noted_leg_stays() -> None:
    of = examination(legs="both")
    noted(of, "gsv.thigh.upper reflux 900", leg="right")
    actions.change_examination(actor=cast.sam(), examination=of, machine="Logiq E10")
    with pytest.raises(Refused, match="other leg"):
        actions.change_examination(actor=cast.sam(), examination=of, legs="left")
    assert again(of).machine == "Logiq E10"


def test_the_newest_signed_map_of_the_leg_is_the_one_that_counts() -> None:
    pats = course()
    assert signed_map(pats) is None
    first = signed(examination(course=pats, examined_at=NOW - timedelta(days=30)))
    second = signed(examination(course=pats, legs="both"))
    noted(examination(course=pats), "ssv.upper reflux 900")  # preliminary: it does not count
    assert signed_map(pats) == second
    assert signed_map(pats, on=date(2027, 1, 15)) == first
    assert earlier_maps(cast.priya(), second) == [first]


def test_a_map_counts_as_long_as_the_protocol_says() -> None:
    pats = course(numbers={"map_valid_days": 90})
    of = signed(examination(course=pats))
    assert counts_until(of, pats) == date(2027, 5, 2)


def test_the_targets_of_a_map_are_asked_for_by_leg() -> None:
    of = signed(examination(legs="both"))
    assert [target.segments[0] for target in targets(of, "left")] == ["gsv.thigh.upper", "tr.calf.inner"]
    assert len(targets(of)) == 2 * len(targets(of, "left"))


def test_what_waits_for_somebody_is_listed_and_a_signed_map_does_not() -> None:
    open_one = examination()
    done = signed(examination(patient=open_one.patient))
    assert list(examinations_for(cast.priya())) == [open_one]
    assert list(examinations_for(cast.priya(), "signed")) == [done]
    assert list(examinations_for(cast.nell())) == []


def test_an_examination_opened_by_mistake_is_withdrawn_with_a_reason() -> None:
    of = examination()
    with pytest.raises(Refused, match="say why"):
        actions.withdraw(actor=cast.sam(), examination=of, reason=" ")
    actions.withdraw(actor=cast.sam(), examination=of, reason="wrong patient")
    assert again(of).state == "withdrawn"
