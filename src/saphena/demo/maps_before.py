"""A vein map before each of the sessions of earlier years: written in bulk, after two legs that Sam has examined."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from saphena.clinic.journey.mapping.models import Examination, Measurement
from saphena.clinic.journey.mapping.signing import snapshot
from saphena.demo.maps import MACHINE
from saphena.demo.people import HELEN, JOHAN, Pretend
from saphena.pathway.mapping.readings import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.journey.treating.models import Session
    from saphena.clinic.people.models import User

__all__ = ["map_before"]

WIDER = (Decimal("0.55"), Decimal(1), Decimal("0.7"), Decimal("1.4"))
"""Legs differ: their veins are so many times as wide as those of the leg that they are made after."""
SUPERFICIAL = ("gsv", "ssv", "sfj", "spj", "tr")
TENTH = Decimal("0.1")


def map_before(sessions: Sequence[Session], small: Sequence[bool], sonographer: User, physician: User) -> None:
    """Ten to fourteen weeks before each session. `small`: whether the small saphenous vein was treated in it.

    One in nine has no map here, and one in eleven was examined sitting: what was kept elsewhere is not whole.
    """
    like = {True: _noted(JOHAN), False: _noted(HELEN)}
    wanted = [(place, each) for place, each in enumerate(sessions) if place % 9 != 8]
    maps = Examination.objects.bulk_create(
        _examination(each, place, len(like[small[place]]), sonographer, physician) for place, each in wanted
    )
    rows = [
        _copied(row, examination, each.side, place)
        for (place, each), examination in zip(wanted, maps, strict=True)
        for row in like[small[place]]
    ]
    Measurement.objects.bulk_create(rows)
    for examination in maps:
        examination.signed_as = snapshot(examination)
    Examination.objects.bulk_update(maps, ["signed_as"])


def _noted(pretend: Pretend) -> list[Measurement]:
    """What was found in the leg of somebody of this clinic, without the veins that were called normal in one act."""
    of = {"patient__family_name": pretend.family, "patient__given_names": pretend.given}
    examination = Examination.objects.filter(**of, state="signed").earliest("examined_at")
    return list(Measurement.objects.filter(examination=examination, origin=Origin.TYPED.value))


def _examination(each: Session, place: int, rows: int, sonographer: User, physician: User) -> Examination:
    at = each.opened_at - timedelta(days=70 + place % 5 * 7)
    sat = place % 11 == 5
    return Examination(
        patient_id=each.course.patient_id, course_id=each.course_id, legs=each.side, examined_at=at, serial=rows,
        posture="sitting" if sat else "standing", posture_reason="She felt faint." if sat else "", machine=MACHINE,
        sonographer=sonographer, criteria="svs_2023", state="signed", opened_by=sonographer, opened_at=at,
        reviewed_by=sonographer, reviewed_at=at, signed_by=physician, signed_at=at + timedelta(hours=1),
    )  # fmt: skip


def _copied(row: Measurement, examination: Examination, leg: str, place: int) -> Measurement:
    value = row.value
    if row.quantity == "diameter" and row.segment.startswith(SUPERFICIAL):
        value = str((Decimal(value) * WIDER[place // 2 % len(WIDER)]).quantize(TENTH))
    return Measurement(
        examination=examination, serial=row.serial, leg=leg, segment=row.segment, level=row.level,
        quantity=row.quantity, value=value, typed=value, origin=row.origin, key=f"before.{examination.pk}",
        noted_at=examination.examined_at, noted_by=examination.sonographer,
    )  # fmt: skip
