"""What is known of a course when somebody comes back: treated segments, earlier outcomes, what the criteria propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.journey.reviewing.models import ConfirmedDefinition, SegmentFound
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.treating.models import Injection
from saphena.pathway.reviewing import Definitions, Outcome, Proposal, Round, definitions, propose_next

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.reviewing.models import Review

__all__ = ["definitions_here", "earlier_outcome", "proposal_for", "treated"]

REFLUXING = (Outcome.PARTLY_REFLUXING, Outcome.OPEN)


def definitions_here() -> Definitions:
    """The definitions, with what this clinic has confirmed."""
    return definitions(frozenset(ConfirmedDefinition.objects.values_list("name", flat=True)))


def treated(course: Course) -> list[str]:
    """The segments that something was injected into, without what was taken back, in the order of injection."""
    given = Injection.objects.filter(session__course=course, void__isnull=True).order_by("at", "pk")
    return list(dict.fromkeys(given.values_list("segment", flat=True)))


def earlier_outcome(review: Review, segment: str) -> Outcome | None:
    """What the segment was at the signed return visit before this one."""
    rows = SegmentFound.objects.filter(review__course=review.course_id, review__state=State.SIGNED, segment=segment)
    before = rows.filter(review__seen_at__lt=review.seen_at).order_by("-review__seen_at").first()
    return Outcome(before.outcome) if before else None


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
