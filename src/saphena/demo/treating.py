"""Sessions in the pretend treatment room: one patient lies on the couch right now, the others were treated before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from saphena.clinic.courses.actions import open_course, plan_event
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course, Leg
from saphena.clinic.journey.treating.actions import confirm_row, open_session
from saphena.clinic.journey.treating.injecting import draw_syringe, record_injection
from saphena.clinic.journey.treating.moving import move_on
from saphena.clinic.journey.treating.noting import record_deed, record_sighting
from saphena.clinic.journey.treating.signing import sign_note
from saphena.clinic.journey.treating.states import Move
from saphena.clinic.letters.actions import address_report
from saphena.clinic.letters.models import Paper
from saphena.clinic.people.models import Patient, User
from saphena.clinic.stock.actions import receive_lot
from saphena.demo.people import ASKED, HELEN, LUCIE, PAT, SAMIR, WALTER
from saphena.demo.planning import ask, ready_for_today

if TYPE_CHECKING:
    from saphena.clinic.journey.treating.models import Session, Syringe
    from saphena.demo.people import Pretend

EXPIRES = date(2028, 5, 31)
LOTS = (
    ("fibrovein", "1", "FV1180"),
    ("aethoxysklerol", "0.5", "PK4102"),
    ("aethoxysklerol", "1", "PK4417"),
    ("aethoxysklerol", "3", "PK4420"),
    ("lidocaine", "1", "LX208"),
)
LIDOCAINE = ("lidocaine_plain_kg", "lidocaine_plain", "lidocaine_kg", "lidocaine_all")
# Minutes from the first injection: when, where, how many mL. Each where the map of the leg shows reflux.
GIVEN = ((0, "gsv.thigh.lower", "2"), (4, "gsv.thigh.middle", "2"), (9, "gsv.knee", "1.5"), (14, "tr.calf.inner", "1"))
OTHERWISE = {
    LUCIE: ((0, "ssv.upper", "2"), (4, "ssv.middle", "2"), (9, "ssv.lower", "1.5"), (14, "tr.calf.back", "1")),
    WALTER: (*GIVEN[:3], (14, "gsv.calf.upper", "1")),
}
WEIGHTS = {PAT: "68", LUCIE: "59.5", WALTER: "88", HELEN: "72.5"}


def treat(now: datetime) -> None:
    """Samir is on the couch; Pat, Lucie, Walter and Helen have been treated, and the notes of two are signed."""
    physician, nurse = (User.objects.get(email=f"{name}@demo.example") for name in ("priya", "nora"))
    for name in (*LIDOCAINE, "foam mixed"):
        confirm_row(actor=physician, name=name, words="The pretend clinic’s own list, page 3")
    for product, percent, number in LOTS:
        receive_lot(
            actor=nurse, product=product, strength=Decimal(percent), number=number, expires_on=EXPIRES,
            received_ml=Decimal(50),
        )  # fmt: skip
    for pretend in (LUCIE, WALTER, HELEN):  # tested before the clinic had its book of tests
        course = _course(pretend)
        ask(course, standing(course.happenings.order_by("pk")).events["injected"] - timedelta(days=4), nurse)
    for pretend, weight in WEIGHTS.items():
        untested = pretend != PAT
        why = ("Test seen on paper, in the old book", physician) if untested else ("", None)
        _Treated(pretend, nurse).whole(weight, *why)
    for pretend in (LUCIE, HELEN):
        course = _course(pretend)
        left = standing(course.happenings.order_by("pk")).events["left"]
        session = course.sessions.get()
        sign_note(actor=physician, session=session, now=left + HOUR)
        address_report(
            actor=physician, patient=course.patient, paper=Paper.PROCEDURE, number=session.pk,
            name="Dr. Anne Cardinal", address="Cochrane Family Clinic\n121 Pine Street\nCochrane AB  T4C 1A1",
        )  # fmt: skip
    _Treated(SAMIR, nurse).on_the_couch(now)
    _comes_next(physician, now)


HOUR = timedelta(hours=1)


def _course(pretend: Pretend) -> Course:
    found = Course.objects.select_related("patient", "protocol")
    return found.get(patient__family_name=pretend.family, patient__given_names=pretend.given)


def _comes_next(physician: User, now: datetime) -> None:
    """Ingrid is expected within the hour: the session that whoever tries the clinic may open."""
    patient = Patient.objects.get(family_name="Olsen", given_names="Ingrid")
    facts = {**ASKED, "map_signed": True, "stocking_in_hand": True}
    protocol = _course(SAMIR).protocol
    course = open_course(actor=physician, patient=patient, protocol=protocol, leg=Leg.LEFT, facts=facts)
    ready_for_today(course, now)
    plan_event(actor=physician, course=course, name="procedure", at=now + timedelta(minutes=20))
    plan_event(actor=physician, course=course, name="review", at=now + timedelta(days=8))


class _Treated:
    """One session, step by step, by a nurse."""

    def __init__(self, pretend: Pretend, nurse: User) -> None:
        self.course = course = _course(pretend)
        self.given = OTHERWISE.get(pretend, GIVEN)
        self.nurse = nurse
        self.known = standing(course.happenings.order_by("pk")).events
        self.count = 0
        self.session: Session

    def key(self) -> str:
        self.count += 1
        return str(uuid5(NAMESPACE_URL, f"pretend:{self.course.pk}:{self.count}"))

    def open(self, at: datetime, weight: str, reason: str = "", ordered_by: User | None = None) -> None:
        self.session = open_session(actor=self.nurse, course=self.course, weight=Decimal(weight), now=at)
        self.deeds(at, identifiers="name and birth date", side="said aloud", asked="nothing", consent="seen")
        self.deeds(at, marked_standing="marked")
        self.move(Move.CONFIRM, at, reason, ordered_by)
        self.deeds(at, marked_reclining="marked")

    def deeds(self, at: datetime, **words: str) -> None:
        for what, said in words.items():
            record_deed(actor=self.nurse, session=self.session, key=self.key(), what=what, words=said, at=at)

    def move(self, move: Move, at: datetime, reason: str = "", ordered_by: User | None = None) -> None:
        said = {"reason": reason, "ordered_by": ordered_by} if ordered_by else {}
        move_on(actor=self.nurse, session=self.session, move=move, key=self.key(), at=at, **said)  # type: ignore[arg-type]

    def drawn(self, at: datetime, product: str = "fibrovein", percent: str = "1", ratio: str = "1+4") -> Syringe:
        return draw_syringe(
            actor=self.nurse, session=self.session, key=self.key(), product=product, percent=Decimal(percent),
            form="foam" if ratio else "liquid", ratio=ratio, lot="FV1180" if ratio else "LX208",
            expires_on=EXPIRES, at=at,
        )  # fmt: skip

    def injected(self, syringe: Syringe, at: datetime, segment: str, volume: str) -> None:
        record_injection(
            actor=self.nurse, session=self.session, key=self.key(), syringe_key=syringe.key, segment=segment,
            volume=Decimal(volume), at=at,
        )  # fmt: skip

    def injections(self, first: datetime, many: int) -> None:
        """The skin is numbed, then a fresh foam for each injection."""
        numb = self.drawn(first - timedelta(minutes=3), "lidocaine", "1", "")
        self.injected(numb, first - timedelta(minutes=2), self.given[0][1], "1")
        for minutes, segment, volume in self.given[:many]:
            at = first + timedelta(minutes=minutes)
            self.injected(self.drawn(at - timedelta(seconds=35)), at, segment, volume)
            if segment == self.given[1][1]:
                record_sighting(actor=self.nurse, session=self.session, key=self.key(), what="spasm", at=at)

    def whole(self, weight: str, reason: str = "", ordered_by: User | None = None) -> None:
        """From the door to the door, at the times that the course has; `reason` is a physician's for the time-out."""
        last, left = self.known["injected"], self.known["left"]
        first = last - timedelta(minutes=self.given[-1][0])
        self.open(first - timedelta(minutes=9), weight, reason, ordered_by)
        self.injections(first, len(self.given))
        self.move(Move.DRESS, last + timedelta(minutes=1))
        self.deeds(last + timedelta(minutes=4), pads="foam", bandage="foot to groin", stocking="one, 20-30 mmHg")
        self.deeds(last + timedelta(minutes=8), walk_began="supervised")
        self.move(Move.WALK, last + timedelta(minutes=8))
        self.deeds(last + timedelta(minutes=20), walk_ended="well")
        self.deeds(left, watched="well", plan_handed="paper")
        self.move(Move.LEAVE, left)

    def on_the_couch(self, now: datetime) -> None:
        """Two injections so far; the next foam has just been mixed."""
        self.open(now - timedelta(minutes=14), "82")
        self.injections(now - timedelta(minutes=7), 2)
        self.drawn(now)
