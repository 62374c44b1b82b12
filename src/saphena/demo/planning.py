"""The pretend clinic's stock, questions, plans, consents and test sessions, by the room's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.planning import actions, consenting, screening, testing
from saphena.clinic.journey.planning.states import TestMove
from saphena.clinic.people.models import User
from saphena.clinic.stock.actions import note_recall_call, quarantine_lot, recall_lot, receive_lot, take_back_recall
from saphena.clinic.stock.models import Lot
from saphena.demo.people import JOHAN, MARGARET, PAT, ROSA, SAMIR
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.planning.screening import Answer, Known, questionnaire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.demo.people import Pretend

__all__ = ["ask", "plan_and_test", "ready_for_today"]

NONE = Answer(Known.NONE)
LOTS = (  # product, percent, number, days to its end, mL, filter, storage
    ("fibrovein", "1", "FV-2291", 290, "40", "", "below 25 °C, not frozen"),
    ("fibrovein", "3", "FV-3107", 12, "20", "", "below 25 °C, not frozen"),
    ("fibrovein", "0.2", "FV-0218", 400, "20", "", "below 25 °C, not frozen"),
    ("aethoxysklerol", "0.5", "AX-5520", 200, "20", "", ""),
    ("tromboject", "1", "TJ-0097", 160, "20", "0.2 µm, 13 mm, PES, in line", "with the letter of 2018"),
    ("fibrovein", "0.2", "FV-0231", 430, "20", "", "below 25 °C, not frozen"),
)


@dataclass(frozen=True)
class Veins:
    """What one pretend patient's plan injects: segment, percent, form, mL, diameter."""

    rows: tuple[tuple[str, str, str, str, str], ...]


TRUNK = Veins(
    (
        ("gsv.thigh.lower", "3", "foam", "4", "6.8"),
        ("gsv.calf.upper", "3", "foam", "2", "5.9"),
        ("tr.calf.inner", "1", "foam", "2", "4.8"),
    )
)
SEGMENTAL = Veins((("gsv.thigh.lower", "3", "foam", "3", "5.9"), ("tr.thigh.inner", "1", "foam", "2", "3.9")))
RECURRENT = Veins((("aasv.lower", "3", "foam", "3", "4.6"), ("tr.thigh.front", "1", "foam", "2", "4.4")))
SMALL = Veins((("ssv.upper", "3", "foam", "3", "5.8"), ("tr.calf.back", "1", "foam", "1.5", "4.2")))


def answered(**other: Answer) -> dict[str, Answer]:
    body = Answer(Known.SOME, numbers={"height": Decimal(170), "weight": Decimal(72)})
    return {
        each.id: other.get(each.id, body if each.id == "Q25" else NONE) for each in questionnaire().questions.values()
    }


def some(*items: str, more: str = "", **numbers: str) -> Answer:
    return Answer(Known.SOME, items, more, {name: Decimal(value) for name, value in numbers.items()})


def ask(course: Course, at: datetime, nurse: User, **other: Answer) -> None:
    """Every question: the patient's by their link, the clinic's by a nurse."""
    told = answered(**other)
    for group in questionnaire().groups:
        asked = {each.id: told[each.id] for each in questionnaire().of_group(group)}
        if group == "clinic":
            screening.answer_for(actor=nurse, patient=course.patient, group=group, answers=asked, now=at)
        else:
            screening.answer_own(actor=course.patient, group=group, answers=asked, now=at)


def ready_for_today(course: Course, now: datetime) -> None:
    """Asked, planned, agreed to and tested a week ago, with what stands on the shelf for today."""
    physician, nurse = (User.objects.get(email=f"{name}@demo.example") for name in ("priya", "nora"))
    planner = _Planner(now, physician, nurse)
    planner.lots["AX-5520"] = Lot.objects.get(number="AX-5520")
    planner.agreed_and_tested(course, SMALL, now - timedelta(days=7), product="aethoxysklerol", lot="AX-5520")


def plan_and_test(now: datetime) -> None:
    """Rosa is in the middle of it, with findings; for the others it is done."""
    physician, nurse = (User.objects.get(email=f"{name}@demo.example") for name in ("priya", "nora"))
    _Planner(now, physician, nurse).all()


class _Planner:
    def __init__(self, now: datetime, physician: User, nurse: User) -> None:
        self.now, self.physician, self.nurse = now, physician, nurse
        self.lots: dict[str, Lot] = {}

    def all(self) -> None:
        for kind in ConsentKind:
            consenting.approve_text(actor=self.physician, kind=kind)
        self._stock()
        self.rosa()
        self._whole(JOHAN, SMALL, Q15=some("migraine"))
        # Margaret still has the consent to the procedure to read and sign, by her link.
        told = some("antiplatelet", more="aspirin, by the family doctor")
        self._whole(MARGARET, RECURRENT, agreed=(ConsentKind.TEST,), Q12=told)
        self._whole(SAMIR, SEGMENTAL)
        self._whole(PAT, TRUNK)
        self._recall()

    def _stock(self) -> None:
        today = self.now.date()
        for product, percent, number, days, ml, filtered, stored in LOTS:
            self.lots[number] = receive_lot(
                actor=self.nurse,
                product=product,
                strength=Decimal(percent),
                number=number,
                expires_on=today + timedelta(days=days),
                received_ml=Decimal(ml),
                filter_note=filtered,
                storage_note=stored,
            )
        quarantine_lot(actor=self.nurse, lot=self.lots["TJ-0097"], reason="particles seen against the light")

    def _recall(self) -> None:
        """The lot of the tests is called back; one of those who got it has been told. First it was the wrong lot."""
        wrong = self.lots["TJ-0097"]
        recall_lot(actor=self.physician, lot=wrong, reason="particles in some ampoules, the maker’s letter")
        take_back_recall(actor=self.physician, lot=wrong, reason="the letter names FV-0218, not this lot")
        lot = self.lots["FV-0218"]
        recall_lot(actor=self.physician, lot=lot, reason="particles in some ampoules, the maker’s letter")
        told = {"answer": "told", "words": "well, no signs; calls if the leg changes"}
        note_recall_call(actor=self.nurse, lot=lot, patient=self._course(JOHAN).patient, **told)

    def _course(self, pretend: Pretend) -> Course:
        found = Course.objects.select_related("patient", "protocol")
        return found.get(patient__family_name=pretend.family, patient__given_names=pretend.given)

    def _agree(self, course: Course, kind: ConsentKind, at: datetime) -> None:
        text = text_of(kind, course.patient.language[:2], course.leg)
        consenting.sign_consent(
            actor=self.nurse, course=course, text=text, seen=text.fingerprint, typed=str(course.patient), now=at
        )

    def _write(
        self,
        course: Course,
        veins: Veins,
        alternatives: tuple[str, ...] = ("thermal", "foam", "wait"),
        product: str = "fibrovein",
    ) -> None:
        plan = actions.write_plan(actor=self.physician, course=course)
        for segment, percent, form, ml, diameter in veins.rows:
            actions.plan_injection(
                actor=self.physician,
                plan=plan,
                segment=segment,
                product=product,
                percent=Decimal(percent),
                form=form,
                ratio="1+4",
                ml=Decimal(ml),
                access="catheter" if segment.startswith(("gsv", "aasv")) else "direct",
                diameter_mm=Decimal(diameter),
            )
        actions.describe_plan(
            actor=self.physician,
            plan=plan,
            gas="filtered air",
            compression="Pads and bandage for 5 nights, stocking 20-30 mmHg over it",
            alternatives=alternatives,
            alternatives_note="Heat is offered elsewhere; prefers foam here.",
        )

    def rosa(self) -> None:
        """Findings on which label and guideline disagree, one answer that she does not know; a plan being written."""
        course = self._course(ROSA)
        ask(
            course,
            self.now - timedelta(days=2),
            self.nurse,
            Q06=some("vte_history", more="2014, left calf, warfarin for six months"),
            Q15=some("migraine_aura"),
            Q17=Answer(Known.UNKNOWN),
            S01=some("saphenous_incompetence"),
            S02=some(abpi="0.72"),
        )
        self._write(course, TRUNK, ("foam", "compression"))
        self._agree(course, ConsentKind.TEST, self.now - timedelta(days=2))

    def _whole(
        self, pretend: Pretend, veins: Veins, *, agreed: tuple[ConsentKind, ...] = tuple(ConsentKind), **other: Answer
    ) -> None:
        """Asked, planned, signed, agreed to and tested, on the day of the test session that the course has already."""
        course = self._course(pretend)
        at = standing(course.happenings.all()).events["test"]
        self.agreed_and_tested(course, veins, at, agreed=agreed, told=other)

    def agreed_and_tested(
        self,
        course: Course,
        veins: Veins,
        at: datetime,
        *,
        agreed: tuple[ConsentKind, ...] = tuple(ConsentKind),
        product: str = "fibrovein",
        lot: str = "FV-0218",
        told: Mapping[str, Answer] | None = None,
    ) -> None:
        before = at - timedelta(hours=1)
        ask(course, before - timedelta(days=3), self.nurse, **(told or {}))
        self._write(course, veins, product=product)
        draft = actions.write_plan(actor=self.physician, course=course)
        actions.sign_plan(actor=self.physician, plan=draft, now=before)
        for kind in agreed:
            self._agree(course, kind, before)
        test = testing.begin_test(
            actor=self.nurse,
            course=course,
            lot=self.lots[lot],
            ml=Decimal("0.5"),
            sites=["tr.calf.inner", "tr.calf.outer"],
            at=at,
        )
        for minutes, seen in ((5, "redness"), (20, "well")):
            testing.observe_test(actor=self.nurse, test=test, seen=seen, at=at + timedelta(minutes=minutes))
        testing.close_test(actor=self.nurse, test=test, move=TestMove.TOLERATED, now=at + timedelta(minutes=22))
