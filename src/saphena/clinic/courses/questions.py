"""Who answers which of a protocol's questions about a patient, and which of them wait for a clinician.

A question that nobody has answered is open: it is neither a yes nor a no, and a gate that needs a yes stays shut. What
was answered stands with who said it and when, so that a no that nobody meant is seen and can be put back to open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.events import FactsAnswered
from saphena.clinic.design.dates import date_format
from saphena.clinic.people.access import may
from saphena.clinic.people.roles import ROLE_NAMES, Role
from saphena.clinic.record.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from saphena.clinic.courses.models import Course
    from saphena.pathway.protocol.rules import Protocol

__all__ = [
    "AT_THE_DESK", "FOUND_OUT", "OWN_FACTS", "Said", "Waiting", "clinical", "may_answer", "noes_of", "said_of",
    "waiting_for_a_clinician",
]  # fmt: skip

OWN_FACTS = frozenset(
    ("drive_minutes", "one_medium_stocking", "prescribed_antiplatelet", "stocking_in_hand", "two_light_stockings")
)
"""What a patient may answer by themselves. Whether a map is signed or a test was tolerated is the clinic's to say."""
AT_THE_DESK = OWN_FACTS | {"compression_by_bandage", "compression_by_stocking", "lives_far"}
"""What anybody at the clinic writes down as they are told it. Every other question, of any protocol, is clinical."""
FOUND_OUT = frozenset(("deep_veins_clear", "map_signed", "test_tolerated"))
"""What a room finds out in its own time: nobody needs to be reminded of it, and its gate says what is missing."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many clinical questions of a course are open, and whether whoever looks may answer them."""

    count: int
    may_answer: bool


def clinical(protocol: Protocol) -> list[str]:
    """The questions that take a clinician, in the protocol's order."""
    return [name for name in protocol.facts if name not in AT_THE_DESK]


def may_answer(viewer: object, course: Course, name: str) -> bool:
    """Whether it is a question of the course's protocol that whoever looks may answer."""
    if name not in course.protocol.protocol.facts or not may(viewer, "courses.record_event", course.patient):
        return False
    return name in AT_THE_DESK or may(viewer, "courses.answer_clinical", course.patient)


def waiting_for_a_clinician(viewer: object, course: Course) -> Waiting | None:
    """What is open, while the treatment goes on."""
    names = [name for name in clinical(course.protocol.protocol) if name not in FOUND_OUT]
    count = sum(name not in course.facts for name in names)
    if not count or course.discharged_at is not None:
        return None
    return Waiting(count, may(viewer, "courses.answer_clinical", course.patient))


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as it stands: the question's name, by whom, in which role, when. No name: as the course was opened."""

    name: str
    by: str
    role: str
    at: datetime

    @property
    def sentence(self) -> str:
        """“Answered by Nell Fraser (receptionist) on 3 Nov 2026.”"""
        day = date_format(timezone.localtime(self.at), "j M Y")
        if not self.by:
            return _("Answered as the course was opened, on %(day)s.") % {"day": day}
        roles = ", ".join(str(ROLE_NAMES.get(Role(each), each)) for each in self.role.split(", ") if each in ROLES)
        who = f"{self.by} ({roles})" if roles else self.by
        return _("Answered by %(who)s on %(day)s.") % {"who": who, "day": day}


ROLES = frozenset(Role)


def said_of(courses: Sequence[Course]) -> dict[int, dict[str, Said]]:
    """By course and question, who gave the answer that stands now. One query for all of them."""
    found = {course.pk: {name: Said(name, "", "", course.opened_at) for name in course.facts} for course in courses}
    for entry in _answered(courses):
        course_id = int(entry.facts.get("course_id", 0))
        for name in entry.facts.get("facts", ()):
            if name in found.get(course_id, {}):
                found[course_id][name] = Said(name, entry.actor_name, entry.actor_role, entry.at)
    return found


def _answered(courses: Sequence[Course]) -> Iterable[Entry]:
    patients = {course.patient_id for course in courses}
    return Entry.objects.filter(patient__in=patients, action=FactsAnswered.action).order_by("id") if patients else ()


def noes_of(courses: Sequence[Course]) -> dict[int, list[Said]]:
    """The clinical questions that stand at no while the treatment goes on, each with who said so.

    Before a question could stay open, whoever saved the form left a no on everything that was not ticked.
    """
    noes = {course.pk: _noes(course) for course in courses if course.discharged_at is None}
    said = said_of([course for course in courses if noes.get(course.pk)])
    return {course_id: [said[course_id][name] for name in names] for course_id, names in noes.items()}


def _noes(course: Course) -> list[str]:
    names = clinical(course.protocol.protocol)
    return [name for name in names if name not in FOUND_OUT and course.facts.get(name) is False]
