"""What the patient's own protocol says of visits: its numbers, its gates, those that were opened by hand."""

from __future__ import annotations

import json
from datetime import time
from typing import TYPE_CHECKING

from django.conf import settings

from saphena.clinic.courses.drawing import drawer_of
from saphena.clinic.courses.rounds import second_gates
from saphena.pathway.booking.notice import Counting, Notice
from saphena.pathway.booking.numbers import Terms, by_protocol
from saphena.pathway.booking.wishes import WayHome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.clinic.courses.models import Course
    from saphena.pathway.booking.visits import Course as Steps
    from saphena.pathway.protocol.rules import Value

__all__ = ["long_trip_minutes", "notice_of", "own_steps", "terms_of", "way_home_of"]

# Days for what is counted in days, minutes for what is counted by the clock.
IN_DAYS = {"days": 1, "weeks": 7, "nights": 1}
IN_MINUTES = {"minutes": 1, "hours": 60}
BEDTIME = time(22)
"""For a protocol that says nothing of it."""


def _values(course: Course) -> Mapping[str, Value]:
    return drawer_of(course.protocol.protocol, json.dumps(course.numbers, sort_keys=True)).parameters


def terms_of(course: Course) -> Terms:
    """The protocol's numbers as the clinic has set them for this course."""
    protocol, values = course.protocol.protocol, _values(course)
    numbers = {
        name: round(float(value) * factor)
        for name, value in values.items()
        if not isinstance(value, (bool, time, str))
        and (factor := (IN_DAYS | IN_MINUTES).get(protocol.parameters[name].unit))
    }
    gates = frozenset(rule.id for rule in protocol.rules if rule.gate)
    opened = frozenset(override.gate for override in course.overrides.all()) if course.pk else frozenset[str]()
    if course.follows:  # another session was allowed by hand: on the course that this one follows
        opened |= second_gates(course) & {override.gate for override in course.follows.overrides.all()}
    return Terms(numbers, gates, opened)


def own_steps(steps: Steps, course: Course, terms: Terms | None = None) -> Steps:
    """The course of visits as this patient's protocol wants it."""
    return by_protocol(steps, terms or terms_of(course))


def notice_of(course: Course) -> Notice:
    """How long before a visit the patient may still change it; no notice where the protocol has none.

    The clinic says whether its hours run all the time or only while the site is open.
    """
    hours = terms_of(course).numbers.get("notice_hours", 0) / IN_MINUTES["hours"]
    return Notice(hours, Counting(settings.SAPHENA_NOTICE_COUNTS))


def way_home_of(course: Course, told: int | None = None) -> WayHome | None:
    """How long the patient travels, and when the protocol says that the day ends; None when nobody has asked yet.

    `told` is what was said elsewhere, in minutes: it counts before what stands in the course.
    """
    minutes = course.facts.get("drive_minutes") if told is None else told
    bedtime = _values(course).get("bedtime", BEDTIME)
    if not isinstance(minutes, (int, float)) or not isinstance(bedtime, time):
        return None
    return WayHome(round(minutes), bedtime)


def long_trip_minutes(course: Course) -> int:
    """From how many minutes seated on a trip is long; without a number of the protocol every trip is."""
    return terms_of(course).numbers.get("long_trip_hours", 0)
