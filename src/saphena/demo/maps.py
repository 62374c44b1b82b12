"""The pretend patients' vein maps, typed as Sam types them: eight that are signed, one that waits, one half noted.

Each leg is one that a vein clinic knows: great saphenous reflux into a calf tributary, small saphenous reflux with a
leaking perforator, veins that came back beside a stripped trunk, a trunk that foam has closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.mapping import actions
from saphena.clinic.journey.mapping.models import Examination, Purpose
from saphena.clinic.journey.mapping.noting import Noting, note, note_rest_competent
from saphena.clinic.journey.mapping.sent import read_sent
from saphena.clinic.people.models import Patient, User
from saphena.demo.images import measured_on_images
from saphena.demo.people import HELEN, JOHAN, LUCIE, MARGARET, OTHERS, PAT, ROSA, SAMIR, WALTER, Pretend

if TYPE_CHECKING:
    from collections.abc import Sequence

MACHINE = "Sonoscape P60, linear 5–12 MHz"

DEEP = ("cfv 12 0,2", "fv m 9 0,3", "popv ak 8,5 0,4", "popv bk 8 0,3", "ptv c", "gav i c")
NORMAL = (
    *DEEP, "sfj 7 0,2", "gsv ut 5,2 0,3 z16", "gsv mt 4,1 0,2 z14", "gsv ak 3,9 0,2 z11", "gsv bk 3,2 0,2 z8",
    "aasv u 3 0,2", "spj 3,5 0,1", "ssv u 3,1 0,2 z7", "ssv m 2,8 0,1",
)  # fmt: skip
GREAT = (
    *DEEP, "sfj 9,4 1,9", "sfj pt 9 2,2", "gsv ut 7,6 2,6 z17 l11", "gsv mt 7,1 2,4 z15 l10", "gsv ak 6,8 2,1 z12 l9",
    "gsv k 6,5 1,9 z10 l5", "gsv bk 5,9 1,6 z8 l11", "gsv mc 2,9 0,2", "tc i 4,8 2,8 z4 l24", "aasv u 3,1 0,2",
    "spj 3,4 0,2", "ssv u 3 0,3", "ssv m 2,7 0,2", "boyd @37 2,4 0,2",
)  # fmt: skip
SEGMENTAL = (
    *DEEP, "sfj 7,8 0,3", "gsv ut 5 0,3 z15", "gsv mt 5,6 1,4 z13 l10", "gsv ak 5,9 1,8 z11 l9", "gsv k 5,4 1,2 z9 l5",
    "gsv bk 3,4 0,3", "dodd @58 3,7 0,7", "tt i 3,9 1,9 z5 l18", "spj 3,2 0,1", "ssv u 2,9 0,2",
)  # fmt: skip
SMALL = (
    *DEEP, "sfj 7,1 0,2", "gsv ut 4,6 0,2", "gsv ak 3,7 0,2", "gsv bk 3 0,1", "spj 6,2 1,7 j3", "ssv u 5,8 2,2 z7 l12",
    "ssv m 5,1 1,9 z6 l13", "ssv l 3,8 0,9 z5 l12", "tc b 4,2 2,4 z4 l16", "may @32 3,8 0,8", "te 2,6 0,3",
)  # fmt: skip
RECURRENT = (
    *DEEP, "sfj 5 0,9 et", "gsv ut x es", "gsv mt x es", "gsv ak x es", "gsv k 3 0,3", "gsv bk 3,1 0,3",
    "aasv u @76 5,2 1,9 z9 l14", "aasv u @69 4,9 1,7 z8", "aasv l 4,6 1,5 z6 l15", "tt f 4,4 2,2 z4 l26 to",
    "hunter @65 3,1 0,6", "spj 3,3 0,1", "ssv u 2,9 0,2",
)  # fmt: skip
SKIN = (
    *DEEP, "sfj 10,8 2,4", "sfj pt 10,2 2,6", "gsv ut 9,1 3,1 z19 l11", "gsv mt 8,4 2,8 z16 l10",
    "gsv ak 7,9 2,5 z13 l9", "gsv k 7,2 2,2 z10 l5", "gsv bk 6,6 2 z8 l12", "gsv mc 5,8 1,8 z7 l13",
    "gsv an 4,9 1,2 z5 l12",
    "pasv j 5 2,1 z6 l22",
    "cockett 2 @19 4,1 0,9 uy", "cockett 3 @26 3,2 0,6 un", "spj 3,6 0,2", "ssv u 3,2 0,2",
)  # fmt: skip
CLOSED = (
    *DEEP, "sfj 6,8 0,3", "gsv ut 3,9 r0 cn t", "gsv mt 3,6 r0 cn t", "gsv ak 3,5 r0 cn t", "gsv k 3,4 r0 cn t",
    "gsv bk 4,1 0,9 t", "tc i 2,4 0,2", "spj 3,4 0,1", "ssv u 3 0,2", "ssv m 2,7 0,1",
)  # fmt: skip
HALF = ("cfv 12 0,3", "fv m 9 0,2", "popv ak 8 0,4", "sfj 8,8 1,6", "gsv ut 7 2,1 z15", "gsv mt 6,6 1,9")


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg as it was found: lines, signs, cause, and the ten items of the score."""

    lines: Sequence[str]
    signs: str
    items: Sequence[int]
    symptoms: str = "yes"
    origin: str = "Ep"


HEALTHY = Leg(NORMAL, "C0", (0,) * 10, "no", "En")
VARICOSE = Leg(GREAT, "C2", (2, 2, 1, 0, 0, 0, 0, 0, 0, 1))


def draw_maps(now: datetime) -> None:
    """Every map of the pretend clinic, by the staff's own actions, on the days on which their courses say so."""
    clinic = _Clinic(now)
    clinic.signed(ROSA, {"left": VARICOSE, "right": HEALTHY})
    clinic.signed(JOHAN, {"right": Leg(SMALL, "C2,C3", (2, 2, 1, 0, 0, 0, 0, 0, 0, 0))}, on_images="ssv.upper")
    clinic.signed(MARGARET, {"left": Leg(RECURRENT, "C1,C2r", (1, 2, 0, 0, 0, 0, 0, 0, 0, 2))})
    clinic.signed(SAMIR, {"right": Leg(SEGMENTAL, "C2", (1, 2, 0, 0, 0, 0, 0, 0, 0, 0))})
    clinic.signed(PAT, {"left": VARICOSE})
    clinic.signed(LUCIE, {"right": Leg(SMALL, "C2", (2, 2, 0, 0, 0, 0, 0, 0, 0, 3))})
    clinic.signed(WALTER, {"left": Leg(SKIN, "C2,C3,C4a,C4b,C5", (2, 3, 2, 2, 1, 1, 0, 0, 0, 3))})
    clinic.signed(HELEN, {"left": VARICOSE})
    clinic.signed(HELEN, {"left": Leg(CLOSED, "C1", (0, 0, 0, 1, 0, 0, 0, 0, 0, 3), "no")}, days_later=35)
    clinic.waiting(OTHERS[0], {"left": Leg(SMALL, "C2", (1, 2, 0, 0, 0, 0, 0, 0, 0, 0)), "right": HEALTHY})
    clinic.half_noted(OTHERS[1])


class _Clinic:
    """Sam scans, Priya signs."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.sam = User.objects.get(email="sam@demo.example")
        self.priya = User.objects.get(email="priya@demo.example")
        self.acts = 0

    def signed(
        self, pretend: Pretend, legs: dict[str, Leg], *, days_later: int = 0, on_images: str = ""
    ) -> None:  # fmt: skip
        """`on_images` names a vein that was measured on images of the day, and accepted."""
        patient = _patient(pretend)
        course = Course.objects.get(patient=patient)
        mapped = course.happenings.filter(name="mapped", happened=True, at__isnull=False).latest("pk").at or self.now
        at = mapped + timedelta(days=days_later)
        examination = self._noted(patient, legs, at, course, Purpose.CONTROL if days_later else Purpose.WHOLE)
        if on_images:
            measured_on_images(examination, pretend, on_images)
        actions.review(actor=self.sam, examination=examination, now=at + timedelta(minutes=25))
        actions.sign_map(actor=self.priya, examination=examination, now=at + timedelta(minutes=40))

    def waiting(self, pretend: Pretend, legs: dict[str, Leg]) -> None:
        examination = self._noted(_patient(pretend), legs, self.now - timedelta(minutes=95))
        actions.review(actor=self.sam, examination=examination, now=self.now - timedelta(minutes=70))

    def half_noted(self, pretend: Pretend) -> None:
        at = self.now - timedelta(minutes=12)
        examination = self._opened(_patient(pretend), "both", at)
        self._noted_in_one(examination, _typed("right", HALF), at)

    def _noted(
        self,
        patient: Patient,
        legs: dict[str, Leg],
        at: datetime,
        course: Course | None = None,
        purpose: Purpose = Purpose.WHOLE,
    ) -> Examination:
        which = "both" if len(legs) > 1 else next(iter(legs))
        examination = self._opened(patient, which, at, course, purpose)
        for leg, found in legs.items():
            self._noted_in_one(examination, [*_typed(leg, found.lines), *_said(leg, found)], at)
            note_rest_competent(actor=self.sam, examination=examination, leg=leg, key=self._key(), now=at)
        return examination

    def _opened(
        self,
        patient: Patient,
        legs: str,
        at: datetime,
        course: Course | None = None,
        purpose: Purpose = Purpose.WHOLE,
    ) -> Examination:
        return actions.open_examination(
            actor=self.sam,
            patient=patient,
            course=course,
            legs=legs,
            purpose=purpose.value,
            examined_at=at,
            sonographer=self.sam,
            machine=MACHINE,
            criteria="svs_2023",
        )

    def _noted_in_one(self, examination: Examination, notings: list[Noting], at: datetime) -> None:
        """All of a leg in one act: building a clinic should not take long."""
        note(actor=self.sam, examination=examination, notings=notings, key=self._key(), now=at)

    def _key(self) -> str:
        self.acts += 1
        return f"demo.{self.acts}"


def _typed(leg: str, lines: Sequence[str]) -> list[Noting]:
    notings: list[Noting] = []
    for line in lines:
        sent = read_sent({"line": line}, leg)
        if sent.problems:
            raise ValueError(f"the demo's own line {line}: {sent.problems}")
        notings += sent.notings
    return notings


def _said(leg: str, found: Leg) -> list[Noting]:
    said = {"signs": found.signs, "symptoms": found.symptoms, "origin": found.origin}
    said |= {f"vcss{number}": str(value) for number, value in enumerate(found.items, start=1)}
    return [Noting(leg, "leg", quantity, value, typed=value) for quantity, value in said.items()]


def _patient(pretend: Pretend) -> Patient:
    return Patient.objects.get(family_name=pretend.family, given_names=pretend.given)
