"""Every segment injected in a period, and what a return visit found of it: one statement, however many there are.

A segment of a session counts once, by its last injection that was not taken back. What it became is what the first
signed return visit of that kind says, held after this session and before the next one of the course. Without such a
visit it waits while its window is open, and is lost when the window has closed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from saphena.pathway.reviewing import Outcome, Rate, times

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DIMENSIONS", "Cohort", "Counts", "Period", "cases_of", "count", "every_row"]

WAITING, LOST = "waiting", "lost"
DIMENSIONS = ("segment", "product", "strength", "form", "band", "operator", "month")
BANDS = ((3, "a"), (5, "b"), (8, "c"), (12, "d"))
"""Of the diameter before treatment, in mm; “e” is wider, “?” is not known."""

BAND = f"""CASE WHEN width IS NULL THEN '?' {" ".join(f"WHEN width < {top} THEN '{name}'" for top, name in BANDS)}
 ELSE 'e' END"""
# The moment's year and month as text are the same on both databases.
EACH = """
WITH last AS (
  SELECT i.session_id, i.segment, MAX(i.id) AS injection
  FROM treating_injection i LEFT JOIN treating_injectionvoid v ON v.injection_id = i.id
  WHERE i.at >= %(begins)s AND i.at < %(ends)s AND v.id IS NULL
  GROUP BY i.session_id, i.segment
), found AS (
  SELECT last.segment, last.session_id AS session, s.course_id AS course, i.by_id AS by_id, i.at AS at,
    y.product, y.percent, y.form,
    (SELECT r.id FROM reviewing_review r WHERE r.course_id = s.course_id AND r.state = 'signed'
       AND r.time = %(time)s AND r.seen_at >= i.at
       AND NOT EXISTS (SELECT 1 FROM treating_session n WHERE n.course_id = s.course_id AND n.state <> 'abandoned'
         AND n.opened_at > s.opened_at AND n.opened_at < r.seen_at)
     ORDER BY r.seen_at, r.id LIMIT 1) AS review,
    (SELECT CASE WHEN m.value = '' THEN NULL ELSE CAST(m.value AS DECIMAL) END
     FROM mapping_examination e JOIN mapping_measurement m ON m.examination_id = e.id
     WHERE e.patient_id = c.patient_id AND e.signed_at IS NOT NULL AND e.examined_at <= i.at
       AND m.leg = i.side AND m.segment = i.segment AND m.quantity = 'diameter'
     ORDER BY e.examined_at DESC, m.serial DESC LIMIT 1) AS width
  FROM last JOIN treating_injection i ON i.id = last.injection
  JOIN treating_syringe y ON y.id = i.syringe_id
  JOIN treating_session s ON s.id = last.session_id
  JOIN courses_course c ON c.id = s.course_id
), each AS (
  SELECT found.segment AS segment, found.product AS product, CAST(found.percent AS VARCHAR(12)) AS strength,
    found.form AS form, CAST(found.by_id AS VARCHAR(12)) AS operator,
    SUBSTR(CAST(found.at AS VARCHAR(40)), 1, 7) AS month,
    {BAND} AS band, found.session AS session, found.course AS course, found.review AS review, found.at AS at,
    CASE WHEN f.outcome IS NOT NULL THEN f.outcome WHEN found.review IS NOT NULL THEN 'not_examined'
      WHEN found.at > %(open)s THEN 'waiting' ELSE 'lost' END AS outcome
  FROM found LEFT JOIN reviewing_segmentfound f ON f.review_id = found.review AND f.segment = found.segment
)
""".replace("{BAND}", BAND)
OF_A_CASE = "course, session, review, segment, at, outcome"
COUNTED = EACH.replace("each AS (", "each AS MATERIALIZED (") + " UNION ALL ".join(
    f"SELECT '{name}' AS dimension, {name} AS value, outcome, COUNT(*) FROM each GROUP BY {name}, outcome"  # noqa: S608  # names of columns, all of them ours
    for name in DIMENSIONS
)


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment up to another, and what time it is now."""

    begins: datetime
    ends: datetime
    now: datetime


@dataclass(slots=True)
class Counts:
    """How many segments became what."""

    of: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def examined(self) -> int:
        return sum(number for name, number in self.of.items() if name not in (WAITING, LOST, Outcome.NOT_EXAMINED))

    @property
    def lost(self) -> int:
        """Nobody came, or nobody looked at this segment."""
        return self.of.get(LOST, 0) + self.of.get(Outcome.NOT_EXAMINED, 0)

    @property
    def waiting(self) -> int:
        return self.of.get(WAITING, 0)

    @property
    def closed(self) -> Rate:
        return Rate(self.of.get(Outcome.CLOSED, 0), self.examined, self.lost)

    @property
    def seen(self) -> Rate:
        """Of all that were due, those that somebody looked at."""
        return Rate(self.examined, self.examined + self.lost)


@dataclass(frozen=True, slots=True)
class Cohort:
    """All segments together, and by each dimension."""

    together: Counts
    by: dict[str, dict[str, Counts]]


def _with(period: Period, time: str) -> dict[str, Any]:
    window_open = period.now - timedelta(days=times()[time].last_day + 1)
    moments = {"begins": period.begins, "ends": period.ends, "open": window_open}
    return {"time": time} | {name: connection.ops.adapt_datetimefield_value(at) for name, at in moments.items()}


def count(period: Period, time: str) -> Cohort:
    """What the return visits of that kind say of the segments injected in the period. One query."""
    by: dict[str, dict[str, Counts]] = {name: defaultdict(Counts) for name in DIMENSIONS}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, _with(period, time))
        for dimension, value, outcome, number in cursor.fetchall():
            by[dimension][_plain(dimension, value)].of[outcome] += number
    together = Counts()
    for counts in by["segment"].values():
        for outcome, number in counts.of.items():
            together.of[outcome] += number
    return Cohort(together, {name: dict(rows) for name, rows in by.items()})


def _plain(dimension: str, value: str) -> str:
    """“3.00” of one database and “3” of the other are one strength."""
    return value.rstrip("0").rstrip(".") if dimension == "strength" and "." in value else value


@dataclass(frozen=True, slots=True)
class Case:
    """One segment of one session."""

    course: int
    session: int
    review: int | None
    segment: str
    at: datetime
    outcome: str


def cases_of(
    period: Period, time: str, dimension: str, value: str, outcomes: Sequence[str], limit: int, offset: int = 0
) -> list[Case]:
    """The segments behind one figure, the newest first. Raises `LookupError` for a dimension that there is not."""
    if dimension not in (*DIMENSIONS, "all"):
        raise LookupError(dimension)
    parts, more = ["1 = 1"], {**_with(period, time), "limit": limit, "offset": offset}
    if dimension == "strength":
        parts.append("CAST(strength AS DECIMAL) = CAST(%(value)s AS DECIMAL)")
        more["value"] = value
    elif dimension != "all":
        parts.append(f"{dimension} = %(value)s")
        more["value"] = value
    if outcomes:
        names = {f"outcome{place}": each for place, each in enumerate(outcomes)}
        parts.append(f"outcome IN ({', '.join(f'%({name})s' for name in names)})")
        more |= names
    asked = f"{EACH} SELECT {OF_A_CASE} FROM each WHERE {' AND '.join(parts)}"  # noqa: S608  # our own names; what was typed goes as a parameter
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} ORDER BY at DESC, session DESC, segment LIMIT %(limit)s OFFSET %(offset)s", more)
        return [_case(row) for row in cursor.fetchall()]


class Taken(NamedTuple):
    """A case with what was injected, for the export."""

    case: Case
    product: str
    strength: str
    form: str
    band: str


def every_row(period: Period, time: str) -> list[Taken]:
    """Every segment of the period. Unlike all else here it is a row for each: for what is taken away whole."""
    asked = f"{EACH} SELECT {OF_A_CASE}, product, strength, form, band FROM each ORDER BY session, segment"  # noqa: S608  # our own names
    with connection.cursor() as cursor:
        cursor.execute(asked, _with(period, time))
        return [Taken(_case(row[:6]), *row[6:]) for row in cursor.fetchall()]


def _case(row: tuple[Any, ...]) -> Case:
    """One of the databases gives moments without their zone, in UTC, or as text."""
    course, session, review, segment, at, outcome = row
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return Case(course, session, review, segment, moment if moment.tzinfo else moment.replace(tzinfo=UTC), outcome)
