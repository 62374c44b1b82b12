"""From rows to a search: the site's diary, the course's dates, the patient's wishes.

Ask once to show offers; and again behind the locks of the days, to take what is still there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Happening
from saphena.clinic.courses.rounds import last_procedure
from saphena.clinic.diary.reading import diary_of
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.states import STANDS
from saphena.clinic.journey.booking.terms import terms_of
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.numbers import by_protocol
from saphena.pathway.booking.searching import Search
from saphena.pathway.booking.visits import Course as Steps
from saphena.pathway.booking.wishes import Request
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Site
    from saphena.pathway.booking.numbers import Terms
    from saphena.pathway.booking.resources import Diary

__all__ = ["AGAIN", "Known", "NothingToFind", "horizon", "search"]

ANCHORS = {"map": "mapped", "test": "test", "procedure": "procedure", "last_procedure": "procedure"}
"""What gates count from, and the event of the protocol that it is."""
AGAIN = ("drainage",)
"""Visits outside of the course's order: booked when they are needed, as often as they are."""


def horizon() -> int:
    """So many days ahead are looked at and booked."""
    return settings.SAPHENA_BOOKING_DAYS


class NothingToFind(Exception):
    """Every visit that was asked for has its date."""


@dataclass(frozen=True)
class Known:
    """What is known of a patient before anything is looked for: the visits that stand, and what has happened.

    `moving` is a visit that is about to get another time: its place counts as free, its date as open. `tried` are dates
    that count as booked although they are not yet: an import is tried line by line before anything is held.
    """

    course: Course
    site: Site
    moving: Visit | None = None
    tried: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The patient's visits of all courses that are to be, are or were, but for the one that is moving."""
        stands = [state.value for state in STANDS]
        found = Visit.objects.filter(patient_id=self.course.patient_id, state__in=stands).select_related("site")
        return tuple(visit for visit in found if self.moving is None or visit.pk != self.moving.pk)

    @cached_property
    def standing(self) -> dict[str, datetime]:
        """Each event of the course with its moment, planned or happened."""
        return dict(standing(Happening.objects.filter(course_id=self.course.pk or 0).order_by("pk")).events)

    @cached_property
    def done(self) -> dict[str, date]:
        """The date of each visit of the course that is past or booked, and of whatever else gates count from."""
        events = {name: event for name, event in ANCHORS.items() if event in self.standing}
        before = {"last_round": self.last_round} if self.last_round else {}
        if self.moving:
            events = {name: event for name, event in events.items() if event != self.moving.event}
        found = {name: self.standing[event].astimezone(self.site.zone_info).date() for name, event in events.items()}
        found |= before
        return found | {visit.step: visit.day for visit in self.visits if self.counts(visit)} | dict(self.tried)

    @cached_property
    def last_round(self) -> date | None:
        """When the round before this one was treated."""
        before = self.course.follows
        known = standing(Happening.objects.filter(course=before).order_by("pk")) if before else None
        at = last_procedure(known) if known else None
        return at.astimezone(self.site.zone_info).date() if at else None

    def counts(self, visit: Visit) -> bool:
        """Whether the visit is this course's, and nothing that may come again and is over: a drainage."""
        return visit.course_id == self.course.pk and not (visit.step in AGAIN and visit.is_over)

    @cached_property
    def steps(self) -> Steps:
        """The visits that this patient's protocol wants; they begin with the assessment when nothing is mapped yet."""
        if self.last_round:
            return by_protocol(shipped().courses["next_round"], self.terms)
        mapped = "map" in self.done and not any(visit.step == "map" for visit in self.visits)
        return by_protocol(shipped().courses["treatment" if mapped else "whole"], self.terms)

    @cached_property
    def terms(self) -> Terms:
        return terms_of(self.course)

    def one(self, step: str) -> Steps:
        """One visit alone, behind its gates; what is no step of the course is a visit of its own."""
        for steps in (self.steps, *(by_protocol(each, self.terms) for each in shipped().courses.values())):
            if step in {each.name for each in steps.steps}:
                return steps.alone(step, self.done)
        if step not in shipped().visits:
            raise Refused(_("There is no visit of this kind."), "step")
        return by_protocol(Steps.of(shipped().visits[step]), self.terms)


def search(
    known: Known,
    *,
    steps: Steps | None = None,
    wishes: Request | None = None,
    first_day: date | None = None,
    days: int | None = None,
    now: datetime | None = None,
) -> Search:
    """The search for what is missing of the course, or for `steps`. Raises `NothingToFind`."""
    now, steps = now or timezone.now(), steps or known.steps
    if all(step.name in known.done for step in steps.steps):
        raise NothingToFind
    diary = diary_of(known.site, first_day or now.astimezone(known.site.zone_info).date(), days or horizon())
    if known.moving:
        diary = _without(known.moving, diary)
    asked = wishes or Request(now)
    request = replace(
        asked,
        earliest=max(asked.earliest, now),
        busy=asked.busy | {visit.day for visit in known.visits} | set(known.tried.values()),
        done={**known.done, **asked.done},
    )
    return Search(diary, steps, request)


def _without(visit: Visit, diary: Diary) -> Diary:
    """The diary with the visit's own place given back, as it is when the visit moves."""
    span = diary.span
    return diary.releasing(
        (str(seat.resource_id), span.cell(seat.begins_at), span.first_cell_from(seat.ends_at))
        for seat in visit.seats.all()
        if str(seat.resource_id) in diary.lanes
    )
