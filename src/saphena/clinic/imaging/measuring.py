"""What is measured on an image and what a clinician says of it. `saphena.echo` does the arithmetic; here it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.imaging.events import ImageMeasured, MeasurementDecided
from saphena.clinic.imaging.looking import calibrated, opened
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.states import DECIDED, MeasureState
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.people.models import User
    from saphena.echo.frames import Clip
    from saphena.echo.measurement import Measurement as Measured
    from saphena.echo.measurement import Point

__all__ = ["decide", "measure"]


def measure(
    *, actor: User, instance: Instance, what: str, frame: int, points: Sequence[Point] = ()
) -> list[Measurement]:
    """Measure on one frame and keep what came out, proposed. Raises `Refused` for what cannot be trusted; nothing is
    kept then. `what` is "distance" (two points), "reflux" (none) or "vein" (one)."""
    require(actor, "imaging.measure", instance.study.patient)
    if what not in WAYS:
        raise Refused(_("Choose what to measure."), "what")
    needed, way = WAYS[what]
    if len(points) < needed:
        raise Refused(_("Set the points on the picture first."), "y2" if needed == 2 else "y1")
    with opened(instance) as clip:
        found = way(clip, frame, list(points))
    with transaction.atomic():
        return [_kept(actor, instance, each, automatic=what != "distance") for each in found if each.value is not None]


def _distance(clip: Clip, frame: int, points: list[Point]) -> Sequence[Measured]:
    from saphena.echo.calipers import caliper

    return caliper(calibrated(clip, frame), points[0], points[1], frame)


def _reflux(clip: Clip, frame: int, points: list[Point]) -> Sequence[Measured]:
    from dataclasses import replace

    from saphena.echo.regions import Kind
    from saphena.echo.spectral import measure_reflux

    region = calibrated(clip, frame).one(Kind.SPECTRAL)
    found = measure_reflux(clip.grey(frame), region, clip.colourful(frame))
    return [
        replace(each, flags=found.flags, frame=frame, region=region.index)
        for each in (found.duration, found.extrapolated, found.peak)
    ]


def _vein(clip: Clip, frame: int, points: list[Point]) -> Sequence[Measured]:
    from dataclasses import replace

    from saphena.echo.lumen import measure_vein

    region = calibrated(clip, frame).at(points[0])
    vein = measure_vein(clip.grey(frame), region, points[0], frame)
    names = ("upright diameter", "transverse diameter", "depth")
    found = zip(names, (vein.upright, vein.transverse, vein.depth), strict=True)
    return [replace(each, name=name, flags=vein.flags, frame=frame) for name, each in found]


WAYS: dict[str, tuple[int, Callable[[Clip, int, list[Point]], Sequence[Measured]]]] = {
    "distance": (2, _distance),
    "reflux": (0, _reflux),
    "vein": (1, _vein),
}


def _kept(actor: User, instance: Instance, measured: Measured, *, automatic: bool) -> Measurement:
    said = measured.object()
    row = Measurement.objects.create(
        instance=instance,
        frame=measured.frame,
        region=measured.region,
        points=said["points"],
        kind=measured.name[:40],
        value=said["value"],
        unit=measured.unit,
        uncertainty=said["uncertainty"],
        flags=said["flags"],
        version=measured.version,
        automatic=automatic,
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
        counts = {"accepted": measurement.value, "corrected": corrected}.get(verdict)
        told = MeasurementDecided(
            instance.study.patient_id, instance.pk, measurement.pk, measurement.kind, verdict,
            f"{measurement.value:g}", "none" if counts is None else f"{counts:g}", measurement.unit, measurement.reason,
        )  # fmt: skip
        announce(told, by=actor)
    return measurement
