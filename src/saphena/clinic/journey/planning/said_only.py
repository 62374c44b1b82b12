"""A test session that is only a word: somebody ticked that it was tolerated, and nothing of it is written down here.

Such a tick opens the gate of the protocol, so that a visit can be booked. It is never shown as a test that was
recorded, and nobody is injected on it without a physician's reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.events import CourseOpened, FactsAnswered, RoundStarted
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.planning.gates import EVENT, FACT
from saphena.clinic.journey.planning.models import TestSession
from saphena.clinic.record.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

__all__ = ["is_said_only", "on_charts", "open_by_a_word", "said_only"]

SAYING = (FactsAnswered.action, RoundStarted.action, CourseOpened.action)


def is_said_only(course: Course, tests: Sequence[TestSession]) -> bool:
    """Whether the course's gate stands open by a tick alone."""
    return EVENT in course.protocol.protocol.events and not tests and bool(course.facts.get(FACT))


def said_only(course: Course) -> str:
    """The sentence: who said it, when, and what nobody knows. One query."""
    return _sentence(_sayings([course]).get(course.pk))


def on_charts(viewer: User, courses: Sequence[Course]) -> dict[int, str]:
    """By course, for those whose test is only a word and who have not been injected yet. At most two queries."""
    return _open_by_a_word(courses) if viewer.may("planning.see") else {}


def open_by_a_word(course: Course) -> str:
    """The sentence for whoever books the procedure; nothing where a test is written down, or it is over."""
    return _open_by_a_word([course]).get(course.pk, "") if course.pk else ""


def _open_by_a_word(courses: Sequence[Course]) -> dict[int, str]:
    ticked = [each for each in courses if is_said_only(each, ()) and not _is_injected(each)]
    if not ticked:
        return {}
    tests = TestSession.objects.filter(patient__in=[each.patient_id for each in ticked])
    tested = set(tests.values_list("patient_id", flat=True))
    open_ones = [each for each in ticked if each.patient_id not in tested]
    sayings = _sayings(open_ones)
    return {course.pk: _sentence(sayings.get(course.pk)) for course in open_ones}


def _is_injected(course: Course) -> bool:
    return any(row.name == "injected" for row in course.happenings.all())  # a chart has them at hand


def _sayings(courses: Iterable[Course]) -> dict[int, Entry]:
    """By course, the newest entry by which the tick came: answered, carried over, or ticked when it was opened."""
    asked = {course.pk: course.patient_id for course in courses}
    rows = Entry.objects.filter(patient__in=set(asked.values()), action__in=SAYING).order_by("id") if asked else ()
    found: dict[int, Entry] = {}
    for row in rows:
        if row.action != FactsAnswered.action or row.facts.get("after", {}).get(FACT) is True:
            found[row.facts.get("course_id", 0)] = row
    return found


def _sentence(entry: Entry | None) -> str:
    if entry is None:
        return _("Said to have been tolerated; no test session is written down: no product, no day, no observation.")
    return _(
        "%(who)s has said on %(day)s that the test was tolerated; no test session is written down: no product, no day, "
        "no observation."
    ) % {"who": entry.actor_name, "day": date_format(timezone.localtime(entry.at), "j M Y")}
