"""What `benchmarks/outcomes.py` measures of one database: run as a program, with that database in the environment.

One row of each kind is made as the clinic makes it, and multiplied by the database itself: procedure i lies on its own
moment of five years, with map, note, consent, visits, and return visits to which eight and nine of ten have come.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PROCEDURES = int(os.environ.get("SAPHENA_BENCH_PROCEDURES", "100000"))
YEARS, ROUNDS = 5, 5
SEGMENTS = ("gsv.thigh.upper", "gsv.thigh.lower", "ssv.upper", "gsv.knee", "gsv.thigh.middle")
PRODUCTS = ("sotradecol", "trombovar", "aethoxysklerol")
OUTCOMES = ("closed", "closed", "closed", "closed", "partly", "partly_refluxing", "open")
BEGINS = datetime.now(UTC).replace(microsecond=0) - timedelta(days=YEARS * 365)
STEP = YEARS * 365 * 86400 // PROCEDURES


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphena.clinic.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = perf_counter()
    Filled().fill()
    built = perf_counter() - begun
    sys.stdout.write(json.dumps({"built_s": built, **figures()}))
    return 0


def timed(act: Callable[[], Any]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


def figures() -> dict[str, float]:
    from django.core.cache import cache
    from django.test import Client
    from django.utils import timezone

    from saphena.clinic.journey.reviewing.models import CountAgain, MonthCounted
    from saphena.clinic.journey.reviewing.outcomes import asking, months
    from saphena.clinic.journey.reviewing.outcomes.units import month_of
    from saphena.clinic.people.models import Patient, User

    browser = Client(SERVER_NAME="localhost")
    someone = User.objects.get()
    browser.force_login(someone)
    here = "/reviews/outcomes/?period=all"

    def ask() -> None:
        answer = browser.get(here)
        assert answer.status_code == 200, answer.status_code

    every = timed(lambda: [None for _ in iter(months.count_one, 0)])
    counted = MonthCounted.objects.count()
    ask()  # imports and templates

    def cold() -> float:
        cache.clear()
        return timed(ask)

    page = [cold() for _ in range(ROUNDS)]

    def after_an_act() -> float:
        CountAgain.objects.create(patient=Patient.objects.order_by("-pk")[0])
        return cold()

    changed = [after_an_act() for _ in range(ROUNDS)]
    while months.count_one():
        pass
    found = asking.figures(someone, asking.Asked("all", "result", "segment"))
    assert found.behind == 0
    together = found.together("result")
    assert together.examined + together.lost + together.waiting >= PROCEDURES, together
    assert 0.4 < (together.closed.share or 0) < 0.7  # four of seven
    chart = "/reviews/outcomes/charts/segment.svg?period=all"
    browser.get(chart)
    cases = "/reviews/outcomes/cases/?period=all&of=K11&which=miss"
    browser.get(cases)
    month = month_of(timezone.now() - timedelta(days=200))
    return {
        "page_ms": median(page),
        "page_worst_ms": max(page),
        "page_after_an_act_ms": median(changed),
        "month_ms": median(timed(lambda: months.count_month(month, timezone.now())) for _ in range(3)),
        "all_months_s": every / 1000,
        "months": counted,
        "chart_ms": median(timed(lambda: browser.get(chart)) for _ in range(3)),
        "cases_ms": median(timed(lambda: browser.get(cases)) for _ in range(3)),
    }


class Filled:
    """The clinic after five years."""

    def __init__(self) -> None:
        from django.db import connection

        self.on_sqlite = connection.vendor == "sqlite"

    def moment(self, days: int = 0, number: str = "i") -> str:
        """That of procedure i, so many days later."""
        first = (BEGINS + timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")
        if self.on_sqlite:
            return f"datetime('{first}', '+' || (({number}) * {STEP}) || ' seconds')"
        return f"CAST('{first}+00' AS timestamptz) + ({number}) * {STEP} * interval '1 second'"

    def day(self) -> str:
        return f"date({self.moment()})" if self.on_sqlite else f"CAST({self.moment()} AS date)"

    def pick(self, values: tuple[str, ...], number: str) -> str:
        cases = " ".join(f"WHEN {place} THEN '{each}'" for place, each in enumerate(values))
        return f"CASE ({number}) % {len(values)} {cases} END"

    def multiply(self, row: Any, where: str = "", **columns: str) -> None:
        """As many rows like this one as procedures, numbered after it; `columns` are expressions of the number `i`."""
        from django.db import connection

        names = [field.column for field in row._meta.concrete_fields]
        said = {"id": f"{row.pk} + i", **columns}
        values = ", ".join(said.get(name, f't."{name}"') for name in names)
        quoted = ", ".join(f'"{name}"' for name in names)
        table = row._meta.db_table
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {PROCEDURES})"  # noqa: S608
        rows = f'SELECT {values} FROM n, "{table}" t WHERE t.id = {row.pk} {where}'  # noqa: S608  # all of it our own
        sql = f'INSERT INTO "{table}" ({quoted}) {numbers} {rows}'
        with connection.cursor() as cursor:
            cursor.execute(sql)

    def fill(self) -> None:
        from django.db import connection, transaction

        if self.on_sqlite:
            with connection.cursor() as cursor:
                for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
                    cursor.execute(f"PRAGMA {pragma}")
        with transaction.atomic():
            self.people()
            self.sessions()
            self.maps()
            self.returns()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            if self.on_sqlite:
                cursor.execute("PRAGMA cache_size = -2000")

    def people(self) -> None:
        from saphena.clinic.courses.keeping import approve_protocol, keep_protocol
        from saphena.clinic.courses.models import Course
        from saphena.clinic.diary.models import Site
        from saphena.clinic.journey.booking.models import Visit
        from saphena.clinic.people.actions import change_clinic
        from saphena.clinic.people.models import Patient, User
        from saphena.clinic.people.roles import Role
        from saphena.pathway.protocol.library import shipped

        roles = [Role.PHYSICIAN, Role.MANAGER]
        self.staff = User.objects.create_user("all@clinic.test", name="Everybody", roles=roles)
        change_clinic(actor=self.staff, name="Large", phone="403 555-0100")
        text = shipped()["leaflet"].read_text(encoding="utf-8")
        protocol = keep_protocol(actor=self.staff, text=text, name="leaflet.toml")
        approve_protocol(actor=self.staff, version_id=protocol.pk)
        self.patient = Patient.objects.create(given_names="Given", family_name="Family", birth_date=BEGINS.date())
        self.multiply(self.patient, f"AND i <= {PROCEDURES // 2}", family_name="'Family' || i")
        self.whose = f"{self.patient.pk} + (i + 1) / 2"
        self.leg = self.pick(("left", "right"), "i")
        self.course = Course.objects.create(patient=self.patient, protocol=protocol, leg="left")
        self.multiply(self.course, patient_id=self.whose, leg=self.leg, opened_at=self.moment())
        site, at = Site.objects.create(name="Large", zone="America/Edmonton"), BEGINS - timedelta(days=9)
        for place, (kind, days) in enumerate((("test", -10), ("procedure", 0), ("result", 60))):
            visit = Visit.objects.create(
                course=self.course, patient=self.patient, kind=kind, step=kind, site=site, state="home", booked_by="x",
                starts_at=at + timedelta(days=days), ends_at=at + timedelta(days=days, hours=1),
                booked_at=at - timedelta(days=40),
            )  # fmt: skip
            self.multiply(
                visit, id=f"{visit.pk + 10} + i * 3 + {place}", course_id=f"{self.course.pk} + i",
                patient_id=self.whose, starts_at=self.moment(days), ends_at=self.moment(days + 1),
                booked_at=self.moment(days - 30), state=self.pick((*["home"] * 19, "missed"), "i"),
            )  # fmt: skip

    def sessions(self) -> None:
        from saphena.clinic.journey.treating.models import Injection, Note, Session, Syringe, Transition

        course, by, at = f"{self.course.pk} + i", self.staff, BEGINS - timedelta(days=9)
        session = Session.objects.create(
            course=self.course, side="left", day=at.date(), state="signed", opened_at=at, opened_by=by
        )
        self.session = session
        self.multiply(session, course_id=course, side=self.leg, day=self.day(), opened_at=self.moment())
        whose = f"{session.pk} + i"
        moves = {"session": session, "at": at, "by": by, "move": "confirm", "before": "opened", "after": "confirmed"}
        confirmed = Transition.objects.create(key="t", **moves)
        self.multiply(confirmed, key="'t' || i", session_id=whose, at=self.moment())
        syringe = Syringe.objects.create(
            session=session, key="y", at=at, by=by, product="sotradecol", percent=3, form="foam", lot="L1",
            ratio="1+4", gas="air", expires_on=at.date(),
        )  # fmt: skip
        drawn = {"product": self.pick(PRODUCTS, "i / 3"), "percent": "1 + (i % 2) * 2", "at": self.moment()}
        self.multiply(syringe, key="'y' || i", session_id=whose, **drawn)
        injection = Injection.objects.create(
            session=session, syringe=syringe, key="i", at=at, by=by, side="left", segment=SEGMENTS[0], volume=1
        )
        for half in (0, 1):
            self.multiply(
                injection, id=f"{injection.pk + 10} + i * 2 + {half}", key=f"'i' || i || '.{half}'", session_id=whose,
                syringe_id=f"{syringe.pk} + i", side=self.leg, at=self.moment(),
                segment=self.pick(SEGMENTS, f"i + {half}"),
            )  # fmt: skip
        note = Note.objects.create(session=session, text={}, fingerprint="x", signed_at=at, signed_by=by)
        self.multiply(note, session_id=whose, signed_at=self.moment(3, "i + (i % 20) / 19 * 2000"))

    def maps(self) -> None:
        from saphena.clinic.journey.mapping.models import Examination, Measurement

        at = BEGINS - timedelta(days=19)
        scored = {"vcss": {"items": [1] * 10, "missing": []}, "ceap": {"basic": "C2"}}
        examination = Examination.objects.create(
            patient=self.patient, legs="both", examined_at=at, criteria="svs2022", opened_by=self.staff,
            sonographer=self.staff, signed_by=self.staff, signed_at=at, state="signed",
            signed_as={"legs": {"left": scored, "right": scored}},
        )  # fmt: skip
        self.multiply(examination, patient_id=self.whose, examined_at=self.moment(-20), signed_at=self.moment(-20))
        row = Measurement.objects.create(
            examination=examination, serial=1, leg="left", segment="leg", quantity="signs", value="C2", key="k"
        )
        first = self.pick(SEGMENTS, "i")
        noted = (("'leg'", "signs", "'C2'"), (first, "reflux", "'1200'"), (first, "diameter", "'' || (2 + i % 12)"))
        for place, (segment, quantity, value) in enumerate(noted):
            self.multiply(
                row, id=f"{row.pk + 10} + i * 3 + {place}", examination_id=f"{examination.pk} + i", leg=self.leg,
                segment=segment, quantity=f"'{quantity}'", value=value, serial=str(place + 1),
                key=f"'k' || i || '.{place}'",
            )  # fmt: skip

    def returns(self) -> None:
        from saphena.clinic.journey.reviewing.models import Review, SegmentFound

        at = BEGINS - timedelta(days=1)
        known = {"course": self.course, "session": self.session, "after": at, "seen_at": at, "state": "signed"}
        review = Review.objects.create(
            time="early", days=8, deep_clear=True, opened_by=self.staff, signed_by=self.staff, signed_at=at, **known
        )
        whose = {"course_id": f"{self.course.pk} + i", "session_id": f"{self.session.pk} + i"}
        for place, (time, days, most) in enumerate((("early", 8, 8), ("result", 60, 9))):
            self.multiply(
                review, where=f"AND i % 10 < {most}", id=f"{review.pk + 10} + i * 2 + {place}", time=f"'{time}'",
                days=str(days), after=self.moment(), seen_at=self.moment(days), signed_at=self.moment(days),
                vcss_change="-(i % 5)", **whose,
            )  # fmt: skip
        found = SegmentFound.objects.create(review=review, segment=SEGMENTS[0], outcome="closed", noted_by=self.staff)
        for half in (0, 1):
            self.multiply(
                found, where="AND i % 10 < 9", id=f"{found.pk + 10} + i * 2 + {half}",
                review_id=f"{review.pk + 10} + i * 2 + 1", segment=self.pick(SEGMENTS, f"i + {half}"),
                outcome=self.pick(OUTCOMES, f"i / 10 + {half}"),
            )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
