"""What `benchmarks/booking.py` measures of one database: run as a program, with that database in the environment.

The diary is the one of the core's figures: a year, 20 resources, 85 % full. Its masks are written as they are kept, and
on SQLite its claims as well, for the straightforward search that walks intervals out of SQL.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import User
    from saphena.pathway.booking.resources import Diary

SEARCHES, ROUNDS, AT_ONCE, BOOKINGS = 24, 20, 64, 120
NOW = datetime(2027, 1, 4, 15, tzinfo=UTC)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphena.clinic.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    made = Clinic()
    figures = searched(made) | raced(made) | booked(made)
    if connection.vendor == "sqlite":
        figures |= walked(made)
    sys.stdout.write(json.dumps(figures))
    return 0


class Clinic:
    """A site whose year is full to 85 %, a tiny one with one of each, and patients who need a procedure next."""

    def __init__(self) -> None:
        from benchmarks.booking import diary_of
        from saphena.clinic.people.actions import change_clinic
        from saphena.clinic.people.models import User
        from saphena.clinic.people.roles import Role

        everything = [Role.PHYSICIAN, Role.MANAGER, Role.RECEPTIONIST]
        self.staff: User = User.objects.create_user("all@clinic.test", name="Everybody", roles=everything)
        change_clinic(actor=self.staff, name="Measured", zone="America/Edmonton", languages=["en", "fr"])
        self.diary: Diary = diary_of(400)
        self.full = self._full_site()
        self.tiny = self._site("Tiny", dict.fromkeys(("physician", "sonographer", "nurse", "scanner", "room"), 1))
        self.courses = [self._course(number) for number in range(max(AT_ONCE, SEARCHES, BOOKINGS))]

    def _site(self, name: str, staff: dict[str, int]) -> Site:
        from benchmarks.booking import WEEK
        from saphena.clinic.diary import actions

        weekly = [(day, each.opens, each.closes) for day, hours in WEEK.weekly.items() for each in hours]
        site = actions.add_site(actor=self.staff, name=name, zone="America/Edmonton")
        actions.set_hours(actor=self.staff, site=site, weekly=weekly)
        for role, count in staff.items():
            kind = role if role in ("room", "scanner") else "person"
            for number in range(1, count + 1):
                roles = [role, "sonographer"] if (role, number, name) == ("physician", 1, "Full") else [role]
                made = actions.add_resource(
                    actor=self.staff, site=site, kind=kind, name=f"{role} {number}", roles=roles
                )
                if kind == "person":
                    actions.set_hours(actor=self.staff, site=site, weekly=weekly, resource=made)
        return site

    def _full_site(self) -> Site:
        from benchmarks.booking import STAFF
        from saphena.clinic.diary.claiming import WIDTH
        from saphena.clinic.diary.models import Resource, TakenDay
        from saphena.pathway.diary import USUAL, stretch

        site = self._site("Full", STAFF)
        rows, span = [], self.diary.span
        for resource in Resource.objects.filter(site=site):
            lane = self.diary.lanes[resource.name.replace(" ", "-")]
            whole = lane.taken << span.base % USUAL
            for index in range(-(-whole.bit_length() // USUAL)):
                bits = whole >> index * USUAL & stretch(0, USUAL)
                day = span.base // USUAL + index
                rows.append(TakenDay(resource=resource, day=day, cells=bits.to_bytes(WIDTH, "little")))
        TakenDay.objects.bulk_create(rows, batch_size=500)
        return site

    def _course(self, number: int) -> Course:
        from saphena.clinic.courses.actions import open_course
        from saphena.clinic.courses.keeping import approve_protocol, keep_protocol
        from saphena.clinic.courses.models import Happening, ProtocolVersion
        from saphena.clinic.people.models import Patient
        from saphena.pathway.protocol.library import shipped

        version = ProtocolVersion.objects.first()
        if version is None:
            text = shipped()["leaflet"].read_text(encoding="utf-8")
            version = approve_protocol(
                actor=self.staff, version_id=keep_protocol(actor=self.staff, text=text).pk, now=NOW
            )
        patient = Patient.objects.create(
            given_names=f"Patient {number}",
            family_name="Measured",
            birth_date=date(1960, 1, 1),
            zone="America/Edmonton",
        )
        course = open_course(actor=self.staff, patient=patient, protocol=version, leg="left")
        for name, days in (("mapped", 20), ("test", 10)):
            Happening.objects.create(
                course=course, name=name, at=NOW - timedelta(days=days), happened=True, recorded_by="Everybody"
            )
        return course


def searched(made: Clinic) -> dict[str, float]:
    """Each patient’s earliest course from rows to offers; the time for a day when twice as many are searched."""
    from benchmarks.booking import request_of
    from saphena.clinic.journey.booking.finding import Known, search

    def find(number: int, days: int = 366) -> object:
        wishes = replace(request_of(number), done={}, earliest=NOW)
        return search(Known(made.courses[number], made.full), wishes=wishes, days=days, now=NOW).earliest()

    found = [find(number) for number in range(SEARCHES)]
    assert all(found)
    times = [timed(lambda: find(number)) for number in range(SEARCHES)]  # noqa: B023 - called at once
    half, whole = (min(timed(lambda: find(0, days)) for _ in range(5)) for days in (183, 366))  # noqa: B023
    return {
        "end_to_end_course_ms": median(times) * 1000,
        "end_to_end_course_p95_ms": quantiles(times, n=20)[-1] * 1000,
        "end_to_end_growth": whole / half / 2,
    }


def timed(work: Callable[[], object], rounds: int = 5) -> float:
    """Seconds of one core where the database is in this process; of the clock where it is a server."""
    from django.db import connection

    clock = process_time if connection.vendor == "sqlite" else perf_counter
    found = []
    for _ in range(rounds):
        start = clock()
        work()
        found.append(clock() - start)
    return median(found)


def raced(made: Clinic) -> dict[str, float]:
    """Rounds in which more than one of 64 had the one place; the winner gives it back for the next round."""
    from django.db import connections

    from saphena.clinic.journey.booking.actions import book_visit, cancel_visit
    from saphena.pathway.refused import Refused

    clashes, nobody, times = 0, 0, []
    for number in range(ROUNDS):
        starts = datetime(2027, 1, 11 + number % 5, 16, tzinfo=UTC) + timedelta(weeks=number // 5)
        gate = threading.Barrier(AT_ONCE)

        def want(course: Course, starts: datetime = starts, gate: threading.Barrier = gate) -> Visit | None:
            gate.wait(timeout=120)
            try:
                return book_visit(
                    actor=made.staff, course=course, site=made.tiny, step="procedure", starts=starts, now=NOW
                )
            except Refused:
                return None
            finally:
                connections.close_all()

        begin = perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            won = [visit for visit in pool.map(want, made.courses[:AT_ONCE]) if visit]
        times.append(perf_counter() - begin)
        clashes += len(won) > 1
        nobody += not won
        for visit in won:
            cancel_visit(actor=made.staff, visit=visit, reason="measured")
    return {
        "rounds_with_two_winners": float(clashes),
        "rounds_with_no_winner": float(nobody),
        "race_of_64_s": median(times),
    }


def booked(made: Clinic) -> dict[str, float]:
    """Visits held a second, by four at once on different days and at different times."""
    from django.db import connections

    from saphena.clinic.journey.booking.actions import book_visit

    moments = [
        datetime(2027, 3, 1, hour, tzinfo=UTC) + timedelta(weeks=week, days=day)
        for week in range(12)
        for day in range(5)
        for hour in (16, 20)
    ]

    def book(number: int) -> None:
        try:
            book_visit(
                actor=made.staff, course=made.courses[number], site=made.tiny, step="procedure",
                starts=moments[number], now=NOW,
            )  # fmt: skip
        finally:
            connections.close_all()

    start = perf_counter()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(book, range(BOOKINGS)))
    return {"bookings_a_second": BOOKINGS / (perf_counter() - start)}


def walked(made: Clinic) -> dict[str, float]:
    """The straightforward search: the claims of the year out of SQL, as free intervals, walked day by day."""
    from benchmarks.booking import Plain, request_of
    from saphena.clinic.diary.models import Claim, Hold, Resource
    from saphena.clinic.diary.reading import diary_of
    from saphena.pathway.diary import runs

    hold = Hold.objects.create(about="measured")
    claims, span = [], made.diary.span
    for resource in Resource.objects.filter(site=made.full):
        lane = made.diary.lanes[resource.name.replace(" ", "-")]
        cells = (span.base + cell for begin, end in runs(lane.taken) for cell in range(begin, end))
        claims += [Claim(resource=resource, cell=cell, hold=hold) for cell in cells]
    Claim.objects.bulk_create(claims, batch_size=20_000)
    empty = diary_of(made.full, made.diary.span.first_day, 366)

    def find(number: int) -> object:
        taken: dict[str, list[int]] = {name: [] for name in empty.lanes}
        year = Claim.objects.filter(
            resource__site=made.full, cell__gte=empty.span.base, cell__lt=empty.span.base + empty.span.size
        )
        for resource, cell in year.values_list("resource_id", "cell"):
            taken[str(resource)].append(cell)
        lanes = {name: replace(lane, taken=empty.span.of_claims(taken[name])) for name, lane in empty.lanes.items()}
        request = replace(request_of(number), done={"map": date(2026, 12, 15)}, earliest=NOW)
        return Plain(replace(empty, lanes=lanes)).course_of(request)

    return {"plain_end_to_end_course_ms": timed(lambda: find(0), 3) * 1000}


if __name__ == "__main__":
    sys.exit(main())
