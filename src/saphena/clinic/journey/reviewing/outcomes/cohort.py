"""Every segment of the sessions of a period, and what a return visit found of it: one statement.

A segment of a session counts once, by its last injection that was not taken back. What it became is what the first
signed return visit of that kind after that session says. Without such a visit it waits while its window is open, and
is lost when the window has closed. Its operator is who injected; where nobody was named, who recorded it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from saphena.pathway.reviewing import Outcome, Rate, times
from saphena.pathway.reviewing.indicators import bands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saphena.clinic.journey.reviewing.outcomes.units import Period

__all__ = ["DIMENSIONS", "Counts", "cases_of", "count", "every_row"]

WAITING, LOST = "waiting", "lost"
DIMENSIONS = ("segment", "product", "strength", "form", "band", "operator")


def _band() -> str:
    """The band of the diameter, from the limits of indicators.toml; “?” where it was not measured."""
    ends = " ".join(f"WHEN width < {each.below} THEN '{each.name}'" for each in bands() if each.below is not None)
    last = next(each.name for each in bands() if each.below is None)
    return f"CASE WHEN width IS NULL THEN '?' {ends} ELSE '{last}' END"


def _given(reviews: str) -> str:
    """Every segment by its last injection, with its diameter before and the return visits that are asked for."""
    return f"""
WITH last AS (
  SELECT i.session_id, i.segment, MAX(i.id) AS injection
  FROM treating_session s JOIN treating_injection i ON i.session_id = s.id
  LEFT JOIN treating_injectionvoid v ON v.injection_id = i.id
  WHERE s.opened_at >= %(begins)s AND s.opened_at < %(ends)s AND v.id IS NULL
  GROUP BY i.session_id, i.segment
), found AS (
  SELECT last.segment, last.session_id AS session, s.course_id AS course,
    COALESCE(i.given_by_id, i.by_id) AS given_by, s.opened_at AS at, y.product, y.percent, y.form, {reviews},
    (SELECT CASE WHEN m.value = '' THEN NULL ELSE CAST(m.value AS DECIMAL) END
     FROM mapping_examination e JOIN mapping_measurement m ON m.examination_id = e.id
     WHERE e.patient_id = c.patient_id AND e.state = 'signed' AND e.examined_at <= i.at
       AND m.leg = i.side AND m.segment = i.segment AND m.quantity = 'diameter'
     ORDER BY e.examined_at DESC, m.serial DESC LIMIT 1) AS width
  FROM last JOIN treating_injection i ON i.id = last.injection
  JOIN treating_syringe y ON y.id = i.syringe_id
  JOIN treating_session s ON s.id = last.session_id
  JOIN courses_course c ON c.id = s.course_id
), each AS (
  SELECT found.segment AS segment, found.product AS product, CAST(found.percent AS VARCHAR(12)) AS strength,
    found.form AS form, CAST(found.given_by AS VARCHAR(12)) AS operator, {_band()} AS band,
    found.session AS session, found.course AS course, found.at AS at,
"""  # noqa: S608  # the bands are our own data


def _review(time: str, name: str) -> str:
    return f"""(SELECT r.id FROM reviewing_review r WHERE r.session_id = s.id AND r.time = {time} AND r.state = 'signed'
     ORDER BY r.seen_at, r.id LIMIT 1) AS {name}"""  # noqa: S608  # our own names


def _became(review: str, found: str, window: str) -> str:
    return f"""CASE WHEN {found}.outcome IS NOT NULL THEN {found}.outcome
      WHEN found.{review} IS NOT NULL THEN 'not_examined' WHEN found.at > {window} THEN 'waiting' ELSE 'lost' END"""


def _seen(review: str, found: str) -> str:
    on = f"{found}.review_id = found.{review} AND {found}.segment = found.segment"
    return f"LEFT JOIN reviewing_segmentfound {found} ON {on}"


TIMES = tuple(times())
EACH = f"""{_given(_review("%(time)s", "review"))} found.review AS review,
    {_became("review", "f", "%(open)s")} AS outcome
  FROM found {_seen("review", "f")}
)
"""  # names of our own
EVERY_TIME = f"""{_given(", ".join(_review(f"'{time}'", f"review_{time}") for time in TIMES))}
    {", ".join(f"{_became(f'review_{time}', f'f_{time}', f'%(open_{time})s')} AS became_{time}" for time in TIMES)}
  FROM found {" ".join(_seen(f"review_{time}", f"f_{time}") for time in TIMES)}
)
"""  # names of our own
OF_A_CASE = "course, session, review, segment, at, outcome"
BY = ", ".join((*DIMENSIONS, *(f"became_{time}" for time in TIMES)))
COUNTED = f"{EVERY_TIME} SELECT {BY}, COUNT(*) FROM each GROUP BY {BY}"  # noqa: S608  # names of columns, all ours
UNSEEN = (WAITING, LOST, Outcome.NOT_EXAMINED)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many segments became what."""

    of: Mapping[str, int] = field(default_factory=dict)

    @property
    def examined(self) -> int:
        return sum(number for name, number in self.of.items() if name not in UNSEEN)

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


def _within(period: Period, **moments: datetime) -> dict[str, Any]:
    known = {"begins": period.begins, "ends": period.ends, **moments}
    return {name: connection.ops.adapt_datetimefield_value(at) for name, at in known.items()}


def _open(period: Period, time: str) -> datetime:
    """Whoever was injected after this moment may still come in time."""
    return period.now - timedelta(days=times()[time].last_day + 1)


def _with(period: Period, time: str) -> dict[str, Any]:
    return {"time": time, **_within(period, open=_open(period, time))}


By = dict[str, dict[str, dict[str, int]]]


def count(period: Period) -> dict[str, By]:
    """For each kind of return visit what it says of the segments of the period, by each dimension. One query."""
    told: dict[str, By] = {time: {name: {} for name in DIMENSIONS} for time in TIMES}
    moments = {f"open_{time}": _open(period, time) for time in TIMES}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, _within(period, **moments))
        for row in cursor.fetchall():
            values, became, number = row[: len(DIMENSIONS)], row[len(DIMENSIONS) : -1], row[-1]
            for time, outcome in zip(TIMES, became, strict=True):
                for dimension, value in zip(DIMENSIONS, values, strict=True):
                    of = told[time][dimension].setdefault(_plain(dimension, value), {})
                    of[outcome] = of.get(outcome, 0) + number
    return told


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


def cases_of(period: Period, time: str, dimension: str, value: str, outcomes: Sequence[str], limit: int) -> list[Case]:
    """The segments behind one figure, the newest first. Raises `LookupError` for a dimension that there is not."""
    if dimension not in (*DIMENSIONS, "all"):
        raise LookupError(dimension)
    parts, more = ["1 = 1"], {**_with(period, time), "limit": limit}
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
        cursor.execute(f"{asked} ORDER BY at DESC, session DESC, segment LIMIT %(limit)s", more)
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
