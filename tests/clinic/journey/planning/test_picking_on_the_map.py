"""The veins of a plan are picked on the signed map: the drawing, and the stretches that reflux."""

from __future__ import annotations

from django.urls import reverse

from saphena.clinic.journey.planning.mapped import offered
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.mapping.mapped import examination
from tests.clinic.journey.mapping.mapped import signed as signed_map
from tests.clinic.journey.planning.prepared import drafted


def test_without_a_signed_map_veins_come_from_the_list() -> None:
    pats = course()
    examination(course=pats)
    drafted(pats)
    assert offered(pats) is None
    page = cast.signed_in(cast.priya()).get(reverse("planning:plan", args=[pats.pk])).content.decode()
    assert "No signed map of this leg yet" in page


def test_the_stretches_that_reflux_are_offered_with_their_diameter() -> None:
    pats = course()
    signed_map(examination(course=pats))
    found = offered(pats)
    assert found is not None
    assert ("gsv.thigh.upper", "7.2") in [(offer.segment, offer.diameter) for offer in found.offers]
    assert "ssv.upper" not in [offer.segment for offer in found.offers]


def test_what_was_picked_is_filled_in() -> None:
    pats = course()
    signed_map(examination(course=pats))
    drafted(pats)
    where = reverse("planning:plan", args=[pats.pk])
    answer = cast.signed_in(cast.priya()).get(where, {"segment": "gsv.thigh.upper", "diameter": "7.2"})
    form = answer.context["injection_form"]
    assert (form["segment"].initial, form["diameter_mm"].initial) == ("gsv.thigh.upper", "7.2")
    assert "<leg-map" in answer.content.decode()


def test_nonsense_in_the_address_picks_nothing() -> None:
    pats = course()
    drafted(pats)
    where = reverse("planning:plan", args=[pats.pk])
    answer = cast.signed_in(cast.priya()).get(where, {"segment": "../../etc", "diameter": "x" * 900})
    assert answer.context["injection_form"]["segment"].initial == ""


def test_the_map_of_the_other_leg_is_another_matter() -> None:
    left = course()
    right = course(left.patient, "right")
    signed_map(examination(course=left))
    assert offered(right) is None
