"""What is done with courses: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.events import (
    CourseOpened,
    EventHappened,
    EventPlanned,
    EventTakenBack,
    FactsAnswered,
    GateOpened,
    Observed,
)
from saphena.clinic.courses.models import Course, GateOverride, Happening, ProtocolVersion
from saphena.clinic.courses.questions import AT_THE_DESK, OWN_FACTS
from saphena.clinic.courses.writing import check_moment, locked_standing, newest_says, write
from saphena.clinic.people.access import require
from saphena.clinic.people.roles import Role
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why, tidied
from saphena.pathway.clock import aware
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.settings import Unusable, check_choices, check_events, check_facts, check_seen
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from saphena.clinic.people.models import Patient, User
    from saphena.clinic.record.actors import Actor
    from saphena.pathway.protocol.rules import Value

T = TypeVar("T")
AHEAD = timedelta(minutes=10)
"""A clock on a phone may run a little fast; further ahead nothing can have happened yet."""


def open_course(
    *,
    actor: Actor,
    patient: Patient,
    protocol: ProtocolVersion,
    leg: str,
    facts: Mapping[str, Value] | None = None,
    numbers: Mapping[str, Value] | None = None,
) -> Course:
    """Begin a course of treatment by an approved protocol."""
    require(actor, "courses.open", patient)
    if protocol.approved_at is None:
        raise Refused(_("No physician has approved this protocol yet."), "protocol")
    usable(
        lambda: (
            Drawer(protocol.protocol, numbers),
            check_choices(protocol.protocol, check_facts(protocol.protocol, facts or {})),
        ),
        "facts",
    )
    with transaction.atomic():
        course = Course.objects.create(
            patient=patient,
            protocol=protocol,
            leg=leg,
            facts=dict(facts or {}),
            numbers={name: storable(value) for name, value in (numbers or {}).items()},
            opened_by_id=actor.actor_id,
        )
        told = {"leg": f"{leg} leg", "protocol": str(protocol)}
        announce(CourseOpened(patient_id=patient.pk, course_id=course.pk, **told), by=actor)
    return course


def plan_event(*, actor: Actor, course: Course, name: str, at: datetime, reason: str = "") -> Happening:
    """Plan an event, or move it: what was planned before stays readable."""
    require(actor, "courses.record_event", course.patient)
    return planned(actor=actor, course=course, name=name, at=at, reason=reason)


def planned(*, actor: Actor, course: Course, name: str, at: datetime, reason: str = "") -> Happening:
    """The same for an action that has asked for its own right: a patient moves their own visit."""
    name = event_name(course, name, at)
    check_moment(at)
    with transaction.atomic():
        before = locked_standing(course)
        if name in before.happened:
            raise Refused(_("This has happened already; it cannot be planned any more."), "at")
        if same := newest_says(course, name, at, happened=False, reason=reason):
            return same
        row = write(course, actor, name, at=at, reason=reason)
        was = spoken(before.events[name]) if name in before.events else ""
        told = {"name": name, "at": spoken(at), "before": was}
        announce(EventPlanned(patient_id=course.patient_id, course_id=course.pk, **told), by=actor)
    return row


def record_event(
    *, actor: Actor, course: Course, name: str, at: datetime, reason: str = "", now: datetime | None = None
) -> Happening:
    """Write down that an event has happened. What follows from it moves by itself."""
    require(actor, "courses.record_event", course.patient)
    return happened(actor=actor, course=course, name=name, at=at, reason=reason, now=now)


def say_home(*, actor: Patient, course: Course, at: datetime, now: datetime | None = None) -> Happening:
    """The patient is home; the hours with the legs up begin."""
    require(actor, "courses.say_home", course.patient)
    with transaction.atomic():
        known = locked_standing(course)
        if "injected" not in known.happened and "left" not in known.happened:
            raise Refused(_("You can say this once you have been treated."), "at")
        if "home" in known.happened:
            raise Refused(_("We know that you are home since %(time)s.")
                          % {"time": timezone.localtime(known.events["home"]).strftime("%H:%M")}, "at")  # fmt: skip
        return happened(actor=actor, course=course, name="home", at=at, now=now)


def happened(
    *, actor: Actor, course: Course, name: str, at: datetime, reason: str = "", now: datetime | None = None
) -> Happening:
    name = event_name(course, name, at)
    check_moment(at, now)
    if is_to_come(at, now):
        raise Refused(_("This is still to come. Plan it instead."), "at")
    with transaction.atomic():
        locked_standing(course)
        if same := newest_says(course, name, at, happened=True, reason=reason):
            return same
        row = write(course, actor, name, at=at, happened=True, reason=reason)
        told = {"name": name, "at": spoken(at), "reason": row.reason}
        announce(EventHappened(patient_id=course.patient_id, course_id=course.pk, **told), by=actor)
    return row


def is_to_come(at: datetime, now: datetime | None = None) -> bool:
    return at > (now or timezone.now()) + AHEAD


def take_back(*, actor: Actor, course: Course, name: str, reason: str, seen: bool = False) -> Happening:
    """An event that was planned or recorded by mistake or is called off, or something `seen` that was not there.

    The older rows stay.
    """
    require(actor, "courses.record_event", course.patient)
    return taken_back(actor=actor, course=course, name=name, reason=reason, seen=seen)


def taken_back(*, actor: Actor, course: Course, name: str, reason: str, seen: bool = False) -> Happening:
    """The same for an action that has asked for its own right."""
    reason = said_why(reason)
    with transaction.atomic():
        known = locked_standing(course)
        if name not in (known.seen if seen else known.events):
            raise Refused(_("There is nothing to take back."), "name")
        row = write(course, actor, name, at=None, seen=seen, reason=reason)
        told = {"name": name, "reason": row.reason}
        announce(EventTakenBack(patient_id=course.patient_id, course_id=course.pk, **told), by=actor)
    return row


def observe(*, actor: Actor, course: Course, name: str, at: datetime) -> Happening:
    """Something was seen that may end or begin a rule: a blister, a tender lump."""
    require(actor, "courses.record_event", course.patient)
    usable(lambda: check_seen(course.protocol.protocol, {name: aware(at)}), "name")
    check_moment(at)
    if is_to_come(at):
        raise Refused(_("This is still to come; nobody can have seen it."), "at")
    with transaction.atomic():
        row = write(course, actor, name, at=at, happened=True, seen=True)
        told = {"name": name, "at": spoken(at)}
        announce(Observed(patient_id=course.patient_id, course_id=course.pk, **told), by=actor)
    return row


def answer_facts(*, actor: Actor, course: Course, facts: Mapping[str, Value | None]) -> Course:
    """Write down answers about the patient; the plan follows. What is clinical takes a clinician.

    None puts a question back to open: what was answered stays in the record.
    """
    require(actor, "courses.record_event", course.patient)
    if facts.keys() - AT_THE_DESK:
        require(actor, "courses.answer_clinical", course.patient)
    return write_facts(actor=actor, course=course, facts=facts)


def tell_facts(*, actor: Patient, course: Course, facts: Mapping[str, Value]) -> Course:
    """The patient's own answers to what the clinic asks them; what the clinic finds out is not theirs to say."""
    require(actor, "courses.tell_facts", course.patient)
    if foreign := facts.keys() - OWN_FACTS:
        raise Refused(_("This is for the clinic to say."), min(foreign))
    return write_facts(actor=actor, course=course, facts=facts)


def write_facts(
    *,
    actor: Actor,
    course: Course,
    facts: Mapping[str, Value | None],
    whys: Mapping[str, Mapping[str, str]] | None = None,
) -> Course:
    """What a room has found out: facts, and why (by fact or event, in every language) a gate stands as it does.

    The room has asked already whether its actor may. An empty reason takes the one before it away.
    """
    protocol = course.protocol.protocol
    given = {name: value for name, value in facts.items() if value is not None}
    kept = {name: value for name, value in course.facts.items() if name not in facts}
    usable(lambda: check_choices(protocol, {**kept, **check_facts(protocol, given)}), "facts")
    with transaction.atomic():
        locked = Course.objects.select_for_update().get(pk=course.pk)
        before = {name: locked.facts.get(name) for name, value in facts.items() if locked.facts.get(name) != value}
        if whys:
            locked.whys = {name: dict(why) for name, why in {**locked.whys, **whys}.items() if why}
            locked.save(update_fields=["whys"])
        if before:
            _write_answers(locked, facts)
            after: dict[str, object] = {name: facts[name] for name in before}
            announce(FactsAnswered(course.patient_id, course.pk, sorted(before), before, after), by=actor)
    course.facts, course.whys = locked.facts, locked.whys
    return course


def _write_answers(locked: Course, facts: Mapping[str, Value | None]) -> None:
    """Over what was answered before; an answer that was taken away is none."""
    known = {**locked.facts, **facts}
    locked.facts = {name: value for name, value in known.items() if value is not None}
    locked.answers, locked.answered_at = locked.answers + 1, timezone.now()
    locked.save(update_fields=["facts", "answers", "answered_at"])


def open_gate(*, actor: User, course: Course, gate: str, reason: str) -> GateOverride:
    """Open a gate of the protocol by hand. It stays visible, with who did it and why; opened twice it is opened once.

    Refused for a gate that the protocol lets nobody open, or not somebody in this role: a physician always may.
    """
    require(actor, "courses.open_gate", course.patient)
    rule = next((each for each in course.protocol.protocol.rules if each.id == gate and each.gate), None)
    if rule is None or rule.gate is None:
        raise Refused(_("The protocol of this course has no such gate."), "gate")
    allowed = rule.gate.override
    if allowed is None or not actor.held_roles & {Role.PHYSICIAN, allowed.value}:
        raise Refused(_("The protocol does not let you open this gate."), "gate")
    if not tidied(reason):
        raise Refused(_("Please say why: it stays readable."), "reason")
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        if known := GateOverride.objects.filter(course=course, gate=gate).first():
            return known
        row = GateOverride.objects.create(
            course=course, gate=gate, reason=tidied(reason), opened_by=actor, by_name=actor.actor_name[:200],
            by_role=actor.actor_role[:60],
        )  # fmt: skip
        course._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # what was read before is not all
        announce(GateOpened(course.patient_id, course.pk, gate, row.reason), by=actor)
    return row


def event_name(course: Course, name: str, at: datetime) -> str:
    """The event's own name ("review 1" is "review"). Refused when the protocol knows none of that name."""
    checked = usable(lambda: check_events(course.protocol.protocol, {name: aware(at)}), "name")
    return next(iter(checked))


def usable(ask: Callable[[], T], field: str) -> T:
    """What the protocol says of it; a name or value that it cannot use is refused with the nearest that it can."""
    try:
        return ask()
    except Unusable as error:
        raise Refused(str(error), field) from None


def storable(value: Value) -> Value:
    """JSON has no clock times."""
    return f"{value:%H:%M}" if isinstance(value, time) else value


def spoken(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
