"""Examinations for the tests: Sam scans Pat's legs, Priya signs."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from saphena.clinic.journey.mapping import actions
from saphena.clinic.journey.mapping.noting import Noting, note
from saphena.clinic.journey.mapping.queries import examination_for
from saphena.pathway.mapping import quantities
from tests import cast
from tests.clinic.courses.treated import at

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.clinic.people.models import Patient, User

NOW: datetime = at("2027-02-01T14:30")
REFLUXING = (
    "sfj reflux 1200", "gsv.thigh.upper reflux 2100", "gsv.thigh.upper diameter 7.2", "gsv.thigh.middle reflux 1900",
    "gsv.thigh.lower reflux 1700", "gsv.knee reflux 1500", "gsv.calf.upper reflux 1100", "tr.calf.inner reflux 1400",
    "ssv.upper state competent", "popv.upper reflux 300",
)  # fmt: skip
_keys = count(1)


def examination(
    patient: Patient | None = None, legs: str = "left", course: Course | None = None, **head: Any
) -> Examination:
    """Sam's examination of Pat, standing, unless said otherwise."""
    usual: dict[str, Any] = {
        "legs": legs,
        "examined_at": NOW - timedelta(minutes=20),
        "sonographer": cast.sam(),
        "criteria": "svs_2023",
    }
    whose = patient or (course.patient if course else cast.pat())
    return actions.open_examination(actor=cast.sam(), patient=whose, course=course, **{**usual, **head})


def noting(line: str, leg: str = "left") -> Noting:
    """“gsv.thigh.upper reflux 501” or “pv.tibial.upper@24 diameter 3.5”; “leg signs C2” is of the whole leg."""
    where, quantity, *rest = line.split(" ", 2)
    segment, _sign, level = where.partition("@")
    typed = rest[0] if rest else ""
    value: Decimal | str = Decimal(typed) if quantity in quantities().numbers and typed else typed
    return Noting(leg, segment, quantity, value, Decimal(level) if level else None, typed)


def noted(
    of: Examination, *lines: str, leg: str = "left", by: User | None = None, key: str = "", seen: int | None = None
) -> list[Measurement]:
    return note(
        actor=by or cast.sam(),
        examination=of,
        notings=[noting(line, leg) for line in lines],
        key=key or f"page.{next(_keys)}",
        seen=seen,
    )


def reviewed(of: Examination) -> Examination:
    actions.review(actor=cast.sam(), examination=of)
    return again(of)


def signed(of: Examination | None = None, *lines: str) -> Examination:
    """Noted, reviewed by Sam, signed by Priya."""
    of = of or examination()
    for leg in of.each_leg:
        noted(of, *(lines or REFLUXING), leg=leg)
    actions.sign_map(actor=cast.priya(), examination=reviewed(of))
    return again(of)


def again(of: Examination) -> Examination:
    """As anybody would read it now."""
    return examination_for(cast.priya(), of.pk)
