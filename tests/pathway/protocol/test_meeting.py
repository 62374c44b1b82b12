"""Two rounds meet: the stricter of two restrictions never loses, and what is said of it is one sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.protocol.drawing import draw
from saphena.pathway.protocol.library import load, shipped
from saphena.pathway.protocol.meeting import Bound, Rounds, meetings
from saphena.pathway.protocol.rules import Kind
from saphena.pathway.protocol.vocabulary import topics

EDMONTON = ZoneInfo("America/Edmonton")
START = datetime(2027, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@st.composite
def bounds(draw_: st.DrawFn) -> Bound:
    begin, hours = draw_(st.integers(0, 40)), draw_(st.integers(1, 30))
    end = draw_(st.sampled_from([START + (begin + hours) * HOUR] * 5 + [None]))
    legs = draw_(st.sampled_from([{"left"}, {"right"}, {"left", "right"}]))
    what = draw_(st.sampled_from(["bandage", "water"]))
    return Bound(what, draw_(st.integers(0, 2)), START + begin * HOUR, end, frozenset(legs))


@given(st.lists(bounds(), max_size=8))
def test_no_restriction_outlasts_the_one_that_counts_where_they_meet(found: list[Bound]) -> None:
    told = meetings(found)
    for meeting in told:
        assert all(each.until < meeting.counts.until for each in meeting.sooner)
        assert all(each.round != meeting.counts.round for each in meeting.sooner)
        for each in found:
            if each.meets(meeting.counts):
                assert each.until <= meeting.counts.until
    for one in found:
        for other in found:
            if one.round != other.round and one.meets(other) and one.until < other.until:
                assert any(one.until < each.counts.until and one.what == each.counts.what for each in told)


@given(st.lists(bounds(), max_size=8))
def test_the_order_in_which_rounds_are_named_changes_nothing(found: list[Bound]) -> None:
    def told(given_: list[Bound]) -> list[tuple[str, datetime, datetime]]:
        return sorted((each.counts.what, each.counts.until, each.begin) for each in meetings(given_))

    assert told(found) == told(found[::-1])


def rounds(first: str, second: str, legs: tuple[str, str] = ("left", "left")) -> Rounds:
    days = [datetime.fromisoformat(day).replace(tzinfo=EDMONTON) for day in (first, second)]
    plans = [draw(load("leaflet"), {"procedure": day, "injected": day + timedelta(minutes=20)}) for day in days]
    return Rounds(plans, legs)


def test_the_second_bandage_counts_and_the_first_is_named() -> None:
    told = rounds("2027-03-09T10:00", "2027-03-12T10:00").said(datetime(2027, 3, 12, 20, tzinfo=UTC), "en")
    assert told == [
        "Bandage, dry leg and stocking until Wednesday 17 March, in the morning, because of the treatment on Friday 12 "
        "March. After the one on Tuesday 9 March it would have been until Sunday 14 March, in the morning.",
        "No long trips until Thursday 8 April, because of the treatment on Friday 12 March. After the one on Tuesday 9 "
        "March it would have been until Monday 5 April.",
    ]
    en_francais = rounds("2027-03-09T10:00", "2027-03-12T10:00").said(datetime(2027, 3, 12, 20, tzinfo=UTC), "fr")
    assert en_francais[1].startswith(
        "Pas de longs voyages jusqu’au jeudi 8 avril, à cause du traitement du vendredi 12"
    )


def test_a_bandage_on_the_other_leg_is_its_own_but_water_and_trips_are_of_the_whole_patient() -> None:
    found = rounds("2027-03-09T10:00", "2027-03-12T10:00", ("left", "right")).meetings
    assert {each.counts.what for each in found} == {"water", "long_travel"}


def test_nothing_is_said_before_it_begins_after_it_is_over_or_of_rounds_that_do_not_meet() -> None:
    near = rounds("2027-03-09T10:00", "2027-03-12T10:00")
    assert near.said(datetime(2027, 3, 8, tzinfo=UTC), "en") == []
    assert len(near.said(datetime(2027, 3, 8, tzinfo=UTC), "en", ahead=True)) == 2
    assert near.said(datetime(2027, 4, 9, 12, tzinfo=UTC), "en") == []
    assert rounds("2027-03-09T10:00", "2027-06-09T10:00").meetings == []


def test_a_permission_of_one_round_waits_for_the_ban_of_the_other() -> None:
    both, now = rounds("2027-03-09T10:00", "2027-03-12T10:00"), datetime(2027, 3, 12, 20, tzinfo=UTC)
    overruled = both.overruled(now)
    swimming, bandage = both.plans[0].item("swimming-again"), both.plans[0].item("bandage")
    assert both.note(swimming, overruled[id(swimming)], "en") == (
        "not before Wednesday 17 March, in the morning: until then the treatment on Friday 12 March does not allow it"
    )
    assert both.note(bandage, overruled[id(bandage)], "en").startswith("goes on until Wednesday 17 March")
    own = both.plans[1]
    assert not {id(item) for item in own.items} & overruled.keys()
    assert id(bandage) not in both.overruled(datetime(2027, 3, 10, tzinfo=UTC))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_restriction_that_we_ship_has_a_name(name: str) -> None:
    for rule in load(name).rules:
        known = topics().get(rule.about)
        if known and (rule.kind is Kind.AVOID or (rule.kind is Kind.DO and known.lasting)):
            assert set(known.held) == {"en", "fr"}, rule.about
