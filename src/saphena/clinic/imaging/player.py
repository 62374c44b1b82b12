"""One picture in the browser, ready to be played: its frames, its rulers, the calipers on it, ends to be dragged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from saphena.clinic.design.dates import date_format
from saphena.clinic.imaging.looking import seen
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.imaging.looking import Seen
    from saphena.clinic.imaging.models import Instance, Measurement

__all__ = ["Player", "player_of"]

OVER_TIME = frozenset({"front_mm", "diameter_mm"})
GONE = frozenset({"refused", "retired"})
ON_A_STRIP = frozenset({"reflux duration", "reflux duration to zero", "peak reverse velocity"})


@dataclass(frozen=True, slots=True)
class Mark:
    frame: int
    points: Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a reflux begins and ends on the strip, as columns, and which value that was."""

    start: float
    end: float
    row: float
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class Player:
    """What the template needs. `key` parts the ids of two players on one page."""

    instance: Instance
    frame: int
    seen: Seen | None
    refused: str
    marks: Sequence[Mark]
    ends: Ends | None
    series: dict[str, Any]
    key: str = ""

    @property
    def number(self) -> int:
        return self.frame + 1

    @property
    def before(self) -> int:
        return (self.frame - 1) % (self.seen.frames if self.seen else 1)

    @property
    def after(self) -> int:
        return (self.frame + 1) % (self.seen.frames if self.seen else 1)

    @property
    def day(self) -> str:
        study = self.instance.study
        return date_format(study.scanned_on or study.received_at, "j M Y")

    @property
    def url(self) -> str:
        return reverse("imaging:instance", args=[self.instance.pk]) + f"?frame={self.frame}"

    @property
    def text_size(self) -> int:
        """Of the rulers' words, in pixels of the picture: as large on a small picture as on a large one."""
        return max(9, round((self.seen.columns if self.seen else 640) / 30))


def player_of(instance: Instance, frame: int, measured: Iterable[Measurement], key: str = "") -> Player:
    """An image at a frame, with the calipers of what was measured on it. A file that cannot be opened says why."""
    told, refused = None, ""
    try:
        told = seen(instance, frame)
    except Refused as no:
        refused = no.reason
    mine = [row for row in measured if row.instance_id == instance.pk and row.state not in GONE]
    marks = [Mark(row.frame, row.points) for row in mine if len(row.points) > 1 and row.kind not in ON_A_STRIP]
    series: dict[str, Any] = next((row.series for row in reversed(mine) if OVER_TIME & row.series.keys()), {})
    return Player(instance, frame, told, refused, marks, _ends(mine, frame), series, key)


def _ends(rows: Sequence[Measurement], frame: int) -> Ends | None:
    """Of the newest reflux on this frame."""
    for row in reversed(rows):
        found = row.series.get("ends")
        if row.kind == "reflux duration" and row.frame == frame and found:
            return Ends(found[0][0], found[1][0], found[0][1], row)
    return None
