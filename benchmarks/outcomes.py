"""Outcomes over 100,000 procedures on one server, and over 10 million procedure rows of many clinics.

`page_ms` is the page "Outcomes" through everything that a request passes, as it is asked for again and again; the bar
is 300 ms. `page_counting_ms` is the one request that counts anew, after a return visit was signed or after ten minutes.
`chart_ms` is one picture. `pooled_s` is `saphena outcomes` by every dimension over ten million rows in Parquet files,
one pass; the bar is 2 s. `pooled_segment_s` is the same by segment alone.

SAPHENA_BENCH_PROCEDURES and SAPHENA_BENCH_ROWS make it smaller.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PROCEDURES = int(os.environ.get("SAPHENA_BENCH_PROCEDURES", "100000"))
ROWS = int(os.environ.get("SAPHENA_BENCH_ROWS", "10000000"))
FILES, BATCH, ROUNDS = 4, 5000, 5
SEGMENTS = ("gsv.thigh.upper", "gsv.thigh.lower", "ssv.upper", "tr.calf.inner", "tr.thigh.inner")
PRODUCTS = ("sotradecol", "trombovar", "varithena")
OUTCOMES = ("closed", "closed", "closed", "closed", "partly", "partly_refluxing", "open")


def measure() -> dict[str, float]:
    home = tempfile.mkdtemp(prefix="saphena-outcomes-")
    try:
        return {"procedures": PROCEDURES, **pages(home), "rows": ROWS, **pooling(Path(home))}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def timed(act: Callable[[], Any]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def pages(home: str) -> dict[str, float]:
    from benchmarks.pages import start_clinic

    start_clinic(home)
    from django.core.cache import cache
    from django.test import Client

    from saphena.clinic.people.models import User

    fill()
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email="priya@demo.example"))
    here = "/reviews/outcomes/?period=all"

    def ask(address: str = here) -> None:
        answer = browser.get(address)
        assert answer.status_code == 200, answer.status_code

    ask()
    counting = []
    for _ in range(3):
        cache.clear()
        counting.append(timed(ask))
    again = [timed(ask) for _ in range(ROUNDS)]
    from saphena.clinic.journey.reviewing.outcomes import asking, cohort

    found = cohort.count(asking.period_of("all"), "result").together
    assert found.examined + found.lost + found.waiting >= PROCEDURES
    chart = "/reviews/outcomes/charts/segment.svg?period=all"
    ask(chart)
    return {
        "page_ms": median(again) * 1000,
        "page_counting_ms": median(counting) * 1000,
        "chart_ms": median(timed(lambda: ask(chart)) for _ in range(3)) * 1000,
    }


def fill() -> None:
    """A course, a session and a signed result per procedure, over five years; one in ten never came back."""
    from django.db import transaction

    from saphena.clinic.courses.models import Course, ProtocolVersion
    from saphena.clinic.journey.reviewing.models import Review, SegmentFound
    from saphena.clinic.journey.treating.models import Injection, Session, Syringe, Transition
    from saphena.clinic.people.models import Patient, User

    dice = random.Random(7)  # noqa: S311  # pretend patients
    staff = list(User.objects.all()[:4])
    protocol, patient = ProtocolVersion.objects.all()[0], Patient.objects.all()[0]
    first = datetime.now(UTC) - timedelta(days=5 * 365)
    for start in range(0, PROCEDURES, BATCH):
        numbers = range(start, min(start + BATCH, PROCEDURES))
        days = [first + timedelta(days=dice.random() * 5 * 365) for _ in numbers]
        with transaction.atomic():
            courses = Course.objects.bulk_create(
                Course(patient=patient, protocol=protocol, leg="left", opened_at=at) for at in days
            )
            sessions = Session.objects.bulk_create(
                Session(course=course, side="left", day=at.date(), state="signed", opened_at=at, opened_by=staff[0])
                for course, at in zip(courses, days, strict=True)
            )
            Transition.objects.bulk_create(
                Transition(
                    session=each, key=f"t{n}", at=at, by=staff[0], move="confirm", before="opened", after="confirmed"
                )
                for n, each, at in zip(numbers, sessions, days, strict=True)
            )
            syringes = Syringe.objects.bulk_create(
                Syringe(
                    session=each, key=f"y{n}", at=at, by=staff[0], product=dice.choice(PRODUCTS),
                    percent=dice.choice((1, 3)), form="liquid", lot="L1", expires_on=at.date(),
                )
                for n, each, at in zip(numbers, sessions, days, strict=True)
            )  # fmt: skip
            veins = [dice.sample(SEGMENTS, 2) for _ in numbers]
            Injection.objects.bulk_create(
                Injection(session=each, syringe=syringe, key=f"i{n}.{vein}", at=at, by=dice.choice(staff), side="left",
                          segment=vein, volume=1)
                for n, each, syringe, at, two in zip(numbers, sessions, syringes, days, veins, strict=True)
                for vein in two
            )  # fmt: skip
            came = [place for place in range(len(days)) if dice.random() < 0.9]
            reviews = Review.objects.bulk_create(
                Review(course=courses[p], time="result", after=days[p], seen_at=days[p] + timedelta(days=60),
                       state="signed", opened_by=staff[0], signed_by=staff[0],
                       signed_at=days[p] + timedelta(days=60), deep_clear=True)
                for p in came
            )  # fmt: skip
            SegmentFound.objects.bulk_create(
                SegmentFound(review=review, segment=vein, outcome=dice.choice(OUTCOMES), noted_by=staff[0])
                for review, p in zip(reviews, came, strict=True)
                for vein in veins[p]
            )


def pooling(home: Path) -> dict[str, float]:
    """Four files, made by DuckDB, in the columns of the export."""
    import duckdb

    from saphena.commands.outcomes import BY, pooled

    def pick(values: tuple[str, ...], salt: int) -> str:
        return f"([{', '.join(repr(each) for each in values)}])[1 + CAST(hash(i + {salt}) % {len(values)} AS INTEGER)]"

    for file in range(FILES):
        words = (*OUTCOMES, "lost", "waiting")
        with duckdb.connect() as base:
            base.execute(f"""COPY (SELECT md5(CAST(i AS VARCHAR))[1:16] AS procedure,
              md5(CAST(i AS VARCHAR))[1:16] AS course,
              md5(CAST(i // 2 AS VARCHAR))[1:16] AS patient,
              {pick(("1950-1954", "1960-1964", "1970-1974"), 1)} AS birth_years,
              {pick(("left", "right"), 2)} AS leg, {pick(SEGMENTS, 3)} AS segment, {pick(PRODUCTS, 4)} AS product,
              CAST({pick(("1", "3"), 5)} AS DOUBLE) AS strength, {pick(("foam", "liquid"), 6)} AS form,
              1.0 AS volume, {pick(tuple("abcde?"), 7)} AS band, {pick(words, 8)} AS early, 8 AS early_day,
              {pick(words, 9)} AS result, 60 AS result_day, {pick(words, 10)} AS year, 365 AS year_day
              FROM range({file * ROWS // FILES}, {(file + 1) * ROWS // FILES}) AS r(i))
              TO '{home}/clinic{file}.parquet' (FORMAT parquet)""")  # noqa: S608  # our own numbers
    names = [f"{home}/clinic*.parquet"]
    found = pooled(names, "result", BY)["all"][""]
    assert 0 < found.hits < found.of < ROWS
    return {
        "pooled_s": median(timed(lambda: pooled(names, "result", BY)) for _ in range(3)),
        "pooled_segment_s": median(timed(lambda: pooled(names, "result", ("segment",))) for _ in range(3)),
    }
