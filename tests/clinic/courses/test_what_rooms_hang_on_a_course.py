"""A room's part stands below the course on the chart, its tab among the patient's, without courses knowing the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from saphena.clinic.courses import hanging
from saphena.clinic.courses.hanging import ChartPart, OwnTab, hang_on_chart, hang_tab
from tests import cast
from tests.clinic.courses.treated import course, own, phone_of, token_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.courses.models import Course


@pytest.fixture(autouse=True)
def nothing_hung(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hanging, "_parts", dict(hanging._parts))
    monkeypatch.setattr(hanging, "_tabs", dict(hanging._tabs))


def test_a_part_stands_on_the_chart_and_is_asked_once_for_all_courses() -> None:
    left = course()
    course(left.patient, "right")
    asked: list[Sequence[Course]] = []

    def contents(viewer: object, courses: Sequence[Course]) -> dict[int, object]:
        asked.append(courses)
        return {left.pk: {"state": "open", "word": "a part of the room"}}

    hang_on_chart(ChartPart("test", 5, "design/empty.html", contents))
    page = cast.signed_in(cast.nell()).get(reverse("courses:chart", args=[left.patient_id]))
    assert page.status_code == 200
    assert [len(courses) for courses in asked] == [2]
    assert page.content.count(b'class="empty"') == 1


@pytest.mark.parametrize("shows", [True, False])
def test_a_tab_stands_among_the_patients_while_it_has_something_to_say(shows: bool) -> None:
    pat = course().patient
    token = token_of(pat)
    hang_tab(OwnTab("courses:own_handout", "A tab of the room", 50, lambda courses: shows and len(courses) == 1))
    page = phone_of(pat, token).get(own("today", token))
    assert (b"A tab of the room" in page.content) is shows
