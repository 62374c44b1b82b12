"""What suits the patient: as it was told in the request, as it stands in the form, as the search takes it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from saphena.clinic.journey.booking.terms import long_trip_minutes, way_home_of
from saphena.clinic.journey.requesting.models import AppointmentRequest, RequestedCourse
from saphena.clinic.journey.requesting.states import State
from saphena.pathway.booking.wishes import Request, Trip
from saphena.pathway.diary import Hours, Opening

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.clinic.courses.models import Course

__all__ = ["TRIPS", "Wishes", "told_for"]

TRIPS = 2
# When the parts of a day begin and end on the wall; midnight as the end is that day's.
PARTS = {
    "morning": Hours(time(0), time(12)),
    "afternoon": Hours(time(12), time(17)),
    "evening": Hours(time(17), time(0)),
}


@dataclass(frozen=True)
class Wishes:
    """Days are "0" (Monday) to "6", parts are of the day; nothing of either: any time suits.

    `avoid` are people by their number in the diary: alternatives with somebody else.
    """

    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    not_before: date | None = None
    not_after: date | None = None
    trips: tuple[Trip, ...] = ()
    minutes_home: int | None = None
    home_in_time: bool = False
    avoid: tuple[str, ...] = ()

    def kept(self) -> dict[str, object]:
        """As JSON can hold them."""
        told = asdict(self) | {
            "trips": [[trip.leaves.isoformat(), trip.returns.isoformat(), trip.long] for trip in self.trips]
        }
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Wishes:
        """What was kept, read again."""
        first, last = (date.fromisoformat(kept[n]) if kept.get(n) else None for n in ("not_before", "not_after"))
        trips = tuple(Trip(date.fromisoformat(a), date.fromisoformat(b), long) for a, b, long in kept.get("trips", ()))
        days, parts = tuple(kept.get("days", ())), tuple(kept.get("parts", ()))
        minutes, in_time, avoid = kept.get("minutes_home"), bool(kept.get("home_in_time")), tuple(kept.get("avoid", ()))
        return cls(days, parts, first, last, trips, minutes, in_time, avoid)

    def times(self) -> Opening | None:
        """The hours of the week at which the patient can come."""
        if not self.days and not self.parts:
            return None
        hours = tuple(PARTS[name] for name in PARTS if name in (self.parts or PARTS))
        weekdays = [int(day) for day in self.days] or list(range(7))
        return Opening(dict.fromkeys(weekdays, hours))

    def request(self, course: Course, now: datetime) -> Request:
        """As a search takes it. How far it is home comes from here or from the course."""
        return Request(
            now,
            times=self.times(),
            not_before=self.not_before,
            not_after=self.not_after,
            trips=self.trips,
            way_home=way_home_of(course, self.minutes_home),
            home_in_time=self.home_in_time,
            avoid=frozenset(self.avoid),
        )


def told_for(course: Course) -> Wishes:
    """What the patient told when asking for the appointment, the newest of it; nothing when nobody asked."""
    link = RequestedCourse.objects.select_related("request").filter(course_id=course.pk or 0).first()
    if link:
        return told_in(link.request, course)
    accepted = AppointmentRequest.objects.filter(patient_id=course.patient_id, state=State.ACCEPTED)
    asked = accepted.order_by("-received_at").first()
    return told_in(asked, course) if asked else Wishes()


def told_in(asked: AppointmentRequest, course: Course) -> Wishes:
    """The newest telling counts for days and times; trips of all of them."""
    tellings = [telling.answers for telling in asked.tellings.order_by("pk")]
    if not tellings:
        return Wishes()
    newest, long_minutes = tellings[-1], long_trip_minutes(course)
    trips = {trip for told in tellings for each in told.get("trips", ()) if (trip := _trip(each, long_minutes))}
    minutes = newest.get("minutes_home")
    return Wishes(
        days=tuple(day for day in newest.get("days", ()) if day in {"0", "1", "2", "3", "4", "5", "6"}),
        parts=tuple(part for part in newest.get("parts", ()) if part in PARTS),
        trips=tuple(sorted(trips, key=lambda trip: trip.leaves))[:TRIPS],
        minutes_home=minutes if isinstance(minutes, int) else None,
    )


def _trip(told: Mapping[str, Any], long_minutes: int) -> Trip | None:
    """Of a trip whose hours nobody has given it is not known that it is short."""
    leaves, returns = told.get("leaves"), told.get("returns")
    if not leaves or not returns or returns < leaves:
        return None
    seated = told.get("seated")
    is_long = seated is None or seated * 60 > long_minutes
    return Trip(date.fromisoformat(leaves), date.fromisoformat(returns), is_long)
