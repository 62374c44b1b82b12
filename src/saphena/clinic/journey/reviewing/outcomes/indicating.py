"""The indicators that are a share: for each the units it is counted in, every one with a yes or a no."""

from __future__ import annotations

from datetime import timedelta
from functools import partial, reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone

from saphena.clinic.journey.booking.models import Change, Visit, VisitChange
from saphena.clinic.journey.booking.states import State as VisitState
from saphena.clinic.journey.mapping.models import Measurement, Posture
from saphena.clinic.journey.mapping.states import State as MapState
from saphena.clinic.journey.planning.models import Consent, TestSession
from saphena.clinic.journey.recovering.models import Answer, Matter
from saphena.clinic.journey.reviewing.models import Review, ScoresBefore
from saphena.clinic.journey.reviewing.outcomes.keeping_on import bandages
from saphena.clinic.journey.reviewing.outcomes.units import (
    Period,
    before_of_leg,
    injected,
    measured,
    names,
    sessions,
    signed_maps,
    there_is,
    veins,
    with_hit,
)
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.treating.models import Injection, Session, Transition
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import Result
from saphena.pathway.recovering import Level, follow_up
from saphena.pathway.reviewing import times
from saphena.pathway.reviewing.indicators import limit
from saphena.pathway.treating import Form
from saphena.pathway.treating import shipped as products
from saphena.pathway.treating.library import Kind
from saphena.pathway.treating.states import Move, Need

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["AT_HOME", "SHARES"]

Rows = QuerySet[Any]
VARICOSE = ("C2", "C3", "C4", "C5", "C6")
DAY = timedelta(days=1)
AT_HOME = tuple(each.name for each in follow_up().at_home)


def _days(name: str) -> timedelta:
    return timedelta(days=limit(name))


def _moved(column: str, by: timedelta) -> Any:
    """A moment of the row outside, so much later or earlier."""
    return ExpressionWrapper(OuterRef(column) + by, output_field=DateTimeField())


def mapped_before(period: Period) -> Rows:
    signs = Q()
    for sign in VARICOSE:
        signs |= Q(value__contains=sign)
    classed = Measurement.objects.filter(
        signs, examination__patient=OuterRef("course__patient"), examination__state=MapState.SIGNED.value,
        examination__examined_at__lte=OuterRef("opened_at"), leg=OuterRef("side"), segment=WHOLE_LEG, quantity="signs",
    )  # fmt: skip
    oldest = _moved("opened_at", -_days("map_days"))
    standing = signed_maps("course__patient", "side", "opened_at").filter(
        posture=Posture.STANDING.value, examined_at__gte=oldest
    )
    return with_hit(sessions(period).filter(there_is(classed)), there_is(standing))


def standing(period: Period) -> Rows:
    rows = Measurement.objects.filter(
        examination__state=MapState.SIGNED.value,
        examination__examined_at__gte=period.begins,
        examination__examined_at__lt=period.ends,
    )
    veins_alone = rows.exclude(segment=WHOLE_LEG).exclude(value="").order_by()
    return with_hit(veins_alone, Q(examination__posture=Posture.STANDING.value))


def both_measured(period: Period) -> Rows:
    return with_hit(veins(period), measured("reflux") & measured("diameter"))


def scored_twice(period: Period) -> Rows:
    legs = sessions(period).filter(~before_of_leg())
    maps = signed_maps("course__patient", "side", "opened_at")
    classed = there_is(maps.filter(measurements__quantity="signs", measurements__segment=WHOLE_LEG))
    scored = there_is(ScoresBefore.objects.filter(course=OuterRef("course")).exclude(vcss={}))
    for side in ("left", "right"):
        whole = maps.filter(**{f"signed_as__legs__{side}__vcss__missing": []})
        scored |= Q(side=side) & there_is(whole)
    later = Review.objects.filter(course=OuterRef("course"), state=State.SIGNED, seen_at__gte=OuterRef("opened_at"))
    afterwards = there_is(later.filter(vcss_total__isnull=False).exclude(signs=[]))
    both = Q(classed) & scored & Q(afterwards)
    due = Q(opened_at__lt=period.now - timedelta(days=times()["result"].last_day + 1))
    return with_hit(legs, both).filter(due | Q(hit=True))


def tested(period: Period) -> Rows:
    """For every substance: not used in this session, or tolerated in a test on an earlier day."""
    by: dict[str, list[str]] = {}
    for name, product in products().products.items():
        if product.kind == Kind.SCLEROSANT:
            by.setdefault(product.substance, []).append(name)
    needs = []
    for substance, known in by.items():
        used = Injection.objects.filter(session=OuterRef("pk"), void__isnull=True, syringe__product__in=known)
        test = TestSession.objects.filter(
            patient=OuterRef("course__patient"), substance=substance, result=Result.TOLERATED.value,
            at__date__lt=OuterRef("day"),
        )  # fmt: skip
        needs.append(~there_is(used) | there_is(test))
    first = sessions(period).filter(~before_of_leg(patient_alone=True))
    return with_hit(first, reduce(and_, needs))


def no_ceiling_passed(period: Period) -> Rows:
    given = Injection.objects.filter(session=OuterRef("pk"), void__isnull=True)
    return with_hit(sessions(period), ~there_is(names(given, "passed", "ceiling")))


def foam_in_time(period: Period) -> Rows:
    """By the age that it had, against the limit of its kind: mixed in the room, or from a canister."""
    rows = _injections(period).filter(syringe__form=Form.FOAM.value)
    known = products()
    canisters = [name for name, product in known.products.items() if product.canister is not None]
    age = ExpressionWrapper(F("at") - F("syringe__at"), output_field=DurationField())
    of = {name: timedelta(seconds=row.stop) for name, row in known.foam.items()}
    ready, mixed = Q(syringe__product__in=canisters), ~Q(syringe__product__in=canisters)
    in_time = ready & Q(age__lte=of["canister"]) | mixed & Q(age__lte=of["mixed"])
    return with_hit(rows.annotate(age=age), in_time)


def _injections(period: Period) -> QuerySet[Injection]:
    return Injection.objects.filter(
        void__isnull=True, session__opened_at__gte=period.begins, session__opened_at__lt=period.ends
    ).order_by()


def whole(period: Period) -> Rows:
    foam = Q(syringe__form=Form.FOAM.value) & (Q(syringe__ratio="") | Q(syringe__gas=""))
    ready = [name for name, product in products().products.items() if product.canister is not None]
    unknown = Q(syringe__lot="") | foam & ~Q(syringe__product__in=ready)
    return with_hit(_injections(period), ~unknown)


def timed_out(period: Period) -> Rows:
    held = Transition.objects.filter(session=OuterRef("pk"), move=Move.CONFIRM.value)
    missed = names(held, "missing", Need.IDENTIFIERS.value, Need.SIDE.value)
    return with_hit(sessions(period), there_is(held) & ~there_is(missed))


def signed_in_time(period: Period) -> Rows:
    rows = sessions(period).filter(opened_at__lt=period.now - _days("note_days"))
    return with_hit(rows, Q(note__signed_at__lte=F("opened_at") + _days("note_days")))


def scanned_early(period: Period) -> Rows:
    early = times()["early"]
    due = sessions(period).filter(day__lt=(period.now - early.last_day * DAY).date())
    done = Review.objects.filter(
        session=OuterRef("pk"), state=State.SIGNED, time="early", days__gte=early.first_day, days__lte=early.last_day
    )
    return with_hit(due, there_is(done))


def second_session(period: Period) -> Rows:
    soon = _moved("opened_at", _days("second_days"))
    another = Session.objects.filter(
        injected(), course__patient=OuterRef("course__patient"), side=OuterRef("side"),
        opened_at__gt=OuterRef("opened_at"), opened_at__lte=soon,
    )  # fmt: skip
    legs = with_hit(sessions(period).filter(~before_of_leg()), there_is(another))
    return legs.filter(Q(hit=True) | Q(opened_at__lt=period.now - _days("second_days")))


def urgent(period: Period) -> QuerySet[Matter]:
    return Matter.objects.filter(
        level__lte=Level.TODAY, raised_at__gte=period.begins, raised_at__lt=period.ends
    ).order_by()


def answered_that_day(period: Period) -> Rows:
    """Those of days that are over; a day is the clinic's own."""
    today = timezone.localtime(period.now, timezone.get_default_timezone()).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    rows = urgent(period).filter(level=Level.TODAY, raised_at__lt=today)
    return with_hit(rows, Q(answered_at__date=F("raised_at__date")))


def stocking_well(period: Period) -> Rows:
    rows = Answer.objects.filter(told_at__gte=period.begins, told_at__lt=period.ends).order_by()
    asked = rows.filter(told__stocking__in=["fine", "cannot", "in_bed"])
    return with_hit(asked, Q(told__stocking="fine"))


def plan_followed(period: Period, name: str) -> Rows:
    """Answers to whether the plan of the day before was followed, of those who said it."""
    rows = Answer.objects.filter(told_at__gte=period.begins, told_at__lt=period.ends).order_by()
    said = f"told__followed__{name}"
    return with_hit(rows.filter(**{f"{said}__in": ["yes", "no"]}), Q(**{said: "yes"}))


def called_off_late(period: Period) -> Rows:
    rows = Visit.objects.filter(starts_at__gte=period.begins, starts_at__lt=min(period.ends, period.now)).order_by()
    cutoff = _moved("starts_at", -timedelta(hours=limit("late_hours")))
    late = VisitChange.objects.filter(visit=OuterRef("pk"), what=Change.CANCELLED.value, changed_at__gte=cutoff)
    return with_hit(rows, there_is(late))


def missed(period: Period) -> Rows:
    rows = Visit.objects.filter(starts_at__gte=period.begins, starts_at__lt=min(period.ends, period.now)).order_by()
    return with_hit(rows.exclude(state=VisitState.CANCELLED.value), Q(state=VisitState.MISSED.value))


def consented(period: Period) -> Rows:
    def given(kind: ConsentKind, at: str, course: str) -> QuerySet[Consent]:
        return Consent.objects.filter(course=OuterRef(course), kind=kind.value, signed_at__lte=OuterRef(at)).exclude(
            withdrawal__withdrawn_at__lte=OuterRef(at)
        )

    begun = Injection.objects.filter(session=OuterRef("pk"), void__isnull=True)
    agreed = there_is(given(ConsentKind.PROCEDURE, "at", "session__course"))
    without = begun.filter(~agreed)
    untold = TestSession.objects.filter(course=OuterRef("course"), at__lte=OuterRef("opened_at")).exclude(
        result=Result.NOT_DONE.value
    )
    untold = untold.filter(~there_is(given(ConsentKind.TEST, "at", "course")))
    return with_hit(sessions(period), ~there_is(without) & ~there_is(untold))


def looked_for_by_scan(period: Period) -> Rows:
    """Sessions whose thirty days are over: was somebody's deep vein looked at within them?"""
    return with_hit(_over(period), there_is(_seen_within().filter(deep_clear__isnull=False)))


def heard_of(period: Period) -> Rows:
    """Did anybody hear from the patient within the thirty days: an answered check-in, or a return visit?"""
    until = _moved("opened_at", _days("harm_days"))
    answers = Answer.objects.filter(
        check_in__course=OuterRef("course"), told_at__gte=OuterRef("opened_at"), told_at__lte=until
    )
    return with_hit(_over(period), there_is(_seen_within()) | there_is(answers))


def _over(period: Period) -> QuerySet[Session]:
    return sessions(period).filter(opened_at__lt=period.now - _days("harm_days"))


def _seen_within() -> QuerySet[Review]:
    return Review.objects.filter(session=OuterRef("pk"), state=State.SIGNED, days__lte=limit("harm_days"))


SHARES: Mapping[str, Callable[[Period], Rows]] = {
    "K1": mapped_before, "K2": standing, "K3": both_measured, "K4": scored_twice, "K6": tested,
    "K7": no_ceiling_passed, "K8": foam_in_time, "K9": whole, "K10": timed_out, "K11": signed_in_time,
    "K12": scanned_early, "K14": second_session, "K17": answered_that_day, "K18": bandages,
    "K18.stocking": stocking_well, **{f"K18.{name}": partial(plan_followed, name=name) for name in AT_HOME},
    "K19": called_off_late, "K21": consented, "missed": missed,
    "scan": looked_for_by_scan, "heard": heard_of,
}  # fmt: skip
