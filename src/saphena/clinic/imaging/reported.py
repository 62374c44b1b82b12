"""What a scanner's own report says, and what a clinician accepts of it. Nothing of it enters anything by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.imaging.events import ReportValueTaken
from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.models import Instance, Measurement
from saphena.clinic.imaging.onward import Entering, room_of
from saphena.clinic.imaging.states import MeasureState
from saphena.clinic.imaging.wording import spoken
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.people.models import User
    from saphena.echo.report import Report, Reported

__all__ = ["Chosen", "read", "take_reported"]

VERSION = "report"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A number of the report, by its place in it, and where it goes."""

    item: int
    goal: str = ""
    means: str = ""
    level: str = ""
    sure: bool = False


def read(instance: Instance) -> Report:
    """The content of a kept report. Raises `Refused`, in words."""
    from saphena.echo.measurement import Refused as Untrusted
    from saphena.echo.report import read_report

    try:
        return read_report(path_of(instance))
    except Untrusted as no:
        raise Refused(spoken(no.reason)) from None


def take_reported(*, actor: User, instance: Instance, chosen: Sequence[Chosen]) -> list[Measurement]:
    """Accept numbers of a report and enter each where it is said: all of them or none. Raises `Refused`, `Doubtful`."""
    study = instance.study
    require(actor, "imaging.accept", study.patient)
    if not chosen:
        raise Refused(_("Choose at least one value."))
    told = read(instance)
    with transaction.atomic():
        return [_taken(actor, instance, told, each) for each in chosen]


def _taken(actor: User, instance: Instance, told: Report, chosen: Chosen) -> Measurement:
    if not 0 <= chosen.item < len(told.measurements):
        raise Refused(_("The report has no such number."))
    row = _accepted(actor, instance, told.measurements[chosen.item], chosen.item)
    if chosen.goal:
        room, rest = room_of(chosen.goal)
        known = dict(room.means(row.kind, row.unit))
        meant = chosen.means.removeprefix(f"{room.name}:")
        if not known:
            raise Refused(_("This kind of value cannot go there."))
        meant = meant if meant in known else next(iter(known))
        room.enter(Entering(actor, instance.study, rest, [(row, meant)], chosen.level, chosen.sure))
    return row


def _accepted(actor: User, instance: Instance, number: Reported, item: int) -> Measurement:
    """As a measurement of ours, on the image that the report names, else on the report itself. Twice is once."""
    known = Measurement.objects.filter(report=instance, item=item).first()
    if known is not None:
        if not known.counts:
            raise Refused(_("This value was refused or retired."))
        return known
    image = Instance.objects.filter(uid=number.image or "", study=instance.study_id).first()
    row = Measurement.objects.create(
        instance=image or instance, frame=number.frame if image else 0, points=[list(each) for each in number.points],
        kind=(number.name or number.code.meaning or number.code.value or "?")[:80], value=number.value,
        unit=number.unit[:8], version=VERSION, report=instance, item=item, by=actor,
        state=MeasureState.ACCEPTED, decided_by=actor, decided_at=timezone.now(),
    )  # fmt: skip
    event = ReportValueTaken(instance.study.patient_id, instance.pk, row.pk, row.kind, f"{row.value:g}", row.unit)
    announce(event, by=actor)
    return row
