"""Whatever is taken and given back, in any order: the masks say what the claims say, and nothing is held twice."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphena.clinic.diary.claiming import Held, JustTaken, bits_of, give_back, rebuild, take
from saphena.clinic.diary.models import Claim, Hold, Overbooking, Resource, TakenDay
from saphena.pathway.diary import USUAL
from tests import cast
from tests.clinic.diary.house import tiny_house

BASE = 20_000 * USUAL
Asked = list[tuple[int, int, int]]
STRETCHES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(USUAL - 8, USUAL + 8), st.integers(1, 6)), min_size=1, max_size=3
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["take", "take", "give back", "overbook"]),
        st.integers(0, 3),  # whose hold
        STRETCHES,
    ),
    max_size=12,
)


def stretches(resources: list[Resource], asked: Asked) -> list[Held]:
    return [Held(resources[n].pk, BASE + begin, BASE + begin + length) for n, begin, length in asked]


def of_claims() -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for number, cell in Claim.objects.values_list("resource_id", "cell"):
        day, bit = divmod(cell, USUAL)
        found[day, number] = found.get((day, number), 0) | 1 << bit
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_masks_are_what_the_claims_say_whatever_happens(acts: list[tuple[str, int, Asked]]) -> None:
    tiny_house()
    two = list(Resource.objects.all()[:2])
    with transaction.atomic():
        for act, whose, asked in acts:
            about = f"test:{whose}"
            if act == "give back":
                give_back(about)
                continue
            allowed = None
            if act == "overbook":
                hold, _new = Hold.objects.get_or_create(about=about)
                allowed = Overbooking.objects.create(hold=hold, reason="busy", allowed_by=cast.priya())
            try:
                with transaction.atomic():
                    take(about, stretches(two, asked), allowed)
            except JustTaken:
                assert allowed is None
                continue
            wanted = {(each.resource_id, cell) for each in stretches(two, asked) for cell in each.cells}
            assert set(Claim.objects.filter(hold__about=about).values_list("resource_id", "cell")) == wanted
        masks = {(row.day, row.resource_id): bits_of(row.cells) for row in TakenDay.objects.exclude(cells=b"")}
        assert masks == of_claims()
        assert rebuild() == 0
        places = Counter(Claim.objects.values_list("resource_id", "cell", "beside"))
        assert all(count == 1 for count in places.values())
        used = set(Claim.objects.values_list("resource_id", "cell"))
        assert used == set(Claim.objects.filter(beside=0).values_list("resource_id", "cell"))
        transaction.set_rollback(True)


def test_masks_that_were_lost_are_made_again_from_the_claims() -> None:
    tiny_house()
    sam = Resource.objects.all()[0]
    take("test:1", [Held(sam.pk, BASE, BASE + 5)])
    TakenDay.objects.update(cells=b"")
    assert rebuild() == 1
    assert bits_of(TakenDay.objects.get(resource=sam).cells) == 0b11111


def test_who_is_quicker_is_named() -> None:
    tiny_house()
    sam, nora = Resource.objects.all()[:2]
    take("test:1", [Held(sam.pk, BASE, BASE + 5)])
    with pytest.raises(JustTaken) as no:
        take("test:2", [Held(nora.pk, BASE, BASE + 5), Held(sam.pk, BASE + 4, BASE + 6)])
    assert no.value.resource_ids == {sam.pk}
    assert Claim.objects.filter(resource=nora).count() == 0
