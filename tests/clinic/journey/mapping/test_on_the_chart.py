"""What the chart says of a course's maps, and where the step Mapping leads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from saphena.clinic.journey.mapping.on_chart import on_charts
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.mapping.mapped import NOW, examination, signed

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_the_step_leads_to_the_maps_and_below_it_stands_the_signed_one_with_its_class() -> None:
    pats = course(numbers={"map_valid_days": 90})
    of = signed(examination(course=pats))
    page = cast.signed_in(cast.priya()).get(reverse("courses:chart", args=[pats.patient_id])).content.decode()
    assert f'href="{reverse("mapping:of_course", args=[pats.pk])}"' in page
    assert f'href="{reverse("mapping:map", args=[of.pk])}"' in page
    assert "Signed map of 1 Feb 2027" in page
    assert "CEAP C?, E?, As, Pr" in page
    assert "counts until 2 May 2027" in page


def test_one_that_is_too_old_and_one_in_hand_are_said_to_be_so() -> None:
    pats = course(numbers={"map_valid_days": 30})
    signed(examination(course=pats, examined_at=NOW - timedelta(days=40)))
    examination(course=pats)
    shown = on_charts(cast.priya(), [pats])[pats.pk]
    assert shown.too_old
    assert shown.in_hand is not None


def test_the_other_leg_and_who_may_not_see_maps_get_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    pat = cast.pat()
    left, right = course(pat, "left"), course(pat, "right")
    signed(examination(course=left))
    priya = cast.priya()
    with django_assert_num_queries(1):
        assert set(on_charts(priya, [left, right])) == {left.pk}
    assert on_charts(cast.nell(), [left, right]) == {}
