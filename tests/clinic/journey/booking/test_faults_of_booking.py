"""Between the page and the button anything may happen: a clear answer, no clash, nothing lost."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest
from django.urls import reverse

from saphena.clinic.diary import actions as diary
from saphena.clinic.diary.claiming import rebuild
from saphena.clinic.diary.models import Claim, Kind, Resource
from saphena.clinic.journey.booking.actions import book_visit
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.pathway.clock import settle
from saphena.pathway.diary import cell_number
from tests import cast
from tests.clinic.courses.treated import at, course, happened
from tests.clinic.diary.house import house, tiny_house
from tests.clinic.journey.booking.booked import procedure, ready

pytestmark = pytest.mark.django_db

TEN = "2027-03-15T10:00"


def test_whoever_goes_back_and_books_another_time_is_told_to_move_and_has_one_visit() -> None:
    pats, nell = ready(), cast.signed_in(cast.nell())
    where = house()
    page, told = reverse("booking:course", args=[pats.pk]), {"site": str(where.pk)}
    assert nell.post(page, told | {"at-procedure": at(TEN).isoformat()}).status_code == 302
    again = nell.post(page, told | {"at-procedure": at("2027-03-16T10:00").isoformat()})
    assert again.status_code == 409
    assert "Move it instead" in again.content.decode()
    assert [visit.starts_at for visit in Visit.objects.all()] == [at(TEN)]


def test_a_closure_that_comes_between_the_page_and_the_button_is_told_with_what_is_near() -> None:
    where, pats = tiny_house(), ready()
    diary.close(
        actor=cast.max_(), site=where, first_day=date(2027, 3, 15), last_day=date(2027, 3, 15), reason="New floor"
    )
    with pytest.raises(Unavailable, match="New floor") as no:
        book_visit(actor=cast.nell(), course=pats, site=where, step="procedure", starts=at(TEN))
    assert len(no.value.near) == 3
    assert not Claim.objects.exists()


def test_somebody_who_has_left_between_the_page_and_the_button_is_not_booked() -> None:
    where, pats = tiny_house(), ready()
    nurse = Resource.objects.get(user=cast.nora())
    diary.close_resource(actor=cast.max_(), resource=nurse)
    with pytest.raises(Unavailable, match="nurse"):
        book_visit(actor=cast.nell(), course=pats, site=where, step="procedure", starts=at(TEN))


@pytest.mark.parametrize(
    ("day", "clock", "fold", "minutes"),
    [
        (date(2027, 3, 14), time(1, 30), 0, 70),  # over the hour that clocks skip
        (date(2027, 11, 7), time(0, 30), 0, 70),  # into the hour that comes twice
        (date(2027, 11, 7), time(1, 30), 1, 70),  # in its second half
    ],
)
def test_a_visit_over_a_change_of_the_clocks_holds_its_real_minutes(
    day: date, clock: time, fold: int, minutes: int
) -> None:
    where, nights = house(), [(6, time(0), time(6))]
    people = Resource.objects.filter(kind=Kind.PERSON)
    for whose in (None, *people):
        diary.set_hours(actor=cast.max_(), site=where, weekly=nights, resource=whose)
    starts = settle(day, clock, where.zone_info).replace(fold=fold)
    now = starts - timedelta(days=2)
    known = happened(course(), mapped=f"{day - timedelta(days=20)}T09:00", test=f"{day - timedelta(days=10)}T13:30")
    visit = book_visit(actor=cast.nell(), course=known, site=where, step="procedure", starts=starts, now=now)
    visit.refresh_from_db()  # from there on in UTC: on one clock's wall the minutes would be counted wrongly
    assert visit.starts_at == starts.astimezone(UTC)
    assert visit.ends_at - visit.starts_at == timedelta(minutes=minutes)
    cells = sorted(set(Claim.objects.values_list("cell", flat=True)))
    assert cells[0] == cell_number(visit.starts_at)
    assert cells == list(range(cells[0], cells[-1] + 1))
    assert rebuild() == 0


def test_a_place_that_was_given_up_is_free_to_the_minute() -> None:
    visit = procedure()
    before = Claim.objects.count()
    page = reverse("booking:cancel", args=[visit.pk])
    nell = cast.signed_in(cast.nell())
    nell.post(page, {"reason": "A fever.", "version": "0"})
    assert nell.post(page, {"reason": "A fever.", "version": "0"}).status_code == 409
    assert (Claim.objects.count(), rebuild()) == (0, 0)
    other = ready(given_names="Other", email="")
    book_visit(actor=cast.nell(), course=other, site=house(), step="procedure", starts=at(TEN))
    assert Claim.objects.count() == before
