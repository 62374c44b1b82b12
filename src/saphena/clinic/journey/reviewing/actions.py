"""What is done at a return visit: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.confirming.actions import give_word
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.numbers import Number
from saphena.clinic.courses.actions import AHEAD, answer_facts, record_event
from saphena.clinic.courses.ending import discharge
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.journey.reviewing.events import (
    CoagulumDrained,
    ReviewNoted,
    ReviewOpened,
    ReviewSigned,
    ReviewWithdrawn,
    SegmentNoted,
)
from saphena.clinic.journey.reviewing.models import Drainage, Review, SegmentFound
from saphena.clinic.journey.reviewing.standing import (
    before_treatment,
    definitions_here,
    earlier_outcome,
    last_session,
    proposal_for,
    treated,
)
from saphena.clinic.journey.reviewing.states import MOVES, State
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused
from saphena.pathway.reviewing import Found, Outcome, Verdict, conclude, recanalised, times
from saphena.pathway.reviewing.scores import severity, symptoms_change

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

__all__ = ["confirm_definition", "drain", "note", "note_segment", "open_review", "sign", "withdraw"]

NOTED = frozenset({
    "deep_clear", "extension", "symptoms", "vcss", "signs", "satisfied", "visible", "pigmentation", "matting",
    "reaction", "contraindicated", "wanted", "words",
})  # fmt: skip


def open_review(*, actor: User, course: Course, time: str, now: datetime | None = None) -> Review:
    """Somebody has come back. A course has one return visit open at a time: who opens it again finds the same."""
    require(actor, "reviewing.note", course.patient)
    if time not in times():
        raise Refused(_("Choose which return visit this is."), "time")
    at = now or timezone.now()
    with transaction.atomic():
        known = locked_standing(course)
        if already := Review.objects.filter(course=course, state=State.OPEN).first():
            return already
        if "injected" not in known.happened:
            raise Refused(_("This leg has not been treated yet, so there is nothing to look back on."))
        after, here = _round(known.events, known.happened)
        number = course.round - 1 + here
        session = last_session(course, at)
        review = Review.objects.create(
            course=course, time=time, seen_at=at, after=after, round=number, opened_by=actor, opened_at=at,
            session=session, days=_days_between(session.opened_at if session else after, at),
        )  # fmt: skip
        announce(ReviewOpened(course.patient_id, course.pk, review.pk, time), by=actor)
    return review


def _round(events: Mapping[str, datetime], happened: frozenset[str]) -> tuple[datetime, int]:
    """The last injection, and how many this course has had; the rounds before it are courses of their own."""
    injected = [at for name, at in events.items() if name in happened and name.split(" ")[0] in ("injected", "second")]
    return max(injected), len(injected)


def _days_between(first: datetime, last: datetime) -> int:
    """Calendar days of the clinic, as patients and protocols count them."""
    return max((timezone.localdate(last) - timezone.localdate(first)).days, 0)


def note_segment(
    *, actor: User, review: Review, segment: str, found: Found, outcome: str = "", reason: str = ""
) -> SegmentFound:
    """What the scan found of one treated segment. The class is proposed; another one needs a reason.

    Raises `Refused` at its field for what cannot be, for a segment that was not treated, and without a class.
    """
    require(actor, "reviewing.note", review.course.patient)
    by = definitions_here()
    concluded = conclude(found, by)
    proposed = concluded.outcome.value if concluded.outcome else ""
    chosen = outcome or proposed
    if chosen not in {each.value for each in Outcome}:
        raise Refused(_("Say what became of this segment; the numbers do not decide it."), "outcome")
    if proposed and chosen != proposed and not reason.strip():
        raise Refused(_("This differs from what the numbers propose. Please say why."), "reason")
    with transaction.atomic():
        _held(review)
        if segment not in treated(review.course):
            raise Refused(_("This segment was not treated in this course."), "segment")
        before = earlier_outcome(review, segment)
        again = recanalised(before, found, by) if before else None
        row, _new = SegmentFound.objects.update_or_create(
            review=review,
            segment=segment,
            defaults={
                **asdict(found), "proposed": proposed, "outcome": chosen, "reason": reason.strip()[:300],
                "recanalised": again, "noted_at": timezone.now(), "noted_by": actor,
            },
        )  # fmt: skip
        announce(SegmentNoted(review.course.patient_id, review.pk, segment, chosen, proposed or "-"), by=actor)
    return row


def note(*, actor: User, review: Review, seen_version: int | None = None, **columns: Any) -> Review:
    """Scores, skin, deep veins, wishes. `seen_version` is what was on the page: refused when somebody noted since."""
    require(actor, "reviewing.note", review.course.patient)
    if unknown := columns.keys() - NOTED:
        raise ValueError(f"a return visit has no {min(unknown)}")
    with transaction.atomic():
        held = _held(review, seen_version)
        for name, value in columns.items():
            setattr(held, name, value)
        held.vcss_total = severity({int(number): points for number, points in held.vcss.items()})
        held.save(update_fields=[*columns, "vcss_total"])
        announce(ReviewNoted(review.course.patient_id, review.pk), by=actor)
    review.refresh_from_db()
    return review


def _held(review: Review, seen_version: int | None = None) -> Review:
    """Open, locked, one version further. Raises `Refused` when it is signed, or was changed since it was looked at."""
    found = Review.objects.filter(pk=review.pk, state=State.OPEN)
    if seen_version is not None:
        found = found.filter(version=seen_version)
    if not found.update(version=F("version") + 1):
        raise Refused(_("Somebody was quicker: this return visit has changed in the meantime. Please look again."))
    return Review.objects.select_related("course__patient", "course__protocol").get(pk=review.pk)


def sign(*, actor: User, review: Review, decided: str, reason: str = "", now: datetime | None = None) -> Review:
    """A physician decides, by name. What was proposed stays beside it; another decision needs a reason.

    The course learns of it: the return visit has happened, and what is known of the deep veins.
    """
    require(actor, "reviewing.sign", review.course.patient)
    at = now or timezone.now()
    if decided not in {each.value for each in Verdict}:
        raise Refused(_("Please decide what comes next."), "decided")
    with transaction.atomic():
        held = _held(review)
        proposal = proposal_for(held).verdict.value
        if decided != proposal and not reason.strip():
            raise Refused(_("This differs from what is proposed. Please say why."), "reason")
        if State.SIGNED not in MOVES[State(held.state)]:
            raise Refused(_("This return visit is closed."))
        Review.objects.filter(pk=held.pk).update(
            state=State.SIGNED, signed_by=actor, signed_at=at, proposed=proposal, decided=decided,
            reason=reason.strip()[:500], **_changes(held),
        )  # fmt: skip
        _tell_course(actor, held, at)
        if decided == Verdict.DISCHARGE:
            discharge(actor=actor, course=held.course, reason=reason.strip()[:500], now=at)
        told = {"decided": decided, "proposed": proposal, "reason": reason.strip()[:500]}
        announce(ReviewSigned(held.course.patient_id, held.course_id, held.pk, **told), by=actor)
    review.refresh_from_db()
    return review


def _changes(review: Review) -> dict[str, Any]:
    """Against what was known before treatment; nothing where either is missing."""
    known = before_treatment(review.course, review.after)
    both = known.severity is not None and review.vcss_total is not None
    return {
        "vcss_change": review.vcss_total - known.severity if both else None,  # type: ignore[operator]  # both are known
        "symptoms_change": symptoms_change(known.symptoms, review.symptoms),
    }


def _tell_course(actor: User, review: Review, now: datetime) -> None:
    course, protocol = review.course, review.course.protocol.protocol
    if review.deep_clear is not None and "deep_veins_clear" in protocol.facts:
        answer_facts(actor=actor, course=course, facts={"deep_veins_clear": review.deep_clear})
    if "review" in protocol.events:
        name = _next_review(locked_standing(course).happened)
        record_event(actor=actor, course=course, name=name, at=review.seen_at, now=now)


def _next_review(happened: frozenset[str]) -> str:
    """“review”, then “review 2” ..."""
    number = 1 + sum(name.split(" ")[0] == "review" for name in happened)
    return "review" if number == 1 else f"review {number}"


def withdraw(*, actor: User, review: Review, reason: str) -> None:
    """Opened for somebody else, or by mistake. It stays, and counts nowhere."""
    require(actor, "reviewing.note", review.course.patient)
    if not reason.strip():
        raise Refused(_("Please say why."), "reason")
    with transaction.atomic():
        _held(review)
        Review.objects.filter(pk=review.pk).update(state=State.WITHDRAWN, reason=reason.strip()[:500])
        announce(ReviewWithdrawn(review.course.patient_id, review.pk, reason.strip()[:500]), by=actor)


def drain(
    *, actor: User, course: Course, segment: str, method: str, at: datetime, millilitres: Decimal | None = None,
    words: str = "", now: datetime | None = None,
) -> Drainage:  # fmt: skip
    """A coagulum was let out."""
    require(actor, "reviewing.note", course.patient)
    if segment not in treated(course):
        raise Refused(_("This segment was not treated in this course."), "segment")
    if at > (now or timezone.now()) + AHEAD:
        raise Refused(_("This is still to come."), "at")
    if not method.strip():
        raise Refused(_("Please say how."), "method")
    if millilitres is not None and millilitres < 0:
        raise Refused(_("This is less than nothing."), "millilitres")
    with transaction.atomic():
        row = Drainage.objects.create(
            course=course, segment=segment, method=method.strip()[:100], at=at, millilitres=millilitres,
            words=words.strip()[:300], by=actor,
        )  # fmt: skip
        announce(CoagulumDrained(course.patient_id, course.pk, segment), by=actor)
    return row


def confirm_definition(*, actor: User, name: str, words: str) -> Word:
    """A physician has read a definition in its source. From then on it proposes."""
    known = definitions_here().rows.get(name)
    if known is None:
        require(actor, "reviewing.confirm_definition")
        raise Refused(_("There is no definition of this name."), "name")
    number = Number(name, name, known.source, ships_off=True)
    return give_word(
        actor=actor, capability="reviewing.confirm_definition", about=About.REVIEWING, number=number, words=words
    )
