"""The next round: another course for the same leg, with what still counts carried over, each with where it comes from.

A round has its own clock: four weeks without a long trip begin anew, and its return visits are its own. So it is a
course of its own, which says which one it follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.courses.actions import happened, open_course
from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.ending import refuse_after_discharge
from saphena.clinic.courses.events import RoundStarted
from saphena.clinic.courses.journey import gates, overrides_of
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.speaking import language
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.protocol.rules import Blocks
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.drawing import Standing
    from saphena.clinic.courses.journey import GateRow
    from saphena.clinic.record.actors import Actor
    from saphena.pathway.protocol.rules import Value

__all__ = ["last_procedure", "may_start", "second_gates", "shut_before", "start_next_round"]

OF_THE_ROUND = frozenset(("compression_checked", "deep_veins_clear", "stocking_in_hand", "walking_schedule"))
"""What is asked again in each round. Whatever else is known of the patient is carried over."""
CARRIED = ("mapped", "test")
"""Events that still count: the map until it is too old, the test session with its result."""


def start_next_round(*, actor: Actor, course: Course, now: datetime | None = None) -> Course:
    """The leg is treated once more: a new course that follows this one. Started twice, it is started once.

    Refused while this round has not been treated, and while the protocol's gate of another session is shut.
    """
    require(actor, "courses.open", course.patient)
    with transaction.atomic():
        known = locked_standing(course)
        if already := Course.objects.filter(follows=course).first():
            return already
        refuse_after_discharge(actor, course, "second")
        if "injected" not in known.happened:
            raise Refused(_("This round has not been treated yet: its procedure can still be booked."))
        if shut := shut_before(course, known):
            raise Refused(" ".join(f"{row.text} {row.way}".strip() for row in shut))
        facts = carried_facts(course)
        new = open_course(
            actor=actor, patient=course.patient, protocol=course.protocol, leg=course.leg, facts=facts,
            numbers=course.numbers,
        )  # fmt: skip
        new.follows, new.round = course, course.round + 1
        new.save(update_fields=["follows", "round"])
        events = [name for name in CARRIED if name in known.happened and name in course.protocol.protocol.events]
        for name in events:
            told = _("carried over from round %(round)d") % {"round": course.round}
            happened(actor=actor, course=new, name=name, at=known.events[name], reason=told, now=now)
        carried = [*events, *sorted(facts)]
        told_leg = f"{course.leg} leg"
        announce(RoundStarted(course.patient_id, new.pk, course.pk, new.round, told_leg, carried), by=actor)
    return new


def carried_facts(course: Course) -> dict[str, Value]:
    return {name: value for name, value in course.facts.items() if name not in OF_THE_ROUND}


def shut_before(course: Course, known: Standing | None = None) -> list[GateRow]:
    """The gates of another session that are shut: each with what opens it."""
    second = second_gates(course)
    rows = gates(draw(course, known), language(), overrides_of(course), course.whys)
    return [row for row in rows if row.id in second and not row.open]


def second_gates(course: Course) -> frozenset[str]:
    """The protocol's gates that stand before another session."""
    rules = course.protocol.protocol.rules
    return frozenset(rule.id for rule in rules if rule.gate and rule.gate.blocks is Blocks.SECOND)


def may_start(course: Course, known: Standing) -> bool:
    """Whether the page offers it: this round was treated, none follows yet, and the patient was not discharged."""
    return "injected" in known.happened and course.after is None and course.discharged_at is None


def last_procedure(known: Standing) -> datetime | None:
    """When this round was treated, or is to be."""
    return known.events.get("injected") or known.events.get("procedure")
