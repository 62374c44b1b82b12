"""The navigation: three groups, each with its heading once, and one place that is here."""

from __future__ import annotations

import re

import pytest

from saphena.clinic.people.roles import Role
from tests import cast

pytestmark = pytest.mark.django_db


def here(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)" aria-current="page">', page[: page.index("<main")])


@pytest.mark.parametrize("where", ["/patients/", "/desk/", "/reviews/", "/reviews/outcomes/", "/images/tray/"])
def test_one_place_is_here_the_nearest(where: str) -> None:
    cast.clinic()
    assert here(cast.signed_in(cast.priya()).get(where).text) == [where]


def test_a_group_has_its_heading_when_somebody_may_open_one_of_its_places() -> None:
    cast.clinic()
    page = cast.signed_in(cast.ada()).get("/staff/").text
    assert re.findall(r'<li class="places-group">([^<]+)</li>', page) == ["The house"]


def test_only_whoever_may_open_many_finds_what_is_set_up_once_in_a_group_of_its_own() -> None:
    cast.clinic()
    everything = cast.member("Eve Alone", Role.PHYSICIAN, Role.MANAGER, Role.ADMINISTRATOR)
    page = cast.signed_in(everything).get("/staff/").text
    unfolded, _button, folded = page[: page.index("<main")].partition('class="places-unfold"')
    assert here(page) == ["/staff/"]
    assert "/staff/" in folded
    assert unfolded.count("<li><a") <= 16
    assert "places-unfold" not in cast.signed_in(cast.priya()).get("/patients/").text
