"""The indicators that what is recorded can support, each by one or two statements of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from saphena.clinic.diary.models import Kind
from saphena.clinic.journey.booking.models import Change, Seat, Visit, VisitChange
from saphena.clinic.journey.booking.states import State as VisitState
from saphena.clinic.journey.mapping.models import Measurement, Posture
from saphena.clinic.journey.recovering.models import Matter
from saphena.clinic.journey.reviewing.models import Review
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.treating.models import Complication, Injection, Session, Transition
from saphena.pathway.recovering.levels import Level
from saphena.pathway.reviewing import Rate
from saphena.pathway.reviewing.indicators import late_hours, note_days
from saphena.pathway.treating import Form
from saphena.pathway.treating.states import Move, Need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from saphena.clinic.journey.reviewing.outcomes.cohort import Period

__all__ = ["Harm", "Ratio", "Work", "counted", "harms", "work"]

NAMED_CLASSES = ("II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many for each: no share, so no interval."""

    number: int
    of: int

    @property
    def each(self) -> float | None:
        return self.number / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Harm:
    """A kind of complication, how it was found, and in how many sessions or return visits of how many."""

    what: str
    found: str
    rate: Rate


def _injected(period: Period) -> Q:
    """Something was injected in this session and not taken back."""
    given = Injection.objects.filter(session=OuterRef("pk"), void__isnull=True)
    return Q(Exists(given), opened_at__gte=period.begins, opened_at__lt=period.ends)


def counted(period: Period) -> Mapping[str, Rate | Ratio]:
    """By the indicator's id. What comes from the return visits themselves (K12, K13, K16) stands elsewhere."""
    sessions = Session.objects.filter(_injected(period))
    held = sessions.aggregate(
        number=Count("pk"),
        courses=Count("course", distinct=True),
        passed=Count("pk", filter=Exists(_past_a_rule())),
    )
    again = sessions.order_by().values("course").annotate(number=Count("pk")).filter(number__gt=1).count()
    legs = sessions.order_by().values("course__patient", "side").distinct().count()
    return {
        "K7": Rate(held["number"] - held["passed"], held["number"]),
        "K14": Rate(again, held["courses"]),
        "K20": Ratio(held["number"], legs),
        "K2": _standing(period),
        "K9": _whole(period),
        "K11": _signed(period),
        "K17": _answered(period),
        "K19": _late(period),
        **_time_outs(period),
    }


def _past_a_rule() -> QuerySet[Injection]:
    return Injection.objects.filter(session=OuterRef("pk"), void__isnull=True).exclude(passed=[])


def _standing(period: Period) -> Rate:
    rows = Measurement.objects.filter(
        examination__signed_at__isnull=False,
        examination__examined_at__gte=period.begins,
        examination__examined_at__lt=period.ends,
    )
    found = rows.aggregate(of=Count("pk"), hits=Count("pk", filter=Q(examination__posture=Posture.STANDING)))
    return Rate(found["hits"], found["of"])


def _whole(period: Period) -> Rate:
    rows = Injection.objects.filter(void__isnull=True, at__gte=period.begins, at__lt=period.ends)
    foam = Q(syringe__form=Form.FOAM.value) & (Q(syringe__ratio="") | Q(syringe__gas=""))
    found = rows.aggregate(of=Count("pk"), part=Count("pk", filter=Q(syringe__lot="") | foam))
    return Rate(found["of"] - found["part"], found["of"])


def _signed(period: Period) -> Rate:
    """Counted once the time for the signature has passed."""
    by = timedelta(days=note_days())
    rows = Session.objects.filter(_injected(period), opened_at__lt=period.now - by)
    in_time = Q(note__signed_at__lte=ExpressionWrapper(F("opened_at") + by, output_field=DateTimeField()))
    found = rows.aggregate(of=Count("pk"), hits=Count("pk", filter=in_time))
    return Rate(found["hits"], found["of"])


def _answered(period: Period) -> Rate:
    urgent = Matter.objects.filter(level__lte=Level.TODAY, raised_at__gte=period.begins, raised_at__lt=period.ends)
    due = Q(answer_by__lt=period.now) | Q(answered_at__isnull=False)
    found = urgent.filter(due).aggregate(of=Count("pk"), hits=Count("pk", filter=Q(answered_at__lte=F("answer_by"))))
    return Rate(found["hits"], found["of"])


def _late(period: Period) -> Rate:
    rows = Visit.objects.filter(starts_at__gte=period.begins, starts_at__lt=min(period.ends, period.now))
    cutoff = ExpressionWrapper(F("visit__starts_at") - timedelta(hours=late_hours()), output_field=DateTimeField())
    late = VisitChange.objects.filter(
        what=Change.CANCELLED, changed_at__gte=cutoff, visit__starts_at__gte=period.begins,
        visit__starts_at__lt=min(period.ends, period.now),
    )  # fmt: skip
    return Rate(late.values("visit").distinct().count(), rows.count())


def _time_outs(period: Period) -> dict[str, Rate]:
    """What was missing when the time-out was closed: few combinations, so they are grouped by the database."""
    rows = Transition.objects.filter(move=Move.CONFIRM.value, at__gte=period.begins, at__lt=period.ends).order_by()
    groups = [(set(row["missing"]), row["number"]) for row in rows.values("missing").annotate(number=Count("pk"))]
    of = sum(number for _, number in groups)

    def without(*needs: Need) -> Rate:
        return Rate(sum(number for missing, number in groups if missing.isdisjoint(needs)), of)

    return {
        "K6": without(Need.TEST),
        "K10": without(Need.IDENTIFIERS, Need.SIDE),
        "K21": without(Need.CONSENT),
    }


def harms(period: Period) -> list[Harm]:
    """Seen in the treatment room, of all sessions; found by scan, of all return visits where it was looked for."""
    sessions = Session.objects.filter(_injected(period)).count()
    coded = Complication.objects.filter(session__opened_at__gte=period.begins, session__opened_at__lt=period.ends)
    rows = coded.order_by().values("what").annotate(number=Count("session", distinct=True)).order_by("what")
    room = [Harm(row["what"], "room", Rate(min(row["number"], sessions), sessions)) for row in rows]
    return room + _by_scan(period)


def _by_scan(period: Period) -> list[Harm]:
    signed = Review.objects.filter(state=State.SIGNED, after__gte=period.begins, after__lt=period.ends)
    found = signed.aggregate(
        looked=Count("pk", filter=Q(deep_clear__isnull=False)),
        clot=Count("pk", filter=Q(deep_clear=False)),
        named=Count("pk", filter=Q(deep_clear__isnull=False, extension__in=NAMED_CLASSES)),
        skin=Count("pk", filter=~Q(pigmentation="")),
        brown=Count("pk", filter=Q(pigmentation="marked")),
        netted=Count("pk", filter=~Q(matting="")),
        net=Count("pk", filter=Q(matting="marked")),
    )
    return [
        Harm("deep", "scan", Rate(found["clot"], found["looked"])),
        Harm("extension", "scan", Rate(found["named"], found["looked"])),
        Harm("pigmentation", "seen", Rate(found["brown"], found["skin"])),
        Harm("matting", "seen", Rate(found["net"], found["netted"])),
    ]


@dataclass(frozen=True, slots=True)
class Work:
    """From the diary: who did not come, how long people wait from booking to the visit, how long rooms are held."""

    missed: Rate
    kinds: list[tuple[str, int, float]]
    rooms: list[tuple[str, int, float]]


def work(period: Period) -> Work:
    ends = min(period.ends, period.now)
    visits = Visit.objects.filter(starts_at__gte=period.begins, starts_at__lt=ends).exclude(state=VisitState.CANCELLED)
    total = visits.aggregate(of=Count("pk"), hits=Count("pk", filter=Q(state=VisitState.MISSED)))
    waits = visits.order_by().values("kind").annotate(number=Count("pk"), wait=_mean(F("starts_at") - F("booked_at")))
    seats = Seat.objects.filter(
        resource__kind=Kind.ROOM, begins_at__gte=period.begins, begins_at__lt=ends,
    ).exclude(visit__state__in=[VisitState.CANCELLED, VisitState.MISSED])  # fmt: skip
    length = ExpressionWrapper(F("ends_at") - F("begins_at"), output_field=DurationField())
    rooms = seats.order_by().values("resource__name").annotate(
        number=Count("visit", distinct=True), held=Coalesce(Sum(length), timedelta())
    )  # fmt: skip
    day, hour = timedelta(days=1), timedelta(hours=1)
    return Work(
        Rate(total["hits"], total["of"]),
        [(row["kind"], row["number"], row["wait"] / day) for row in waits.order_by("kind")],
        [(row["resource__name"], row["number"], row["held"] / hour) for row in rooms.order_by("resource__name")],
    )


def _mean(difference: object) -> Avg:
    return Avg(ExpressionWrapper(difference, output_field=DurationField()))
