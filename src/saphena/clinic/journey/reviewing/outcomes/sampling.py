"""The accreditation sample: consecutive cases of the last twelve months with what an accreditor looks for in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.reviewing.outcomes.units import Period, sessions
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.papers.spreadsheet import harmless
from saphena.pathway.reviewing.indicators import sample_size
from saphena.pathway.treating.complications import complications
from saphena.pathway.treating.states import Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from saphena.clinic.journey.reviewing.models import Rating

__all__ = ["among", "newest_rating", "row_of", "sampled", "with_all"]


def sampled(period: Period, of: int | None = None) -> list[int]:
    """The last sessions of the period, one after the other, the earliest first. Nobody chooses them.

    `of` is how many there are in the period, where that has been counted already.
    """
    rows = sessions(period)
    size = sample_size(rows.count() if of is None else of)
    last = rows.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:size]
    return list(last)[::-1]


def among(chosen: Sequence[int]) -> QuerySet[Session]:
    return Session.objects.filter(pk__in=chosen).order_by("opened_at", "pk")


def with_all(chosen: Sequence[int]) -> QuerySet[Session]:
    """With everything that a row of the sample says: eight queries, however many."""
    return (
        among(chosen)
        .select_related("course__patient", "note")
        .prefetch_related(
            "injections__syringe", "injections__void", "transitions", "complications", "complications_found",
            "ratings__by", "reviews",
        )
    )  # fmt: skip


def newest_rating(session: Session) -> Rating | None:
    return next(iter(sorted(session.ratings.all(), key=lambda each: -each.pk)), None)


def row_of(session: Session) -> list[str | int | float | None]:
    """One line of the sample, in the order of `HEADS`."""
    injections = [each for each in session.injections.all() if not hasattr(each, "void")]
    spoken, patient, note = language(), session.course.patient, getattr(session, "note", None)
    missing = [need for each in session.transitions.all() if each.move == Move.CONFIRM for need in each.missing]
    passed = sorted({rule for each in injections for rule in (*each.passed, *each.syringe.passed)})
    signed = timezone.localdate(note.signed_at) if note else None
    rating = newest_rating(session)
    harms = [*(each.what for each in session.complications.all()), *(e.what for e in session.complications_found.all())]
    return [
        session.pk, session.day.isoformat(), harmless(patient.formal_name), patient.birth_date.isoformat(),
        str(session.get_side_display()), "; ".join(dict.fromkeys(said(each.segment, spoken) for each in injections)),
        "; ".join(dict.fromkeys(str(each.syringe) for each in injections)),
        float(sum(each.volume for each in injections)),
        "; ".join(missing), "; ".join(passed), "; ".join(_titles(harms, spoken)),
        signed.isoformat() if signed else "", (signed - session.day).days if signed else None,
        str(rating.get_fitness_display()) if rating else "", harmless(rating.words) if rating else "",
    ]  # fmt: skip


def _titles(harms: list[str], spoken: str) -> list[str]:
    known = complications()
    return [known[each].title[spoken] if each in known else each for each in dict.fromkeys(harms)]
