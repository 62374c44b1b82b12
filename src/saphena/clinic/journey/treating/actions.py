"""Opening a session, its weight, and the numbers that the clinic confirms: one function per verb.

What is recorded during a session is in injecting.py, noting.py and moving.py; what comes after it in signing.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.confirming.actions import give_word
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.courses.actions import record_event
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.journey.booking import living
from saphena.clinic.journey.booking import states as visiting
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.treating.events import InjectorNamed, SessionOpened, WeightGiven
from saphena.clinic.journey.treating.models import IS_IN_THE_ROOM, Session
from saphena.clinic.journey.treating.numbers import numbers
from saphena.clinic.journey.treating.states import State
from saphena.clinic.journey.treating.totals import bumped, held
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused
from saphena.pathway.treating import weight_problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User


def open_session(*, actor: User, course: Course, weight: Decimal | None = None, now: datetime | None = None) -> Session:
    """The patient is in the room. A course has one session at a time: who opens it again finds the same."""
    require(actor, "treating.record", course.patient)
    at = now or timezone.now()
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=course.patient_id)
        if already := Session.objects.filter(IS_IN_THE_ROOM, course=course).select_related("course__patient").first():
            return already
        session = Session.objects.create(
            course=course,
            visit=todays_visit(actor, course, at),
            side=course.leg,
            day=timezone.localdate(at),
            opened_at=at,
            opened_by=actor,
            weight=checked_weight(weight),
            injector=actor if actor.may("treating.inject") else None,
        )
        announce(SessionOpened(course.patient_id, session.pk, course.leg), by=actor)
        if "arrived" not in locked_standing(course).happened and "arrived" in course.protocol.protocol.events:
            record_event(actor=actor, course=course, name="arrived", at=at, now=at)
    return session


def todays_visit(actor: User, course: Course, at: datetime) -> Visit | None:
    """The visit that this session is: of today, for the procedure, neither called off nor over. It has arrived now."""
    day = timezone.localdate(at)
    rows = Visit.objects.filter(course=course, kind="procedure").exclude(state__in=visiting.OVER).order_by("starts_at")
    visit = next((row for row in rows if timezone.localdate(row.starts_at) == day), None)
    if visit and visit.state == visiting.State.EXPECTED:
        return living.move_on(actor=actor, visit=visit, to=visiting.State.ARRIVED, now=at)
    return visit


def checked_weight(weight: Decimal | None) -> Decimal | None:
    """Missing is allowed and asked about later; what no grown person weighs is a slip of the finger."""
    problem = weight_problem(weight, rows_in_force())
    if weight is None or not problem:
        return weight
    least, most = rows_in_force().amounts["weight_least"], rows_in_force().amounts["weight_most"]
    raise Refused(
        _("%(weight)s kg cannot be right: a weight here is between %(least)s and %(most)s kg.")
        % {"weight": weight, "least": least, "most": most},
        "weight",
    )


def give_weight(*, actor: User, session: Session, weight: Decimal) -> Session:
    """The weight of today. It may be corrected until the note is signed; the record keeps what it was."""
    require(actor, "treating.record", session.course.patient)
    with transaction.atomic():
        now = held(session)
        if now.state == State.SIGNED:
            raise Refused(_("The note is signed. Write an addendum instead."), "weight")
        if now.weight != (checked := checked_weight(weight)):
            Session.objects.filter(pk=now.pk).update(weight=checked)
            now.weight = checked
            bumped(now)
            announce(WeightGiven(now.course.patient_id, now.pk, f"{checked} kg"), by=actor)
    return now


def name_injector(*, actor: User, session: Session, injector: User | None) -> Session:
    """Who holds the syringe from now on, where somebody else records. What was given before keeps its name."""
    require(actor, "treating.record", session.course.patient)
    if injector is None or not injector.may("treating.inject"):
        raise Refused(_("Please name somebody who may inject."), "who")
    with transaction.atomic():
        now = held(session)
        if now.state == State.SIGNED:
            raise Refused(_("The note is signed. Write an addendum instead."), "who")
        if now.injector_id != injector.pk:
            Session.objects.filter(pk=now.pk).update(injector=injector)
            now.injector = injector
            bumped(now)
            announce(InjectorNamed(now.course.patient_id, now.pk, injector.pk, str(injector)), by=actor)
    return now


def confirm_row(
    *, actor: User, name: str, words: str, on: bool = True, typed: Mapping[str, str] | None = None, sure: bool = False
) -> Word:
    """A physician has read a number, agrees with one of our own, puts it off, or gives the clinic's own figures."""
    require(actor, "treating.confirm_numbers")
    number = numbers().get(name)
    if number is None:
        raise Refused(_("There is no number of that name that could be switched."), "name")
    return give_word(
        actor=actor, capability="treating.confirm_numbers", about=About.TREATING, number=number, words=words, on=on,
        typed=typed, sure=sure,
    )  # fmt: skip
