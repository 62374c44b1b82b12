"""Accepting values and sending them on in one act; retiring one that turned out to be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.imaging.events import MeasurementRetired
from saphena.clinic.imaging.measuring import decide
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.onward import Entering, room_of
from saphena.clinic.imaging.states import COUNTS, MeasureState
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saphena.clinic.imaging.onward import Room
    from saphena.clinic.people.models import User

__all__ = ["retire", "take"]


def take(
    *, actor: User, values: Sequence[Measurement], goal: str = "", means: Mapping[int, str] | None = None,
    level: str = "", sure: bool = False,
) -> None:  # fmt: skip
    """Accept what is still proposed among these values, and enter all where the goal says; without one accept only.

    Both or neither: what the room refuses is not accepted either. Raises `Refused`, or `Doubtful` where somebody who is
    sure may go on.
    """
    if not values:
        raise Refused(_("Choose at least one value."), "rows")
    study = values[0].instance.study
    require(actor, "imaging.accept", study.patient)
    with transaction.atomic():
        for each in values:
            if each.is_proposed:
                decide(actor=actor, measurement=each, verdict=MeasureState.ACCEPTED.value)
            elif not each.counts:
                raise Refused(_("This value was refused or retired: measure again."), "rows")
        if goal:
            room, rest = room_of(goal)
            meant = [(each, _meant(each, room, means or {})) for each in values]
            room.enter(Entering(actor, study, rest, meant, level, sure))


def _meant(value: Measurement, room: Room, means: Mapping[int, str]) -> str:
    """What it is to the room: as chosen, else the likeliest."""
    known = dict(room.means(value.kind, value.unit))
    chosen = means.get(value.pk, "").removeprefix(f"{room.name}:")
    if not known:
        raise Refused(_("This kind of value cannot go there."), "rows")
    return chosen if chosen in known else next(iter(known))


def retire(*, actor: User, measurement: Measurement, reason: str) -> Measurement:
    """An accepted value turned out to be wrong. Where it was entered it stays, and is marked."""
    instance = measurement.instance
    require(actor, "imaging.accept", instance.study.patient)
    why = said_why(reason)
    with transaction.atomic():
        standing = Measurement.objects.filter(pk=measurement.pk, state__in=COUNTS)
        told = {"retired_why": why, "retired_by": actor, "retired_at": timezone.now()}
        if not standing.update(state=MeasureState.RETIRED, **told):
            raise Refused(_("Only a value that was accepted can be retired; this one is not, or not any more."))
        measurement.refresh_from_db()
        announce(
            MeasurementRetired(instance.study.patient_id, instance.pk, measurement.pk, measurement.kind, why), by=actor
        )
    return measurement
