"""Stills and clips of the minute of an injection: found by the time that the scanner wrote into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from saphena.clinic.imaging.models import Instance
from saphena.clinic.journey.treating.models import Injection
from saphena.clinic.people.access import may

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.treating.models import Session

__all__ = ["Picture", "hang_on", "pictures_of"]

WRITTEN = re.compile(r"(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)?")
BEFORE, AFTER = timedelta(seconds=30), timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Picture:
    """One still (one frame) or clip, and when the scanner made it; `instance` is its number among the images."""

    instance: int
    number: int
    frames: int
    at: datetime


def pictures_of(viewer: object, session: Session, injections: Iterable[Injection]) -> dict[int, list[Picture]]:
    """For each injection the images of its minute, the nearest injection for each image. One query."""
    if not may(viewer, "imaging.see", session.course.patient):
        return {}
    rows = Instance.objects.filter(study__patient_id=session.course.patient_id, study__scanned_on=session.day)
    found: dict[int, list[Picture]] = {}
    given = list(injections)
    for row in rows.exclude(made_at="").order_by("made_at", "pk"):
        at = moment_of(row.made_at)
        near = [each for each in given if at and -BEFORE <= at - each.at <= AFTER]
        if at and near:
            nearest = min(near, key=lambda each: abs(at - each.at))
            found.setdefault(nearest.pk, []).append(Picture(row.pk, row.number or 0, row.frames, at))
    return found


def hang_on(state: dict[str, Any], viewer: object, session: Session) -> dict[str, Any]:
    """The screen's list of injections, each with the addresses of its images. Two queries."""
    given = Injection.objects.filter(session=session, void__isnull=True)
    found = pictures_of(viewer, session, given)
    for each in state["injections"]:
        each["images"] = [reverse("imaging:instance", args=[picture.instance]) for picture in found.get(each["id"], [])]
    return state


def moment_of(made_at: str) -> datetime | None:
    """“20270309 102030.25” on the scanner's clock, which is the clinic's; nothing when it cannot be read."""
    found = WRITTEN.match(made_at)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone.get_current_timezone())
    except ValueError:
        return None
