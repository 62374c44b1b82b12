"""What follows from a session in the course: the real times of arriving, injecting, bandaging and leaving.

From them the patient's plan at home begins; nothing of it is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from saphena.clinic.courses.actions import record_event
from saphena.clinic.journey.booking import living
from saphena.clinic.journey.booking import states as visiting
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.screening import asked_again, confirm_on_the_day
from saphena.clinic.journey.treating.models import IS_IN_THE_ROOM, Deed, Session, Transition
from saphena.clinic.journey.treating.recorded import last_injection, live_deeds
from saphena.clinic.journey.treating.states import Move

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.planning import events as planning
    from saphena.clinic.journey.treating.events import DeedRecorded, SessionMoved
    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

__all__ = ["confirm_the_answers", "date_the_course", "look_again", "move_the_visit"]

ON_THE_BOARD = {
    Move.INJECT: visiting.State.INJECTING,
    Move.INJECT_AGAIN: visiting.State.INJECTING,
    Move.DRESS: visiting.State.BANDAGING,
    Move.WALK: visiting.State.WALKING,
    Move.LEAVE: visiting.State.LEFT,
    Move.TRANSFER: visiting.State.LEFT,
}


def date_the_course(event: SessionMoved, *, by: User) -> None:
    """After the last injection `injected`, after the bandage `bandaged`, at the door `left`: at their own times."""
    session = Session.objects.select_related("course__patient", "course__protocol").get(pk=event.session_id)
    known = session.course.protocol.protocol.events
    for name, at in _moments(session, event).items():
        if name in known:
            record_event(actor=by, course=session.course, name=name, at=at, now=at)


def _moments(session: Session, event: SessionMoved) -> dict[str, datetime]:
    at = Transition.objects.get(pk=event.transition_id).at
    if event.move == Move.DRESS and (last := last_injection(session)):
        return {"injected": last.at}
    if event.move == Move.WALK:
        bandages = [deed.at for deed in live_deeds(session) if deed.what == "bandage"]
        return {"bandaged": bandages[-1]} if bandages else {}
    return {"left": at} if event.move in (Move.LEAVE, Move.TRANSFER) and last_injection(session) else {}


def move_the_visit(event: SessionMoved, *, by: User) -> None:
    """The day board shows how far the patient is. A step that the visit cannot make is left to the people there."""
    visit = Session.objects.select_related("visit__patient").get(pk=event.session_id).visit
    to = ON_THE_BOARD.get(Move(event.move))
    if visit and to and to in visiting.MOVES[visiting.State(visit.state)]:
        living.move_on(actor=by, visit=visit, to=to, now=Transition.objects.get(pk=event.transition_id).at)


def confirm_the_answers(event: DeedRecorded, *, by: User) -> None:
    """“Nothing has changed” confirms every answer as it stands. What was never answered is asked on its own page."""
    if event.what != "asked" or event.words != "nothing":
        return
    deed = Deed.objects.filter(session=event.session_id, what="asked").latest("pk")
    patient = deed.session.course.patient
    if not set(asked_again()) - set(answers_of(patient)):
        confirm_on_the_day(actor=by, patient=patient, answers={}, now=deed.at)


def look_again(event: planning.OfCourse | planning.OfRound, *, by: Actor) -> None:
    """Planning says something new of a patient who is in the room: the tablets at the couch ask for it."""
    Session.objects.filter(IS_IN_THE_ROOM, course__patient_id=event.patient_id).update(version=F("version") + 1)
