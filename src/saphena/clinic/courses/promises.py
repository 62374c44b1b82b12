"""The messages that a course promises: the plan when the day is fixed or moved, and a word before notice runs out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.models import Course
from saphena.clinic.messages.actions import cancel, promise
from saphena.clinic.messages.channels import can_be_reached
from saphena.clinic.messages.kinds import REMINDERS, Kind, fresh_link
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.states import State
from saphena.clinic.record.actors import SAPHENA, Actor
from saphena.pathway.protocol.rules import Kind as RuleKind

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.events import EventPlanned, EventTakenBack
    from saphena.pathway.protocol.plan import Plan

PLAN = Kind("courses.plan", label=_("your plan"), facts=fresh_link)
PLAN_MOVED = Kind("courses.plan_moved", label=_("your plan has moved"), facts=fresh_link)
CALLED_OFF = Kind("courses.called_off", label=_("their date is called off"), facts=fresh_link)
REMINDER = Kind("courses.reminder", label=_("reminder before notice runs out"), facts=fresh_link, topic=REMINDERS)


def about(course_id: int) -> str:
    return f"course:{course_id}"


def promise_plan(event: EventPlanned, *, by: Actor) -> None:
    """Follows when the day of a procedure is fixed or moved."""
    course = Course.objects.select_related("patient", "protocol").get(pk=event.course_id)
    if event.name != "procedure" or not can_be_reached(course.patient):
        return
    key = about(course.pk)
    kind = PLAN_MOVED if event.before and has_been_told(key) else PLAN
    cancel(actor=SAPHENA, about=key, reason="the day has moved")
    promise(actor=SAPHENA, patient=course.patient, kind=kind.name, about=key, due_at=timezone.now())
    deadline = notice_deadline(draw(course))
    if deadline is None:
        return
    due = deadline - timedelta(hours=settings.SAPHENA_REMINDER_HOURS)
    if due > timezone.now():
        promise(actor=SAPHENA, patient=course.patient, kind=REMINDER.name, about=key, due_at=due, not_after=deadline)


def has_been_told(key: str) -> bool:
    """Whether the patient knows of a day, or may: whoever has not been told the first needs no word of a move."""
    left = (State.CLAIMED, State.SENT, State.UNKNOWN)
    return PromisedMessage.objects.filter(about=key, kind__in=(PLAN.name, PLAN_MOVED.name), state__in=left).exists()


def withdraw_promises(event: EventTakenBack, *, by: Actor) -> None:
    """Follows when a procedure is called off: nobody is reminded of it, and whoever had been told is told."""
    if event.name != "procedure":
        return
    key, course = about(event.course_id), Course.objects.select_related("patient").get(pk=event.course_id)
    told = has_been_told(key)
    cancel(actor=SAPHENA, about=key, reason="the day was called off")
    if told and can_be_reached(course.patient):
        promise(actor=SAPHENA, patient=course.patient, kind=CALLED_OFF.name, about=key, due_at=timezone.now())


def notice_deadline(plan: Plan) -> datetime | None:
    """The last moment at which the patient may change the date by themselves, if the protocol has one."""
    for item in plan.items:
        if item.rule.kind is RuleKind.NOTICE and item.finish:
            return item.finish.at
    return None
