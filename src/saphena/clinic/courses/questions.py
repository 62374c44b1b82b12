"""Who answers which of a protocol's questions about a patient, and which of them wait for a clinician.

A question that nobody has answered is open: it is neither a yes nor a no, and a gate that needs a yes stays shut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.clinic.people.access import may

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.pathway.protocol.rules import Protocol

__all__ = ["AT_THE_DESK", "OWN_FACTS", "Waiting", "clinical", "waiting_for_a_clinician"]

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


def waiting_for_a_clinician(viewer: object, course: Course) -> Waiting | None:
    """What is open, while the treatment goes on."""
    names = [name for name in clinical(course.protocol.protocol) if name not in FOUND_OUT]
    count = sum(name not in course.facts for name in names)
    if not count or course.discharged_at is not None:
        return None
    return Waiting(count, may(viewer, "courses.answer_clinical", course.patient))
