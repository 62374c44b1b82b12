"""What is done and seen besides injecting: deeds, sightings, the steps of an emergency, complications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.journey.treating.deeds import DEEDS, SIGHTINGS
from saphena.clinic.journey.treating.events import ComplicationCoded, DeedRecorded, EmergencyStepDone, Sighted
from saphena.clinic.journey.treating.injecting import in_the_room
from saphena.clinic.journey.treating.models import Complication, Deed, EmergencyStep, Injection, Session, Sighting
from saphena.clinic.journey.treating.states import State
from saphena.clinic.journey.treating.tapping import Tap, columns_of
from saphena.clinic.journey.treating.totals import bumped, held
from saphena.clinic.journey.treating.veins import is_segment
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused
from saphena.pathway.treating.complications import complications
from saphena.pathway.treating.emergencies import emergencies

if TYPE_CHECKING:
    from saphena.clinic.people.models import User


def record_deed(*, actor: User, session: Session, what: str, words: str, segment: str = "", **tap: Unpack[Tap]) -> Deed:
    """Marked, bandaged, walked. What is done once and said again replaces what was said before."""
    require(actor, "treating.record", session.course.patient)
    deed = DEEDS.get(what)
    if deed is None or words not in deed.choices:
        raise Refused(_("There is nothing of that name to record."), "what")
    if deed.on_segment and not is_segment(segment):
        raise Refused(_("Please tap where on the map it is."), "segment")
    with transaction.atomic():
        now = held(session)
        if same := Deed.objects.filter(key=tap["key"]).first():
            return same
        in_the_room(now, tap)
        where = segment if deed.on_segment else ""
        row = Deed.objects.create(session=now, what=what, words=words, segment=where, **columns_of(actor, tap))
        bumped(now)
        told = f"{words} {segment}".strip()
        announce(DeedRecorded(now.course.patient_id, now.pk, what, told), by=actor)
    return row


def record_sighting(
    *, actor: User, session: Session, what: str, injection_key: str = "", **tap: Unpack[Tap]
) -> Sighting:
    """Something was seen or felt, at this moment; with the injection that it belongs to, if one is named."""
    require(actor, "treating.record", session.course.patient)
    if what not in SIGHTINGS:
        raise Refused(_("There is nothing of that name to record."), "what")
    with transaction.atomic():
        now = held(session)
        if same := Sighting.objects.filter(key=tap["key"]).first():
            return same
        in_the_room(now, tap)
        injection = Injection.objects.filter(session=now, key=injection_key).first() if injection_key else None
        row = Sighting.objects.create(session=now, what=what, injection=injection, **columns_of(actor, tap))
        bumped(now)
        announce(Sighted(now.course.patient_id, now.pk, what), by=actor)
    return row


def record_emergency_step(
    *, actor: User, session: Session, emergency: str, step: str, **tap: Unpack[Tap]
) -> EmergencyStep:
    """One step of an emergency was done. Never refused for the state of the session: it may happen at the door."""
    require(actor, "treating.record", session.course.patient)
    known = emergencies().get(emergency)
    if known is None or step not in {each.name for each in known.steps}:
        raise Refused(_("There is no such step."), "step")
    with transaction.atomic():
        now = held(session)
        if same := EmergencyStep.objects.filter(key=tap["key"]).first():
            return same
        row = EmergencyStep.objects.create(session=now, emergency=emergency, step=step, **columns_of(actor, tap))
        bumped(now)
        announce(EmergencyStepDone(now.course.patient_id, now.pk, emergency, step), by=actor)
    return row


def code_complication(*, actor: User, session: Session, what: str, words: str = "", **tap: Unpack[Tap]) -> Complication:
    """A complication by its own name, with the code that it may carry. After the signature it is an addendum."""
    require(actor, "treating.record", session.course.patient)
    known = complications().get(what)
    if known is None:
        raise Refused(_("There is no complication of that name in the list."), "what")
    with transaction.atomic():
        now = held(session)
        if same := Complication.objects.filter(key=tap["key"]).first():
            return same
        if now.state == State.SIGNED:
            raise Refused(_("The note is signed. Write an addendum instead."))
        code = known.code_for(now.side)
        row = Complication.objects.create(
            session=now, what=what, code=code, words=tidied(words), **columns_of(actor, tap)
        )
        bumped(now)
        announce(ComplicationCoded(now.course.patient_id, now.pk, what, code), by=actor)
    return row
