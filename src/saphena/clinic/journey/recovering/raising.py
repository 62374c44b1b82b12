"""Rows of the inbox come up: by answers, by silence, by a letter, by a message that did not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from saphena.clinic.journey.recovering.events import MatterMoved, MatterRaised
from saphena.clinic.journey.recovering.models import CheckIn, Kind, Matter, Step
from saphena.clinic.journey.recovering.moving import move
from saphena.clinic.journey.recovering.states import OPEN, Move
from saphena.clinic.record.announcing import announce
from saphena.pathway.recovering import Level, follow_up

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.messages.models import PromisedMessage
    from saphena.clinic.people.models import Patient
    from saphena.clinic.record.actors import Actor

LONGEST_NAME = 200


def raise_matter(
    kind: Kind,
    level: Level,
    now: datetime,
    *,
    by: Actor,
    patient: Patient | None,
    check_in: CheckIn | None = None,
    message: PromisedMessage | None = None,
) -> Matter:
    """A new row, to be answered by the time that its level allows. Inside the transaction of its cause."""
    matter = Matter.objects.create(
        kind=kind,
        level=level.value,
        patient=patient,
        course_id=check_in.course_id if check_in else None,
        check_in=check_in,
        message=message,
        raised_at=now,
        news_at=now,
        answer_by=now + follow_up().answering[level].within,
    )
    pk = patient.pk if patient else None
    announce(MatterRaised(patient_id=pk, matter_id=matter.pk, kind=str(kind.value), level=level.key), by=by)
    return matter


def add_news(matter: Matter, now: datetime, *, by: Actor, text: str, level: Level | None = None) -> None:
    """Something new in an open row: it counts as unread again, and it may have become more urgent, never less."""
    worse = min(matter.level, level.value) if level is not None else matter.level
    within = follow_up().answering[Level(worse)].within
    due = now + within if matter.is_read or matter.answered_at else min(matter.answer_by, now + within)
    move(matter, Move.NEWS, news_at=now, level=worse, answer_by=due, answered_at=None)
    note(matter, Move.NEWS, by=by, text=text, at=now)
    told = MatterMoved(patient_id=matter.patient_id, matter_id=matter.pk, what=Move.NEWS.value, text=text)
    announce(told, by=by)


def note(matter: Matter, what: Move, *, by: Actor, text: str = "", at: datetime) -> Step:
    return Step.objects.create(matter=matter, what=what.value, by=by.actor_name[:LONGEST_NAME], text=text[:2000], at=at)


def open_matters(**about: object) -> Q:
    """The open rows about this."""
    return Q(state__in=[state.value for state in OPEN], **about)
