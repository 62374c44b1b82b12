"""Appointments of another system become visits: tried first, then line by line, each whole or not at all.

Trying writes nothing and locks nothing: each line is looked for in the diary as it would be with the lines before it. A
line that was taken over before is not taken over again, so the same file can be sent as often as one likes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.actions import open_course
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.queries import protocols_to_give
from saphena.clinic.exchange.visits.events import AppointmentTakenOver
from saphena.clinic.exchange.visits.lines import Line, Unread, lines_of
from saphena.clinic.exchange.visits.models import TakenOver
from saphena.clinic.exchange.visits.naming import course_on, the_patient
from saphena.clinic.journey.booking.actions import book_course, within_reach
from saphena.clinic.journey.booking.finding import Known, NothingToFind, search
from saphena.clinic.journey.booking.refusing import clock_of, unavailable
from saphena.clinic.journey.booking.showing import step_said
from saphena.clinic.journey.booking.writing import in_turn
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce, chart_opened
from saphena.clinic.record.typed import tidied
from saphena.pathway.booking.searching import Search
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from saphena.clinic.courses.models import ProtocolVersion
    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import Patient, User
    from saphena.pathway.booking.offers import Placed

__all__ = ["Found", "take_over", "try_out"]

NEW, KNOWN, REFUSED = "new", "known", "refused"


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one line, or would: "new", "known" or "refused", and why, in which column."""

    line: int
    what: str
    reason: str = ""
    field: str = ""
    who: str = ""
    when: str = ""
    visit_id: int | None = None


def try_out(*, actor: User, site: Site, source: str, text: str, now: datetime | None = None) -> list[Found]:
    """What would become of each line. Nothing is written."""
    require(actor, "booking.book")
    trial = _Trial(site, _named(source), now or timezone.now())
    return [
        Found(each.number, REFUSED, each.reason, each.field) if isinstance(each, Unread) else trial.of(each)
        for each in lines_of(text, site.zone_info)
    ]


def take_over(*, actor: User, site: Site, source: str, text: str, now: datetime | None = None) -> list[Found]:
    """Book each line, by the same act as any other visit; what is refused is told, and the next line goes on."""
    require(actor, "booking.book")
    named, now = _named(source), now or timezone.now()
    return [
        Found(each.number, REFUSED, each.reason, each.field)
        if isinstance(each, Unread)
        else _taken_over(actor, site, named, each, now)
        for each in list(lines_of(text, site.zone_info))
    ]


def _named(source: str) -> str:
    named = tidied(source, 60)
    if not named:
        raise Refused(_("Say which system the appointments come from."), "source")
    return named


def _taken_over(actor: User, site: Site, source: str, line: Line, now: datetime) -> Found:
    try:
        patient = _patient(line)
        number = _number(line, patient)
        known = _known_before(source, number, line, patient)
        if known:
            return known
        _is_to_come(line, now)
        chart_opened(patient_id=patient.pk, by=actor, page="an appointment of another system")
        visit = _booked(actor, site, source, number, line, patient, now)
    except Refused as no:
        return Found(line.number, REFUSED, no.reason, no.field or "", who=_who(line), when=clock_of(line.starts))
    return Found(line.number, NEW, who=patient.formal_name, when=clock_of(visit.starts), visit_id=visit.pk)


def _booked(actor: User, site: Site, source: str, number: str, line: Line, patient: Patient, now: datetime) -> Visit:
    """The course, the visit and the note that it was taken over: one transaction."""
    with in_turn():
        course = course_on(patient, line.leg) or _opened(actor, patient, line.leg)

        def also(visits: Sequence[Visit]) -> None:
            TakenOver.objects.create(source=source, number=number, visit=visits[0], at=now)
            announce(AppointmentTakenOver(patient.pk, visits[0].pk, source, number), by=actor)

        return book_course(
            actor=actor, course=course, site=site, starts={line.step: line.starts}, note=line.note, now=now, also=also
        )[0]


def _opened(actor: User, patient: Patient, leg: str) -> Course:
    version = _protocol()
    return open_course(actor=actor, patient=patient, protocol=version, leg=leg)


def _protocol() -> ProtocolVersion:
    version = protocols_to_give().first()
    if version is None:
        raise Refused(_("No physician has approved a protocol yet; without one no course can be opened."), "leg")
    return version


def _patient(line: Line) -> Patient:
    return the_patient(
        health_number=line.health_number,
        family_name=line.family_name,
        given_names=line.given_names,
        birth_date=line.birth_date,
    )


def _number(line: Line, patient: Patient) -> str:
    """The other system's own number; where it gives none, one that the same line has every time."""
    told = f"{patient.pk} {line.leg} {line.step} {line.starts.isoformat()}"
    return line.key or hashlib.sha256(told.encode()).hexdigest()[:32]


def _known_before(source: str, number: str, line: Line, patient: Patient) -> Found | None:
    row = TakenOver.objects.select_related("visit__site").filter(source=source, number=number).first()
    if row is None:
        return None
    if row.visit.patient_id != patient.pk or row.visit.step != line.step:
        raise Refused(_("This number belonged to another appointment before."), "id")
    if row.visit.starts_at != line.starts:
        told = {"when": clock_of(row.visit.starts)}
        raise Refused(_("It was taken over before and is now on %(when)s here. Move it on its page.") % told, "starts")
    when = clock_of(row.visit.starts)
    return Found(line.number, KNOWN, who=patient.formal_name, when=when, visit_id=row.visit_id)


def _is_to_come(line: Line, now: datetime) -> None:
    if line.starts < now:
        raise Refused(_("This time is over."), "starts")


def _who(line: Line) -> str:
    return ", ".join(each for each in (line.family_name, line.given_names) if each)


@dataclass
class _Trial:
    """The diary as it would be after the lines that were tried: who is held when, which visits have a date."""

    site: Site
    source: str
    now: datetime
    held: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    days: dict[tuple[int, str], dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    numbers: set[str] = field(default_factory=set)

    def of(self, line: Line) -> Found:
        try:
            patient = _patient(line)
            number = _number(line, patient)
            if number in self.numbers:
                raise Refused(_("This number stands in the file twice."), "id")
            self.numbers.add(number)
            known = _known_before(self.source, number, line, patient)
            if known:
                return known
            _is_to_come(line, self.now)
            placed = self._placed(line, patient)
        except Refused as no:
            return Found(line.number, REFUSED, no.reason, no.field or "", _who(line), clock_of(line.starts))
        return Found(line.number, NEW, who=patient.formal_name, when=clock_of(placed.starts))

    def _placed(self, line: Line, patient: Patient) -> Placed:
        within_reach([line.starts], self.now)
        course = course_on(patient, line.leg) or Course(patient=patient, protocol=_protocol(), leg=line.leg)
        tried = self.days[patient.pk, line.leg]
        known, day = Known(course, self.site, tried=tried), line.starts.date()
        try:
            steps = known.one(line.step)
            looked = self._with_what_is_held(search(known, steps=steps, first_day=day, days=1, now=self.now))
        except NothingToFind:
            told = {"what": step_said(line.step)}
            raise Refused(_("This course has its visit already: %(what)s.") % told, "visit") from None
        placed = looked.at(line.step, line.starts)
        if placed is None:
            whole = self._with_what_is_held(search(known, steps=steps, now=self.now))
            raise unavailable(whole, line.step, line.starts)
        tried[line.step] = placed.day
        span = looked.span
        self.held += [(hold.resource, span.moment(hold.begin), span.moment(hold.end)) for hold in placed.holds]
        return placed

    def _with_what_is_held(self, looked: Search) -> Search:
        span = looked.span
        first, last = span.moment(0), span.moment(span.size)
        holds = [
            (name, span.cell(begin), span.first_cell_from(end))
            for name, begin, end in self.held
            if first <= begin and end <= last
        ]
        return Search(looked.diary.taking(holds), looked.course, looked.request) if holds else looked
