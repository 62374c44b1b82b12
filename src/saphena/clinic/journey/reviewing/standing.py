"""What is known of a course when somebody comes back: treated segments, earlier outcomes, what the criteria propose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.queries import confirmed
from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.mapping.states import State as MapState
from saphena.clinic.journey.reviewing.models import ScoresBefore, SegmentFound
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.treating.models import Injection, Session
from saphena.pathway.reviewing import Definitions, Outcome, Proposal, Round, definitions, propose_next
from saphena.pathway.reviewing.scores import severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.reviewing.models import Review

__all__ = [
    "Before", "before_treatment", "definitions_here", "earlier_outcome", "last_session", "proposal_for", "treated",
]  # fmt: skip

REFLUXING = (Outcome.PARTLY_REFLUXING, Outcome.OPEN)


def definitions_here() -> Definitions:
    """The definitions, with what this clinic has confirmed."""
    return definitions(confirmed(About.REVIEWING))


def treated(course: Course) -> list[str]:
    """The segments that something was injected into, without what was taken back, in the order of injection."""
    given = Injection.objects.filter(session__course=course, void__isnull=True).order_by("at", "pk")
    return list(dict.fromkeys(given.values_list("segment", flat=True)))


def earlier_outcome(review: Review, segment: str) -> Outcome | None:
    """What the segment was at the signed return visit before this one."""
    rows = SegmentFound.objects.filter(review__course=review.course_id, review__state=State.SIGNED, segment=segment)
    before = rows.filter(review__seen_at__lt=review.seen_at).order_by("-review__seen_at").first()
    return Outcome(before.outcome) if before else None


def last_session(course: Course, at: datetime) -> Session | None:
    """The last session of the course, up to a moment, in which something was injected."""
    given = Injection.objects.filter(session=OuterRef("pk"), void__isnull=True)
    held = Session.objects.filter(Exists(given), course=course, opened_at__lte=at)
    return held.order_by("-opened_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the leg before its treatment, and where the severity score comes from: a map, or asked."""

    severity: int | None = None
    symptoms: Mapping[str, int] = field(default_factory=dict)
    signs: str = ""
    day: date | None = None


def before_treatment(course: Course, injected: datetime) -> Before:
    """The scores asked before treatment, and of the newest signed map of the leg before the first injection.

    A map comes first: it is signed. Without a whole score in it, the one that was asked counts.
    """
    first = Session.objects.filter(course=course).order_by("opened_at").values_list("opened_at", flat=True).first()
    asked = ScoresBefore.objects.filter(course=course).first()
    maps = Examination.objects.filter(
        patient=course.patient_id, state=MapState.SIGNED.value, legs__in=(course.leg, "both"),
        examined_at__lte=min(first or injected, injected),
    )  # fmt: skip
    newest = maps.order_by("-examined_at").first()
    of_leg = (newest.signed_as or {}).get("legs", {}).get(course.leg, {}) if newest else {}
    items = dict(enumerate(of_leg.get("vcss", {}).get("items", ()), 1))
    mapped = severity({number: points for number, points in items.items() if points is not None})
    told = severity({int(number): points for number, points in asked.vcss.items()}) if asked else None
    return Before(
        mapped if mapped is not None else told,
        asked.symptoms if asked else {},
        of_leg.get("ceap", {}).get("basic", ""),
        timezone.localdate(newest.examined_at) if newest else None,
    )


def proposal_for(review: Review) -> Proposal:
    """What the criteria say of this return visit as it stands."""
    rows = list(review.segments.all())
    protocol = review.course.protocol.protocol
    interval = protocol.parameters.get("second_interval_days")
    days = review.course.numbers.get("second_interval_days", interval.value if interval else None)
    refluxing = [row.diameter for row in rows if row.outcome in REFLUXING and row.diameter is not None]
    known = Round(
        seen=timezone.localdate(review.seen_at),
        injected=timezone.localdate(review.after),
        outcomes=[Outcome(row.outcome) for row in rows],
        symptoms=any(value > 0 for value in review.symptoms.values()) if review.symptoms else None,
        visible=review.visible,
        reaction=review.reaction,
        deep_clear=review.deep_clear,
        wanted=review.wanted,
        contraindicated=review.contraindicated,
        widest=max(refluxing, default=None),
        interval_days=int(str(days)) if days is not None else None,
        rounds=review.round,
    )
    return propose_next(known, definitions_here())
