"""A patient answers a check-in, or tells without being asked: one transaction, and the answer says what to do now."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.telling import knows_event, knows_sight, tell_event, tell_sight
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.journey.recovering.events import CheckInAnswered
from saphena.clinic.journey.recovering.models import OWN, Answer, CheckIn, Kind, Matter
from saphena.clinic.journey.recovering.moving import move_check_in
from saphena.clinic.journey.recovering.photos import keep_photo
from saphena.clinic.journey.recovering.promises import ask_no_more
from saphena.clinic.journey.recovering.raising import add_news, open_matters, raise_matter
from saphena.clinic.journey.recovering.reporting import Situation, Told, report, situation
from saphena.clinic.journey.recovering.states import Answering, Asked
from saphena.clinic.people.access import require
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.pathway.clock import settle
from saphena.pathway.protocol.comparing import ItemChange, compare
from saphena.pathway.protocol.rules import Actor as Whose
from saphena.pathway.recovering import Finding, Level, follow_up, table, triage
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.journey.recovering.photos import Photo
    from saphena.clinic.people.models import Patient
    from saphena.pathway.protocol.plan import Plan

NOON = time(12)
AGAIN = timedelta(minutes=2)
"""Who tells the same words again so soon has sent one form twice."""


def answer(
    *, actor: Patient, check_in: CheckIn, told: Told, photo: Photo | None = None, now: datetime | None = None
) -> Answer:
    """The answer to a check-in that is open. Refused, with what to do instead, before it opens, after it has closed,
    and the second time."""
    require(actor, "recovering.check_in", check_in.course.patient)
    now = now or timezone.now()
    check_open(check_in, now)
    with transaction.atomic():
        if not move_check_in(check_in, Answering.ANSWER):
            check_in.refresh_from_db()
            check_open(check_in, now)
        ask_no_more(check_in, "the patient has answered")
        return _take(actor, check_in, told, photo, now)


def tell_unasked(
    *, actor: Patient, course: Course, told: Told, photo: Photo | None = None, now: datetime | None = None
) -> Answer:
    """Something is wrong, or has changed, and the patient tells it by themselves. Sent twice it is told once."""
    require(actor, "recovering.check_in", course.patient)
    now = now or timezone.now()
    closes = now + timedelta(days=follow_up().amounts["open_days"])
    with transaction.atomic():
        locked_standing(course)
        if same := _same(course, told, now):
            return same
        check_in = CheckIn.objects.create(
            course=course, name=OWN, due_at=now, closes_at=closes, silent_at=closes, state=Asked.ANSWERED
        )
        return _take(actor, check_in, told, photo, now)


def _same(course: Course, told: Told, now: datetime) -> Answer | None:
    """What was told word for word in this moment, by the same tap or by the page that was sent again."""
    lately = Answer.objects.filter(
        check_in__course=course, check_in__name=OWN, told_at__gt=now - AGAIN, words=told.words.strip()
    )
    said = json.loads(json.dumps(told.kept(), cls=DjangoJSONEncoder))
    return next((each for each in lately if each.told == said), None)


def check_open(check_in: CheckIn, now: datetime) -> None:
    """Raises `Refused`, with what to do instead, for a check-in that cannot be answered at this moment."""
    if check_in.state == Asked.ANSWERED:
        raise Refused(_("You have answered this already. If something has changed, tell us now."))
    if check_in.state == Asked.CALLED_OFF:
        raise Refused(_("We do not need this answer any more. If something is wrong, tell us now."))
    if now < check_in.due_at:
        raise Refused(_("We ask you this later. If something is wrong, tell us now."))
    if now >= check_in.closes_at:
        raise Refused(_("This was some days ago. Tell us how it is now."))


def _take(actor: Patient, check_in: CheckIn, told: Told, photo: Photo | None, now: datetime) -> Answer:
    course = Course.objects.select_related("patient", "protocol").get(pk=check_in.course_id)
    locked_standing(course)
    before = draw(course)
    here = situation(course, before, now)
    if here is None:
        raise Refused(_("There is nothing that we ask you about right now. If something is wrong, please call us."))
    finding = triage(report(told, here))
    _tell_the_course(actor, course, told, finding, now)
    language = before.protocol.languages[0] if actor.language not in before.protocol.languages else actor.language
    row = Answer.objects.create(
        check_in=check_in,
        told_at=now,
        told=told.kept(),
        words=told.words.strip(),
        pain=told.pain,
        level=finding.level.value,
        key=finding.key,
        fired=_fired(finding),
        changes=_changes(before, draw(course), language),
        table=table().fingerprint,
    )
    if photo is not None:
        keep_photo(row, photo)
    numbers = ", ".join(str(each.number) for each in finding.fired) or "none"
    told_facts = {"name": check_in.name, "level": finding.level.key, "rows": numbers}
    announce(CheckInAnswered(patient_id=actor.pk, check_in_id=check_in.pk, **told_facts), by=actor)
    _tell_the_inbox(actor, check_in, finding, here, now)
    return row


def _changes(before: Plan, after: Plan, language: str) -> list[str]:
    """What of the patient's own changed with the answers, as sentences."""
    return [
        change.sentence(language)
        for change in compare(before, after)
        if not isinstance(change, ItemChange) or change.item.rule.actor is Whose.PATIENT
    ]


def _fired(finding: Finding) -> list[dict[str, object]]:
    """The rows as they are kept: the inbox tells them in words, by the names in the table."""
    return [
        {
            "row": each.row.name,
            "number": each.number,
            "level": each.level.value,
            "answers": list(each.answers),
            "because": list(each.because),
            "detail": each.detail,
        }
        for each in finding.fired
    ]


def _tell_the_course(actor: Patient, course: Course, told: Told, finding: Finding, now: datetime) -> None:
    """What the protocol has words for moves the plan: the bandage that is off, a lump, irritated skin."""
    if told.bandage == "off" and knows_event(course, "unbandaged"):
        tell_event(actor=actor, course=course, name="unbandaged", at=_off_at(course, told, now), now=now)
    for fired in finding.fired:
        if fired.row.sees and knows_sight(course, fired.row.sees):
            tell_sight(actor=actor, course=course, name=fired.row.sees, at=now)
    course._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # what was read before is not the newest


def _off_at(course: Course, told: Told, now: datetime) -> datetime:
    """A day is all that we ask for; noon of it, not after now and not before the bandage went on."""
    zone = course.patient.zone_info
    at = now if told.off_on is None else min(now, settle(told.off_on, NOON, zone))
    bandaged = draw(course).events.get("bandaged")
    return max(at, bandaged.moment.at) if bandaged and bandaged.moment.at <= now else at


def _tell_the_inbox(actor: Patient, check_in: CheckIn, finding: Finding, here: Situation, now: datetime) -> None:
    """An alert for what somebody has to act on; a silence of this treatment that has ended is news in its row."""
    if finding.level <= Level.OFFICE:
        raise_matter(Kind.ALERT, finding.level, now, by=SAPHENA, patient=actor, check_in=check_in)
    for silence in Matter.objects.filter(open_matters(check_in__course=check_in.course_id, kind=Kind.SILENCE)):
        add_news(silence, now, by=actor, text="answered")
