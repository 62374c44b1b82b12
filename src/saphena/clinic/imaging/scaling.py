"""A scale that a person sets on an image that has none, or a false one. Whatever is measured by it says so for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.imaging.events import ScaleSet
from saphena.clinic.imaging.models import Scale
from saphena.clinic.imaging.wording import spoken
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.people.models import User
    from saphena.echo.measurement import Point
    from saphena.echo.regions import Calibration

__all__ = ["scale_of", "set_by_hand", "set_scale"]

NUMBERS = {"picture": 1, "strip": 3, "machine": 0}


def scale_of(instance: Instance) -> Scale | None:
    """The scale that a person has set last; None where the machine's own counts."""
    newest = Scale.objects.filter(instance=instance).select_related("by").order_by("-pk").first()
    return None if newest is None or newest.kind == "machine" else newest


def set_by_hand(instance: Instance, rows: int, columns: int) -> Calibration | None:
    """The calibration by a scale that a person has set, where one has."""
    scale = scale_of(instance)
    return _calibration(scale.kind, scale.points, scale.numbers, rows, columns) if scale else None


def _calibration(kind: str, points: Sequence[Point], numbers: Sequence[float], rows: int, columns: int) -> Calibration:
    from saphena.echo.regions import by_hand
    from saphena.echo.strip_by_hand import strip_by_hand

    first, second = (points[0][0], points[0][1]), (points[1][0], points[1][1])
    if kind == "picture":
        return by_hand(rows, columns, first, second, numbers[0])
    return strip_by_hand(rows, columns, (first, second), numbers[0], (numbers[1], numbers[2]))


def set_scale(
    *, actor: User, instance: Instance, kind: str, points: Sequence[Point] = (), numbers: Sequence[float] = ()
) -> Scale:
    """Set it: "picture" with two points and the mm between them; "strip" with its two corners, the s across it, and the
    cm/s at its upper and its lower edge; "machine" takes the machine's own again. Raises `Refused`."""
    from saphena.echo.measurement import Refused as Untrusted

    require(actor, "imaging.measure", instance.study.patient)
    if kind not in NUMBERS:
        raise Refused(_("Choose what the scale is of."), "kind")
    if kind != "machine" and len(points) < 2:
        raise Refused(_("Set the points on the picture first."), "y2")
    if len(numbers) < NUMBERS[kind]:
        raise Refused(_("Say what lies between the two points."), "length" if kind == "picture" else "seconds")
    kept = list(numbers[: NUMBERS[kind]])
    try:
        if kind != "machine":
            _calibration(kind, points, kept, instance.rows or 0, instance.columns or 0)
    except Untrusted as no:
        raise Refused(spoken(no.reason)) from None
    with transaction.atomic():
        scale = Scale.objects.create(
            instance=instance, kind=kind, points=[list(point) for point in points[:2]], numbers=kept, by=actor
        )
        said = " ".join((kind, *(f"{number:g}" for number in kept)))
        announce(ScaleSet(instance.study.patient_id, instance.pk, said), by=actor)
    return scale
