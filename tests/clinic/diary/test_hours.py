"""Hours, other hours and closures, as masks of when somebody works."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.clinic.diary import actions
from saphena.clinic.diary.models import Kind, Resource
from saphena.clinic.diary.opening import Timetable
from saphena.clinic.diary.reading import diary_of
from saphena.pathway.diary import Hours, Span
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.diary.house import house, person, site, thing

MONDAY = date(2027, 3, 8)


def hours_on(name: str, day: date) -> float:
    where = site()
    diary = diary_of(where, day, 1)
    return (diary.opening & diary.lanes[str(Resource.objects.get(name=name).pk)].works).bit_count() / 12


def test_a_room_is_there_whenever_the_site_is_open_and_a_person_when_they_work() -> None:
    thing(Kind.ROOM, "Room 1")
    person(cast.sam(), "sonographer", hours=[(0, time(8), time(12)), (0, time(13), time(15))])
    assert [hours_on(name, MONDAY) for name in ("Room 1", "Sam Beaulieu")] == [9, 6]
    assert [hours_on(name, date(2027, 3, 9)) for name in ("Room 1", "Sam Beaulieu")] == [9, 0]


def test_hours_that_count_from_a_date() -> None:
    sam = person(cast.sam(), "sonographer", hours=[])
    actions.set_hours(
        actor=cast.max_(), site=site(), resource=sam, weekly=[(0, time(9), time(11))], valid_from=date(2027, 3, 15)
    )
    assert [hours_on("Sam Beaulieu", day) for day in (MONDAY, date(2027, 3, 15), date(2027, 3, 22))] == [0, 2, 2]


def test_one_date_that_is_different_and_one_on_which_nobody_works() -> None:
    sam = person(cast.sam(), "sonographer")
    for day, hours in ((MONDAY, [(time(10), time(11))]), (date(2027, 3, 9), [])):
        actions.set_other_hours(actor=cast.max_(), site=site(), resource=sam, day=day, hours=hours, reason="course")
    assert [hours_on("Sam Beaulieu", day) for day in (MONDAY, date(2027, 3, 9), date(2027, 3, 10))] == [1, 0, 9]


def test_a_closure_closes_and_says_why_until_it_is_lifted() -> None:
    where = house()
    closure = actions.close(
        actor=cast.max_(), site=where, first_day=MONDAY, last_day=date(2027, 3, 9), reason="New floor"
    )
    assert hours_on("Room 1", MONDAY) == 0
    assert diary_of(where, MONDAY, 3).closures == {MONDAY: "New floor", date(2027, 3, 9): "New floor"}
    actions.lift(actor=cast.max_(), closure=closure)
    assert hours_on("Room 1", MONDAY) == 9


def test_the_days_on_which_clocks_change_have_the_hours_that_the_wall_says() -> None:
    where = site("Night watch")
    actions.set_hours(actor=cast.max_(), site=where, weekly=[(6, time(0), time(6))])
    days = (date(2027, 3, 14), date(2027, 11, 7))
    assert [diary_of(where, day, 1).opening.bit_count() // 12 for day in days] == [5, 7]
    assert where.zone_info == ZoneInfo("America/Edmonton")


def test_hours_that_overlap_or_end_before_they_begin_are_refused() -> None:
    for weekly in ([(0, time(8), time(12)), (0, time(11), time(15))], [(0, time(12), time(8))]):
        with pytest.raises(Refused):
            actions.set_hours(actor=cast.max_(), site=site(), weekly=weekly)


def test_what_was_booked_is_closed_and_not_deleted() -> None:
    from tests.clinic.journey.booking.booked import procedure

    visit = procedure()
    seat = visit.seats.all()[0]
    with pytest.raises(Refused, match="close it instead"):
        actions.delete_resource(actor=cast.max_(), resource=seat.resource)
    actions.close_resource(actor=cast.max_(), resource=seat.resource)
    assert str(seat.resource_id) not in diary_of(visit.site, MONDAY, 1).lanes
    spare = thing(Kind.ROOM, "Room 9")
    actions.delete_resource(actor=cast.max_(), resource=spare)
    assert not Resource.objects.filter(name="Room 9").exists()


@given(
    st.lists(st.tuples(st.integers(-400, 5000), st.integers(1, 700)), max_size=6),
    st.sampled_from([date(2027, 3, 13), date(2027, 11, 6), date(2027, 6, 1)]),
)
def test_times_away_are_taken_out_of_the_hours_cell_by_cell(away: list[tuple[int, int]], first: date) -> None:
    span = Span(first, 3, ZoneInfo("America/Edmonton"))
    begin = span.moment(0)
    told = tuple((begin + timedelta(minutes=a), begin + timedelta(minutes=a + b)) for a, b in away)
    always = tuple((day, (Hours(time(0), time(0)),)) for day in range(7))
    mask = Timetable(weekly=always, away=told).mask(span)
    naive = reduce(or_, (span.touched(a, b) for a, b in told), 0)
    assert mask == span.whole & ~naive
