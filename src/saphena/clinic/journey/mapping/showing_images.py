"""What of an examination comes from images, each with the way back to its frame; and images of its day beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.design.dates import date_format
from saphena.clinic.imaging.queries import pictures_by_study, sources, studies_of
from saphena.clinic.journey.mapping.boxes import slot_name
from saphena.clinic.journey.mapping.from_images import SOURCE
from saphena.clinic.journey.mapping.standing import slot_of
from saphena.clinic.journey.mapping.wording import quantity_name, spoken, value_said
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.words import place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.imaging.queries import Source
    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.clinic.people.models import User

__all__ = ["Film", "FromImage", "Origins", "film_of", "origins_of"]


@dataclass(frozen=True, slots=True)
class FromImage:
    """One value that stands on the map and the frame, or the report, that it comes from."""

    leg: str
    slot: str
    where: str
    said: str
    source: Source


@dataclass(frozen=True, slots=True)
class Origins:
    """By field, and in the order of noting. `by_source` serves the history, where older rows stand too."""

    shown: Sequence[FromImage]
    by_slot: Mapping[str, FromImage]
    by_source: Mapping[str, Source]


def origins_of(
    viewer: User, examination: Examination, standing: Iterable[Measurement], history: Iterable[Measurement] = ()
) -> Origins:
    """What stands and comes from an image. One query; none where nothing does."""
    rows, older = list(standing), list(history)
    numbers = {row.source: int(row.source.removeprefix(SOURCE)) for row in (*rows, *older) if _is_ours(row.source)}
    found = sources(viewer, numbers.values(), examination.patient_id)
    shown = [_told(row, found[numbers[row.source]]) for row in rows if numbers.get(row.source) in found]
    known = {name: found[number] for name, number in numbers.items() if number in found}
    return Origins(shown, {each.slot: each for each in shown}, known)


def _is_ours(source: str) -> bool:
    return source.startswith(SOURCE) and source.removeprefix(SOURCE).isdecimal()


def _told(row: Measurement, source: Source) -> FromImage:
    where = "" if row.segment == WHOLE_LEG else place_name(row.segment, row.level, spoken())
    said = f"{quantity_name(row.quantity)} {value_said(row.quantity, row.value)}"
    return FromImage(row.leg, slot_name(slot_of(row)), where, said, source)


@dataclass(frozen=True, slots=True)
class Film:
    """The stills and clips to stand beside a map: those of its own day, else of the nearest day."""

    day: str
    pictures: Sequence[Instance]
    of_that_day: bool
    others: int


def film_of(viewer: User, examination: Examination) -> Film | None:
    """The images of the examination's day, else those nearest to it. Three queries."""
    first = studies_of(viewer, examination.patient).first()
    if first is None:
        return None
    studies = pictures_by_study(viewer, first)
    if not studies:
        return None
    day = timezone.localdate(examination.examined_at)
    days = [(study.scanned_on or timezone.localdate(study.received_at), pictures) for study, pictures in studies]
    nearest = min(days, key=lambda each: abs((each[0] - day).days))[0]
    shown = [picture for of, pictures in days if of == nearest for picture in pictures]
    return Film(date_format(nearest, "j M Y"), shown, nearest == day, sum(len(each) for _of, each in days) - len(shown))
