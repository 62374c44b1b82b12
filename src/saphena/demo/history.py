"""The years before: what was treated, and what became of it. So the page of outcomes has something to count.

The rows are written in bulk, as a clinic takes over what was kept elsewhere: by the clinic's actions it would take
minutes to build. Each lies in the past and is finished; nobody's day, inbox or plan has anything of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.courses.models import Course, Happening, ProtocolVersion
from saphena.clinic.journey.planning.models import Consent, TestSession
from saphena.clinic.journey.reviewing.models import ComplicationFound, Review, SegmentFound
from saphena.clinic.journey.treating.models import Injection, Note, Session, Syringe, Transition
from saphena.clinic.journey.treating.signing import fingerprint_of
from saphena.clinic.journey.treating.telling import both_languages
from saphena.clinic.people.models import Patient, User
from saphena.clinic.stock.models import Lot
from saphena.demo.maps_before import map_before
from saphena.demo.people import OTHERS
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import Result
from saphena.pathway.reviewing import Outcome
from saphena.pathway.treating import shipped as products

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["years_before"]

MONTHS = 20
VEINS = (
    ("gsv.thigh.upper", "gsv.thigh.lower"), ("gsv.thigh.lower", "gsv.knee"), ("ssv.upper", "ssv.middle"),
    ("gsv.thigh.middle", "tr.calf.inner"),
)  # fmt: skip
DRAWN = (("aethoxysklerol", "1"), ("fibrovein", "1"), ("aethoxysklerol", "3"))
# What became of the two veins, in turn: mostly closed, sometimes not, sometimes nobody came.
RESULTS = (
    (Outcome.CLOSED, Outcome.CLOSED), (Outcome.CLOSED, Outcome.CLOSED), (Outcome.CLOSED, Outcome.PARTLY), None,
    (Outcome.CLOSED, Outcome.CLOSED), (Outcome.CLOSED, Outcome.PARTLY_REFLUXING), (Outcome.CLOSED, Outcome.CLOSED),
    (Outcome.CLOSED, Outcome.CLOSED), (Outcome.OPEN, Outcome.CLOSED), (Outcome.CLOSED, Outcome.CLOSED), None,
)  # fmt: skip


def years_before(now: datetime) -> None:
    """Some thirty sessions of the last twenty months, one or two in each, with their return visits."""
    physician, nurse, sonographer = (
        User.objects.get(email=f"{each}@demo.example") for each in ("priya", "nora", "sam")
    )
    protocol = ProtocolVersion.objects.get(key="leaflet")
    names = {(each.given, each.family) for each in OTHERS}
    patients = [each for each in Patient.objects.order_by("pk") if (each.given_names, each.family_name) in names]
    planned = list(_moments(now, len(patients) * 2))
    courses = Course.objects.bulk_create(
        Course(
            patient=patients[place % len(patients)], protocol=protocol,
            leg=("left", "right")[place // len(patients) % 2],
            opened_at=at - timedelta(days=40), opened_by=physician, discharged_at=at + timedelta(days=90),
            numbers={}, facts={"map_signed": True, "test_tolerated": True},
        )
        for place, at in enumerate(planned)
    )  # fmt: skip
    sessions = Session.objects.bulk_create(
        Session(course=course, side=course.leg, day=timezone.localdate(at), state="signed", opened_at=at,
                opened_by=nurse, weight=Decimal(60 + place % 30))
        for place, (course, at) in enumerate(zip(courses, planned, strict=True))
    )  # fmt: skip
    _happened(courses, planned, nurse)
    map_before(sessions, [is_small(place) for place in range(len(sessions))], sonographer, physician)
    _agreed_and_tested(sessions, physician)
    _injected(sessions, nurse, physician)
    _signed(sessions, physician)
    _looked_at(sessions, physician, now)


def _happened(courses: list[Course], planned: list[datetime], nurse: User) -> None:
    """Each went the whole way, so its journey line stands at the end of it."""
    way = {
        "requested": timedelta(days=-40), "mapped": timedelta(days=-21), "test": timedelta(days=-14),
        "procedure": timedelta(), "arrived": timedelta(), "injected": timedelta(minutes=25),
        "bandaged": timedelta(minutes=35), "left": timedelta(minutes=75), "home": timedelta(minutes=100),
        "review": timedelta(days=8), "review 2": timedelta(days=62),
    }  # fmt: skip
    Happening.objects.bulk_create(
        Happening(
            course=course, name=name, at=at + later, happened=True, recorded_at=at + later, recorded_by=str(nurse)
        )
        for course, at in zip(courses, planned, strict=True)
        for name, later in way.items()
    )


def is_small(place: int) -> bool:
    """The small saphenous vein was treated, not the great one."""
    return VEINS[place % len(VEINS)][0].startswith("ssv")


def _moments(now: datetime, most: int) -> Iterator[datetime]:
    """From twenty months ago to three months ago, every sixteen days, in the morning."""
    first = now - timedelta(days=MONTHS * 30)
    for place in range(most):
        at = first + timedelta(days=16 * place, hours=-(first.hour - 16) % 24)
        if at > now - timedelta(days=95):
            return
        yield at


def _agreed_and_tested(sessions: list[Session], physician: User) -> None:
    """Nine of ten agreed in writing, and were tested a fortnight before with what was injected later."""
    asked = [(place, each) for place, each in enumerate(sessions) if place % 10]
    Consent.objects.bulk_create(
        Consent(
            course=each.course, kind=kind.value, version="2024", language="en", shown="Signed on paper.",
            fingerprint="0" * 64, typed=str(each.course.patient), signed_at=each.opened_at - timedelta(days=20),
            taken_by=physician,
        )
        for _place, each in asked
        for kind in ConsentKind
    )  # fmt: skip
    library, lots = products().products, {lot.product: lot for lot in Lot.objects.order_by("-pk")}
    TestSession.objects.bulk_create(
        TestSession(
            course=each.course, patient=each.course.patient, at=each.opened_at - timedelta(days=14),
            product=DRAWN[place % 3][0], substance=library[DRAWN[place % 3][0]].substance, percent=Decimal("0.25"),
            ml=Decimal("0.2"), lot=lots[DRAWN[place % 3][0]], result=Result.TOLERATED.value, begun_by=physician,
            closed_by=physician, closed_at=each.opened_at - timedelta(days=14),
        )
        for place, each in asked
    )  # fmt: skip


def _injected(sessions: list[Session], nurse: User, physician: User) -> None:
    Transition.objects.bulk_create(
        Transition(session=each, key=f"before-{each.pk}", at=each.opened_at, by=nurse, move="confirm", before="opened",
                   after="confirmed")
        for each in sessions
    )  # fmt: skip
    syringes = Syringe.objects.bulk_create(
        Syringe(
            session=each, key=f"before-{each.pk}", at=each.opened_at, by=nurse, product=DRAWN[place % 3][0],
            percent=Decimal(DRAWN[place % 3][1]), form="foam", ratio="1+4", gas="air", lot="PK3900",
            expires_on=each.day + timedelta(days=400),
        )
        for place, each in enumerate(sessions)
    )  # fmt: skip
    Injection.objects.bulk_create(
        Injection(
            session=each, syringe=syringe, key=f"before-{each.pk}.{vein}", by=nurse,
            given_by=physician if place % 3 == 2 else nurse, side=each.side, segment=vein,
            at=each.opened_at + timedelta(seconds=40 + 30 * half + (90 if place % 9 == 0 else 0)), volume=Decimal(2),
        )
        for place, (each, syringe) in enumerate(zip(sessions, syringes, strict=True))
        for half, vein in enumerate(VEINS[place % len(VEINS)])
    )  # fmt: skip


def _signed(sessions: list[Session], physician: User) -> None:
    notes = []
    for place, each in enumerate(sessions):
        text = both_languages(each)
        at = each.opened_at + timedelta(days=16 if place % 12 == 5 else place % 3)  # one in twelve late
        notes.append(Note(session=each, text=text, fingerprint=fingerprint_of(text), signed_at=at, signed_by=physician))
    Note.objects.bulk_create(notes)


def _looked_at(sessions: list[Session], physician: User, now: datetime) -> None:
    reviews = []
    for place, each in enumerate(sessions):
        result = RESULTS[place % len(RESULTS)]
        for time, days in (("early", 8), ("result", 62 + place % 15), ("year", 360)):
            seen = each.opened_at + timedelta(days=days)
            if seen > now or (result is None and time != "early") or (time == "year" and place % 3 == 0):
                continue
            reviews.append(_review(each, physician, time, days, place))
    kept = Review.objects.bulk_create(reviews)
    SegmentFound.objects.bulk_create(
        SegmentFound(review=review, segment=vein, outcome=outcome.value, proposed=outcome.value, noted_by=physician)
        for review in kept
        if (result := _result(review, sessions)) is not None
        for vein, outcome in zip(_veins(review, sessions), result, strict=True)
    )
    ComplicationFound.objects.bulk_create(
        ComplicationFound(session=sessions[place], what=what, found_by=way, day=sessions[place].day + timedelta(days=9),
                          by=physician)
        for place, what, way in ((3, "phlebitis", "seen"), (11, "dvt_muscular", "scan"), (19, "phlebitis", "told"))
        if place < len(sessions)
    )  # fmt: skip


def _review(each: Session, physician: User, time: str, days: int, place: int) -> Review:
    later = time != "early"
    seen = each.opened_at + timedelta(days=days)
    change = -(2 + place % 4)
    return Review(
        course=each.course, session=each, time=time, after=each.opened_at, days=days, seen_at=seen, state="signed",
        opened_by=physician, opened_at=seen, signed_by=physician, signed_at=seen, proposed="wait", decided="wait",
        deep_clear=None if time == "year" else True,
        pigmentation=("none", "mild", "marked")[place % 7 // 3] if later else "",
        matting=("none", "mild")[place % 5 // 4] if later else "",
        vcss_total=(5 if is_small(place) else 6) + change if later else None, vcss_change=change if later else None,
        signs=["C1"] if later and place % 6 < 5 else [], symptoms_change=Decimal(-(place % 5)) if later else None,
        satisfied=10 - place % 4 if later else None,
    )  # fmt: skip


def _place(review: Review, sessions: list[Session]) -> int:
    return review.session_id - sessions[0].pk if review.session_id else 0


def _veins(review: Review, sessions: list[Session]) -> tuple[str, str]:
    return VEINS[_place(review, sessions) % len(VEINS)]


def _result(review: Review, sessions: list[Session]) -> tuple[Outcome, Outcome] | None:
    """At the first scan all is still closed."""
    result = RESULTS[_place(review, sessions) % len(RESULTS)]
    return (Outcome.CLOSED, Outcome.CLOSED) if review.time == "early" else result
