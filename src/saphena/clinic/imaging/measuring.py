"""What is measured on an image and what a clinician says of it. `saphena.echo` does the arithmetic; here it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from saphena.clinic.imaging.events import ImageMeasured, MeasurementDecided, MeasurementRetired
from saphena.clinic.imaging.looking import opened
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.states import COUNTS, DECIDED, MeasureState
from saphena.clinic.imaging.ways import WAYS, Looked
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.imaging.ways import Found, Way
    from saphena.clinic.people.models import User
    from saphena.echo.measurement import Measurement as Measured
    from saphena.echo.measurement import Point

__all__ = ["decide", "found_on", "measure"]


def measure(
    *,
    actor: User,
    instance: Instance,
    what: str,
    frame: int,
    points: Sequence[Point] = (),
    of: Measurement | None = None,
) -> list[Measurement]:
    """Measure on one frame and keep what came out, proposed. Raises `Refused` for what cannot be trusted; nothing is
    kept then. `what` is one of `WAYS`; `of` is the value against which a person sets this one: both are kept."""
    require(actor, "imaging.measure", instance.study.patient)
    if what not in WAYS:
        raise Refused(_("Choose what to measure."), "what")
    way = WAYS[what]
    if len(points) < way.points:
        raise Refused(_("Set the points on the picture first."), "y2" if way.points == 2 else "y1")
    found = found_on(instance, what, frame, points)
    run = get_random_string(12)
    told = [each for each in found.values if each.value is not None]
    reasons = [each.refused for each in found.values if each.value is None and each.refused]
    left_out = [{"why": reason.why.name, "values": reason.values} for reason in reasons]
    series = {**found.series, "left_out": left_out} if left_out else found.series
    with transaction.atomic():
        return [
            _kept(actor, instance, each, way, run, series if not number else {}, _revised(of, each.name))
            for number, each in enumerate(told)
        ]


def found_on(instance: Instance, what: str, frame: int, points: Sequence[Point] = ()) -> Found:
    """What a way of measuring says, and nothing kept. Raises `Refused`."""
    with opened(instance) as clip:
        if not 0 <= frame < clip.count:
            raise Refused(_("This clip has no such frame."), "frame")
        return WAYS[what].measure(Looked(instance, clip, frame), list(points))


def _revised(of: Measurement | None, name: str) -> Measurement | None:
    """The value of the same kind that was measured in one act with `of`."""
    if of is None:
        return None
    beside = Measurement.objects.filter(instance=of.instance_id, kind=name, run=of.run) if of.run else None
    return of if of.kind == name else beside.first() if beside else None


def _kept(
    actor: User, instance: Instance, measured: Measured, way: Way, run: str, series: dict[str, object],
    revises: Measurement | None,
) -> Measurement:  # fmt: skip
    said = measured.object()
    row = Measurement.objects.create(
        instance=instance,
        frame=measured.frame,
        region=measured.region,
        points=said["points"],
        kind=measured.name[:80],
        value=said["value"],
        unit=measured.unit,
        uncertainty=said["uncertainty"],
        flags=said["flags"],
        version=measured.version,
        automatic=way.automatic,
        run=run,
        series=series,
        revises=revises,
        by=actor,
    )
    event = ImageMeasured(instance.study.patient_id, instance.pk, row.pk, row.kind, f"{row.value:g}", row.unit)
    announce(event, by=actor)
    return row


def decide(
    *, actor: User, measurement: Measurement, verdict: str, value: float | None = None, reason: str = ""
) -> Measurement:
    """Accept a value, correct it (both are kept) or refuse it, once. Raises `Refused` when somebody was quicker."""
    instance = measurement.instance
    require(actor, "imaging.accept", instance.study.patient)
    if verdict not in DECIDED:
        raise Refused(_("Choose whether to accept, correct or refuse it."), "verdict")
    if verdict == MeasureState.CORRECTED and value is None:
        raise Refused(_("Say what the value is instead."), "value")
    if verdict != MeasureState.ACCEPTED and not reason.strip():
        raise Refused(_("Please say why."), "reason")
    corrected = value if verdict == MeasureState.CORRECTED else None
    with transaction.atomic():
        open_still = Measurement.objects.filter(pk=measurement.pk, state=MeasureState.PROPOSED)
        if not open_still.update(
            state=verdict, corrected=corrected, reason=reason.strip()[:300], decided_by=actor, decided_at=timezone.now()
        ):
            raise Refused(_("Somebody was quicker: this value has been decided already."))
        measurement.refresh_from_db()
        _retire_what_it_revises(measurement, actor)
        counts = {"accepted": measurement.value, "corrected": corrected}.get(verdict)
        told = MeasurementDecided(
            instance.study.patient_id, instance.pk, measurement.pk, measurement.kind, verdict,
            f"{measurement.value:g}", "none" if counts is None else f"{counts:g}", measurement.unit, measurement.reason,
        )  # fmt: skip
        announce(told, by=actor)
    return measurement


def _retire_what_it_revises(measurement: Measurement, actor: User) -> None:
    """Two values of one flow do not both count: whoever accepts the second retires the first."""
    before = measurement.revises
    if not measurement.counts or before is None or not before.counts:
        return
    why = _("measured again: %(value)s") % {"value": f"{measurement.result:g} {measurement.unit}".strip()}
    told = {"state": MeasureState.RETIRED, "retired_why": why, "retired_by": actor, "retired_at": timezone.now()}
    if Measurement.objects.filter(pk=before.pk, state__in=COUNTS).update(**told):
        event = MeasurementRetired(
            measurement.instance.study.patient_id, before.instance_id, before.pk, before.kind, why
        )
        announce(event, by=actor)
