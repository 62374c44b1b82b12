"""No test opens a gate on its own day, with another substance, or after its time, whenever and wherever it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from saphena.pathway.planning.testing import (
    DoneTest,
    Limits,
    Result,
    Wanted,
    is_serious,
    label_notes,
    observe_minutes,
    reason,
    stand,
)

ZONES = st.sampled_from([ZoneInfo(name) for name in ("America/Edmonton", "Pacific/Auckland", "America/St_Johns")])
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
SUBSTANCES = st.sampled_from(["polidocanol", "sodium tetradecyl sulfate"])
TESTS = st.builds(DoneTest, MOMENTS, SUBSTANCES, st.just(frozenset()), st.sampled_from(Result))
LIMITS = st.builds(Limits, st.integers(1, 14), st.integers(30, 730))
WANTED = st.builds(Wanted, SUBSTANCES, at=MOMENTS)


@given(tests=st.lists(TESTS, max_size=5), wanted=WANTED, zone=ZONES, limits=LIMITS, changed=st.none() | MOMENTS)
def test_a_gate_that_is_open_has_a_test_that_fits_in_every_way(
    tests: list[DoneTest], wanted: Wanted, zone: ZoneInfo, limits: Limits, changed: datetime | None
) -> None:
    assert wanted.at is not None
    today = wanted.at.astimezone(zone).date()
    standing = stand(tests, wanted, today=today, zone=zone, allergies_changed=changed, limits=limits)
    if not standing.open:
        assert reason(standing.reason)["en"]
        return
    test = standing.test
    assert test is not None
    assert (test.result, test.substance) == (Result.TOLERATED, wanted.substance)
    assert limits.gap_days <= (today - test.at.astimezone(zone).date()).days <= limits.valid_days
    assert changed is None or changed <= test.at
    assert not any(each.result is Result.SYSTEMIC and each.substance == wanted.substance for each in tests)


@given(tests=st.lists(TESTS, min_size=1, max_size=5), wanted=WANTED, zone=ZONES, limits=LIMITS)
def test_the_order_in_which_tests_are_read_does_not_matter(
    tests: list[DoneTest], wanted: Wanted, zone: ZoneInfo, limits: Limits
) -> None:
    assume(len({test.at for test in tests}) == len(tests))
    today = datetime(2028, 1, 1, tzinfo=UTC).date()
    stands = [stand(each, wanted, today=today, zone=zone, limits=limits) for each in (tests, tests[::-1])]
    assert stands[0] == stands[1]


@given(at=MOMENTS, hours=st.integers(0, 23), zone=ZONES)
def test_the_same_calendar_day_never_opens(at: datetime, hours: int, zone: ZoneInfo) -> None:
    later = at + timedelta(hours=hours)
    assume(at.astimezone(zone).date() == later.astimezone(zone).date())
    test = DoneTest(at, "polidocanol", frozenset(), Result.TOLERATED)
    standing = stand([test], Wanted("polidocanol", at=later), today=later.date(), zone=zone)
    assert (standing.open, standing.reason) == (False, "same day")


@pytest.mark.parametrize(("seen", "serious"), [("hives", True), ("breath", True), ("redness", False), ("well", False)])
def test_signs_away_from_the_site_may_begin_a_severe_reaction(seen: str, serious: bool) -> None:
    assert is_serious(seen) is serious


def test_what_is_not_in_the_list_is_not_weighed() -> None:
    with pytest.raises(KeyError):
        is_serious("joy")


def test_what_labels_say_of_a_first_injection_is_shown_with_its_source() -> None:
    assert [source for _says, source in label_notes("trombovar")] == ["Trombovar monograph"]
    assert len(label_notes("aethoxysklerol")) == 2
    assert label_notes("glycerin") == []
    assert observe_minutes() == 20
