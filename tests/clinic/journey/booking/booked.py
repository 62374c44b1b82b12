"""Pat's course and visits, booked by Nell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.journey.booking.actions import book_visit
from tests import cast
from tests.clinic.courses.treated import at, course, happened
from tests.clinic.diary.house import house

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.booking.models import Visit


def ready(**details: object) -> Course:
    """A course whose veins are mapped and whose test session is over: the next is the procedure."""
    return happened(
        course(cast.pat(**details) if details else None),  # type: ignore[arg-type]  # a patient's details
        mapped="2027-02-22T09:00",
        test="2027-03-01T13:30",
    )


def procedure(starts: str = "2027-03-15T10:00", of: Course | None = None) -> Visit:
    """A procedure at that time of the clinic's, in the house."""
    return book_visit(actor=cast.nell(), course=of or ready(), site=house(), step="procedure", starts=at(starts))
