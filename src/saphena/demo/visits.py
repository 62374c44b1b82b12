"""A real day at the pretend clinic: visits over the whole day, each as far as the clock says."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.actions import open_course, record_event
from saphena.clinic.courses.models import Course, Leg
from saphena.clinic.journey.booking.actions import book_visit, move_visit
from saphena.clinic.journey.booking.finding import Known, search
from saphena.clinic.journey.booking.living import move_on
from saphena.clinic.journey.booking.states import DAY as DAY_OF_A_VISIT
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.booking.waiting import put_on_list
from saphena.demo.people import ASKED
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.courses.models import ProtocolVersion
    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import Patient, User

# Which visit, and about when. The days before it are what its gates ask for.
DAY = (
    ("map", time(8, 15)),
    ("return", time(8, 30)),
    ("procedure", time(9, 0)),
    ("test", time(9, 30)),
    ("map", time(10, 30)),
    ("procedure", time(11, 0)),
    ("result", time(12, 30)),
    ("procedure", time(13, 0)),
    ("test", time(14, 0)),
    ("return", time(14, 30)),
    ("map", time(15, 30)),
)
BEFORE: dict[str, dict[str, int]] = {
    "map": {},
    "test": {"mapped": 12},
    "procedure": {"mapped": 20, "test": 6},
    "return": {"mapped": 30, "test": 15, "procedure": 8},
    "result": {"mapped": 90, "test": 75, "procedure": 63},
}
DAY_OF_A_PROCEDURE = DAY_OF_A_VISIT[1:]
LATE = timedelta(minutes=25)
"""The first that is due less long ago than this has not come yet: the board shows who is late."""


class Day:
    """The visits of one day, by what the staff would have done."""

    def __init__(self, staff: User, protocol: ProtocolVersion, site: Site, now: datetime) -> None:
        self.staff, self.protocol, self.site, self.now = staff, protocol, site, now
        self.today = now.astimezone(site.zone_info).date()

    def fill(self, patients: Sequence[Patient]) -> None:
        """One visit for each patient, near its time of the day, and moved on to where it would be by now."""
        for number, ((step, clock), patient) in enumerate(zip(DAY, patients, strict=False)):
            wanted = settle(self.today, clock, self.site.zone_info)
            self.live(self.book(self._course(patient, step, number), step, wanted))

    def wait(self, course: Course, step: str) -> None:
        """On the waiting list for a time that somebody gives up."""
        put_on_list(actor=self.staff, course=course, site=self.site, step=step)

    def _course(self, patient: Patient, step: str, number: int) -> Course:
        leg = Leg.LEFT if number % 2 else Leg.RIGHT
        facts = {**ASKED, "map_signed": True} if "mapped" in BEFORE[step] else {}
        facts |= {"test_tolerated": True, "stocking_in_hand": number % 3 != 0} if "test" in BEFORE[step] else {}
        course = open_course(actor=self.staff, patient=patient, protocol=self.protocol, leg=leg, facts=facts)
        for name, days in BEFORE[step].items():
            at = settle(self.today - timedelta(days=days), time(11), self.site.zone_info)
            record_event(actor=self.staff, course=course, name=name, at=at, now=self.now)
        return course

    def book(self, course: Course, step: str, wanted: datetime) -> Visit:
        """The free time nearest to the one wanted, booked as if it had been done in good time."""
        at, long_ago = self._near(Known(course, self.site), step, wanted)
        return book_visit(actor=self.staff, course=course, site=self.site, step=step, starts=at, now=long_ago)

    def move(self, visit: Visit, wanted: datetime, reason: str) -> Visit:
        at, long_ago = self._near(Known(visit.course, self.site, moving=visit), visit.step, wanted)
        return move_visit(actor=self.staff, visit=visit, starts=at, reason=reason, now=long_ago)

    def _near(self, known: Known, step: str, wanted: datetime) -> tuple[datetime, datetime]:
        here = wanted.astimezone(self.site.zone_info)
        long_ago = min(wanted, self.now) - timedelta(hours=20)
        first_day = here.date() - timedelta(days=1)
        looked = search(known, steps=known.one(step), first_day=first_day, days=4, now=long_ago)
        return looked.near(here, 1)[0].starts, long_ago

    def now_in(self, visit: Visit, state: State) -> None:
        """The patient has come as far as that."""
        for each in DAY_OF_A_PROCEDURE[: DAY_OF_A_PROCEDURE.index(state) + 1]:
            self._to(visit, each, self.now)

    def live(self, visit: Visit) -> None:
        """What has happened of it by now."""
        if self.now - visit.starts_at < LATE or visit.state != State.EXPECTED:
            return
        self._to(visit, State.ARRIVED, visit.starts_at - timedelta(minutes=4))
        for phase in visit.phases:
            at = visit.starts_at + timedelta(minutes=phase["at"] + 2)
            if phase["state"] and at <= self.now:
                self._to(visit, State(phase["state"]), at)
                if phase["state"] == State.BANDAGING and visit.event == "procedure":
                    record_event(actor=self.staff, course=visit.course, name="injected", at=at, now=self.now)
        if visit.ends_at <= self.now:
            self._to(visit, State.LEFT, visit.ends_at)

    def _to(self, visit: Visit, state: State, at: datetime) -> None:
        move_on(actor=self.staff, visit=visit, to=state, now=min(at, self.now))
