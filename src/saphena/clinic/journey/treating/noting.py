"""What is done and seen besides injecting: deeds, sightings, the steps of an emergency, complications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.journey.treating.deeds import DEEDS, SIGHTINGS
from saphena.clinic.journey.treating.events import ComplicationCoded, DeedRecorded, EmergencyStepDone, Sighted
from saphena.clinic.journey.treating.injecting import in_the_room, in_time, tidy
from saphena.clinic.journey.treating.models import Complication, Deed, EmergencyStep, Injection, Session, Sighting
from saphena.clinic.journey.treating.states import State
from saphena.clinic.journey.treating.totals import bumped, held
from saphena.clinic.journey.treating.veins import is_segment
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused
from saphena.pathway.treating.complications import complications
from saphena.pathway.treating.emergencies import emergencies

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User


def record_deed(
    *,
    actor: User,
    session: Session,
    key: str,
    what: str,
    words: str,
    at: datetime,
    segment: str = "",
    late: bool = False,
) -> Deed:
    """Marked, bandaged, walked. What is done once and said again replaces what was said before."""
    require(actor, "treating.record", session.course.patient)
    deed = DEEDS.get(what)
    if deed is None or words not in deed.choices:
        raise Refused(_("There is nothing of that name to record."), "what")
    if deed.on_segment and not is_segment(segment):
        raise Refused(_("Please tap where on the map it is."), "segment")
    with transaction.atomic():
        now = held(session)
        if same := Deed.objects.filter(key=key).first():
            return same
        in_the_room(now, late)
        row = Deed.objects.create(
            session=now, key=key, what=what, words=words, segment=segment if deed.on_segment else "",
            at=in_time(at), by=actor, late=late,
        )  # fmt: skip
        bumped(now)
        told = f"{words} {segment}".strip()
        announce(DeedRecorded(now.course.patient_id, now.pk, what, told), by=actor)
    return row


def record_sighting(
    *, actor: User, session: Session, key: str, what: str, at: datetime, injection_key: str = "", late: bool = False
) -> Sighting:
    """Something was seen or felt, at this moment; with the injection that it belongs to, if one is named."""
    require(actor, "treating.record", session.course.patient)
    if what not in SIGHTINGS:
        raise Refused(_("There is nothing of that name to record."), "what")
    with transaction.atomic():
        now = held(session)
        if same := Sighting.objects.filter(key=key).first():
            return same
        in_the_room(now, late)
        injection = Injection.objects.filter(session=now, key=injection_key).first() if injection_key else None
        row = Sighting.objects.create(
            session=now, key=key, what=what, injection=injection, at=in_time(at), by=actor, late=late
        )
        bumped(now)
        announce(Sighted(now.course.patient_id, now.pk, what), by=actor)
    return row


def record_emergency_step(
    *, actor: User, session: Session, key: str, emergency: str, step: str, at: datetime, late: bool = False
) -> EmergencyStep:
    """One step of an emergency was done. Never refused for the state of the session: it may happen at the door."""
    require(actor, "treating.record", session.course.patient)
    known = emergencies().get(emergency)
    if known is None or step not in {each.name for each in known.steps}:
        raise Refused(_("There is no such step."), "step")
    with transaction.atomic():
        now = held(session)
        if same := EmergencyStep.objects.filter(key=key).first():
            return same
        row = EmergencyStep.objects.create(
            session=now, key=key, emergency=emergency, step=step, at=in_time(at), by=actor, late=late
        )
        bumped(now)
        announce(EmergencyStepDone(now.course.patient_id, now.pk, emergency, step), by=actor)
    return row


def code_complication(
    *, actor: User, session: Session, key: str, what: str, at: datetime, words: str = "", late: bool = False
) -> Complication:
    """A complication by its own name, with the code that it may carry. After the signature it is an addendum."""
    require(actor, "treating.record", session.course.patient)
    known = complications().get(what)
    if known is None:
        raise Refused(_("There is no complication of that name in the list."), "what")
    with transaction.atomic():
        now = held(session)
        if same := Complication.objects.filter(key=key).first():
            return same
        if now.state == State.SIGNED:
            raise Refused(_("The note is signed. Write an addendum instead."))
        code = known.code_for(now.side)
        row = Complication.objects.create(
            session=now, key=key, what=what, code=code, words=tidy(words), at=in_time(at), by=actor, late=late
        )
        bumped(now)
        announce(ComplicationCoded(now.course.patient_id, now.pk, what, code), by=actor)
    return row
