"""Before and after, side by side: each treated segment, the scores, and the leg as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from saphena.clinic.design.leg_map import LegMapPicture, leg_map_picture
from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.mapping.queries import map_data
from saphena.clinic.journey.mapping.states import State as MapState
from saphena.clinic.journey.reviewing.models import Review, SegmentFound
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.reviewing.wording import OUTCOMES, SYMPTOMS
from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap import LegMap, SegmentMark
from saphena.pathway.legmap import State as Drawn
from saphena.pathway.reviewing import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from saphena.clinic.journey.reviewing.standing import Before

__all__ = ["Compared", "earlier", "pictures", "scores", "visits_between"]

STATES = {
    Outcome.CLOSED: Drawn.CLOSED,
    Outcome.PARTLY: Drawn.PARTLY_OPEN,
    Outcome.PARTLY_REFLUXING: Drawn.INCOMPETENT,
    Outcome.OPEN: Drawn.INCOMPETENT,
    Outcome.NOT_EXAMINED: Drawn.NOT_SEEN,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One line: what it is, before, at the visits in between, now, and by how much it changed where both are known."""

    name: str
    before: int | None
    between: tuple[int | None, ...]
    now: int | None

    @property
    def change(self) -> str:
        if self.before is None or self.now is None:
            return "–"
        return f"{self.now - self.before:+d}".replace("-", "\N{MINUS SIGN}") if self.now != self.before else "0"


def visits_between(review: Review) -> list[Review]:
    """The signed return visits of the course before this one at which a score was asked, the first one first."""
    signed = Review.objects.filter(course=review.course_id, state=State.SIGNED, seen_at__lt=review.seen_at)
    return [each for each in signed.order_by("seen_at", "pk") if each.symptoms or each.vcss_total is not None]


def scores(review: Review, before: Before, between: Sequence[Review] = ()) -> list[Compared]:
    """The severity score and each symptom, as far as anything was asked."""
    totals = tuple(each.vcss_total for each in between)
    found = [Compared(_("severity score, 0 to 30"), before.severity, totals, review.vcss_total)]
    for name, label in SYMPTOMS.items():
        asked = tuple(each.symptoms.get(name) for each in between)
        found.append(Compared(str(label), before.symptoms.get(name), asked, review.symptoms.get(name)))
    return [each for each in found if any(value is not None for value in (each.before, *each.between, each.now))]


def earlier(review: Review) -> dict[str, str]:
    """For each segment what the signed return visits before this one said, the first one first."""
    rows = SegmentFound.objects.filter(
        review__course=review.course_id, review__state=State.SIGNED, review__seen_at__lt=review.seen_at
    )
    found: dict[str, list[str]] = {}
    for row in rows.select_related("review").order_by("review__seen_at"):
        day = _("day %(day)s") % {"day": row.review.days} if row.review.days is not None else ""
        word = str(OUTCOMES[row.outcome])
        found.setdefault(row.segment, []).append(f"{word} ({day})" if day else word)
    return {segment: ", ".join(words) for segment, words in found.items()}


def pictures(review: Review, rows: Sequence[SegmentFound]) -> dict[str, Any] | None:
    """The leg before treatment by its newest signed map, and now by what was found of the treated segments."""
    course = review.course
    maps = Examination.objects.filter(
        patient=course.patient_id, state=MapState.SIGNED.value, legs__in=(course.leg, "both"),
        examined_at__lte=review.after,
    )  # fmt: skip
    newest = maps.order_by("-examined_at").prefetch_related("measurements").first()
    if newest is None or not rows:
        return None
    before, leg = map_data(newest), Leg(course.leg)
    now = leg_as_it_is(before, rows, leg)
    return {"before": _drawn(before, leg, "before"), "now": _drawn(now, leg, "now"), "day": newest.examined_at}


def _drawn(marks: LegMap, leg: Leg, key: str) -> LegMapPicture:
    return leg_map_picture(marks, legs=[leg], key=key)


def leg_as_it_is(before: LegMap, rows: Sequence[SegmentFound], leg: Leg) -> LegMap:
    """The map before with each treated segment as it was found now. Where its reflux ran is not known any more."""
    found = {row.segment: row for row in rows}
    segments = [
        _now(mark, found[mark.segment]) if mark.leg is leg and mark.segment in found else mark
        for mark in before.segments
    ]
    drawn = {mark.segment for mark in before.segments if mark.leg is leg}
    drawn |= {mark.segment for mark in before.tributaries if mark.leg is leg}
    fresh = [_now(SegmentMark(leg, row.segment, Drawn.CLOSED), row) for row in rows if row.segment not in drawn]
    tributaries = tuple(
        replace(mark, **_said(found[mark.segment])) if mark.leg is leg and mark.segment in found else mark
        for mark in before.tributaries
    )
    return replace(before, segments=(*segments, *fresh), tributaries=tributaries, flows=())


def _now(mark: SegmentMark, row: SegmentFound) -> SegmentMark:
    return replace(mark, **_said(row))


def _said(row: SegmentFound) -> dict[str, Any]:
    return {"state": STATES[Outcome(row.outcome)], "diameter": _float(row.diameter), "reflux": _float(row.reflux)}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
