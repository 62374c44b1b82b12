"""Tries run out and come back with time, never more than there were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from saphena.clinic.people.models import TokenBucket
from saphena.clinic.people.trying import Limit, forget_full_buckets, take

NOW = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)
LIMIT = Limit(3, timedelta(minutes=30))


class TestOverTime(TestCase):
    @given(st.lists(st.integers(0, 3600), min_size=1, max_size=25))
    def test_in_any_stretch_of_time_no_more_is_given_than_the_bucket_holds_and_what_flowed_in(
        self, waits: list[int]
    ) -> None:
        now, given_at = NOW, []
        for wait in waits:
            now += timedelta(seconds=wait)
            if take("tea", "pat", LIMIT, now):
                given_at.append(now)
        for first in range(len(given_at)):
            for last in range(first, len(given_at)):
                flowed = LIMIT.tries * ((given_at[last] - given_at[first]) / LIMIT.refill)
                assert last - first + 1 <= LIMIT.tries + flowed + 1e-6


@pytest.mark.django_db
def test_whoever_waits_long_enough_has_all_tries_again() -> None:
    assert [take("tea", "pat", LIMIT, NOW) for _cup in range(4)] == [True, True, True, False]
    later = NOW + LIMIT.refill
    assert [take("tea", "pat", LIMIT, later) for _cup in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    for _cup in range(3):
        take("tea", "pat", LIMIT, NOW)
    assert not take("tea", "pat", LIMIT, NOW - timedelta(hours=5))


@pytest.mark.django_db
def test_each_kind_and_each_person_has_a_bucket_of_their_own_and_no_name_stands_on_it() -> None:
    take("tea", "pat@home.test", LIMIT, NOW)
    take("cake", "pat@home.test", LIMIT, NOW)
    assert TokenBucket.objects.count() == 2
    assert not TokenBucket.objects.filter(key__contains="pat").exists()


@pytest.mark.django_db
def test_buckets_that_nobody_uses_are_forgotten() -> None:
    take("tea", "pat", LIMIT, NOW)
    assert forget_full_buckets(NOW + timedelta(days=1)) == 0
    assert forget_full_buckets(NOW + timedelta(days=31)) == 1
