"""Claims are taken and given back here and nowhere else: behind the locks of the days, and the database decides.

Whoever wants to choose among free people first locks the days (`lock`), then looks (`lanes`), then takes. Locks are
taken in one order, by day and resource, so two who want the same wait for each other and never for ever.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from saphena.clinic.diary.models import Claim, Hold, Resource, TakenDay
from saphena.pathway.diary import USUAL, cell_number, runs, stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from saphena.clinic.diary.models import Overbooking

__all__ = ["Held", "JustTaken", "forget_past", "give_back", "lock", "rebuild", "take"]

WIDTH = USUAL // 8


@dataclass(frozen=True, slots=True)
class Held:
    """One resource for some cells, by their number in UTC: from `begin` until before `end`."""

    resource_id: int
    begin: int
    end: int

    @property
    def cells(self) -> range:
        return range(self.begin, self.end)

    @property
    def days(self) -> range:
        return range(self.begin // USUAL, (self.end - 1) // USUAL + 1)


class JustTaken(Exception):
    """Somebody else has some of it. `resource_ids` says whose time, where that is known."""

    def __init__(self, resource_ids: frozenset[int] = frozenset()) -> None:
        super().__init__("taken")
        self.resource_ids = resource_ids


Day = tuple[int, int]
"""A day of UTC, counted from 1970, and a resource."""


def lock(resource_ids: Iterable[int], days: Iterable[int]) -> dict[Day, int]:
    """Keep others from these resources' days until the transaction ends; gives what is taken of each, as bits."""
    wanted, all_days = sorted(set(resource_ids)), sorted(set(days))
    rows = TakenDay.objects.filter(resource_id__in=wanted, day__in=all_days)
    known = set(rows.values_list("day", "resource_id"))
    missing = [(day, number) for day in all_days for number in wanted if (day, number) not in known]
    if missing:
        TakenDay.objects.bulk_create(
            [TakenDay(resource_id=number, day=day) for day, number in missing], ignore_conflicts=True
        )
    locked = rows.select_for_update().order_by("day", "resource_id")
    return {(row.day, row.resource_id): bits_of(row.cells) for row in locked}


def bits_of(stored: bytes | memoryview) -> int:
    return int.from_bytes(stored, "little")


def take(about: str, held: Iterable[Held], overbooking: Overbooking | None = None) -> Hold:
    """Hold just these, and give back what `about` held until now and does not need any more. New first, then old.

    Raises `JustTaken` when somebody has some of it and no `overbooking` allows to stand beside them.
    """
    wanted = _by_resource(held)
    with transaction.atomic():
        hold, _new = Hold.objects.select_for_update().get_or_create(about=about)
        old = _by_resource(_of(hold))
        lock({*wanted, *old}, {day for each in (wanted, old) for cells in each.values() for day in _days(cells)})
        fresh = [(number, cell) for number, cells in sorted(wanted.items()) for cell in sorted(cells - old[number])]
        _insert(hold, fresh, overbooking)
        _delete(hold, {number: cells - wanted[number] for number, cells in old.items()})
        rebuild({(day, n) for each in (wanted, old) for n, cells in each.items() for day in _days(cells)})
    return hold


def give_back(about: str) -> None:
    """Whatever it held is free again."""
    with transaction.atomic():
        hold = Hold.objects.select_for_update().filter(about=about).first()
        if hold is None:
            return
        old = _by_resource(_of(hold))
        lock(old, {day for cells in old.values() for day in _days(cells)})
        _delete(hold, old)
        rebuild({(day, number) for number, cells in old.items() for day in _days(cells)})


def _insert(hold: Hold, fresh: list[tuple[int, int]], overbooking: Overbooking | None) -> None:
    if not fresh:
        return
    beside: dict[tuple[int, int], int] = {}
    if overbooking:
        beside = _next_beside(fresh)
    claims = [
        Claim(resource_id=number, cell=cell, hold=hold, overbooking=overbooking, beside=beside.get((number, cell), 0))
        for number, cell in fresh
    ]
    try:
        with transaction.atomic():
            Claim.objects.bulk_create(claims, batch_size=400)
    except IntegrityError:
        raise JustTaken(_whose(fresh)) from None


def _next_beside(fresh: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The first free place beside those who are there; the days are locked, so nobody comes in between."""
    found: dict[tuple[int, int], int] = {}
    for resource_id, cell, beside in _there(fresh).values_list("resource_id", "cell", "beside"):
        found[resource_id, cell] = max(found.get((resource_id, cell), 0), beside + 1)
    return found


def _whose(fresh: Iterable[tuple[int, int]]) -> frozenset[int]:
    wanted = set(fresh)
    there = _there(wanted).values_list("resource_id", "cell")
    return frozenset(number for number, cell in there if (number, cell) in wanted)


def _there(fresh: Iterable[tuple[int, int]]) -> QuerySet[Claim]:
    cells = [cell for _number, cell in fresh]
    return Claim.objects.filter(
        resource_id__in={number for number, _cell in fresh}, cell__gte=min(cells), cell__lte=max(cells)
    )


def _delete(hold: Hold, surplus: Mapping[int, set[int]]) -> None:
    """Give up cells; whoever stood beside the place itself moves up into it."""
    for number, cells in sorted(surplus.items()):
        for begin, end in _stretches(cells):
            rows = Claim.objects.filter(resource_id=number, cell__gte=begin, cell__lt=end)
            rows.filter(hold=hold).delete()
            _move_up(number, begin, end)


def _move_up(number: int, begin: int, end: int) -> None:
    rows = Claim.objects.filter(resource_id=number, cell__gte=begin, cell__lt=end)
    places: dict[int, list[Claim]] = defaultdict(list)
    for claim in rows.order_by("cell", "beside"):
        places[claim.cell].append(claim)
    for claims in places.values():
        for place, claim in enumerate(claims):
            if claim.beside != place:
                Claim.objects.filter(pk=claim.pk).update(beside=place)


def rebuild(days: Iterable[Day] | None = None) -> int:
    """Make the masks again from the claims: those of these days, or all of them. Gives how many were wrong."""
    wanted = sorted(days) if days is not None else sorted(TakenDay.objects.values_list("day", "resource_id"))
    wrong = 0
    for (day, number), bits in _counted(wanted).items():
        cells = bits.to_bytes(WIDTH, "little") if bits else b""
        wrong += TakenDay.objects.filter(day=day, resource_id=number).exclude(cells=cells).update(cells=cells)
    return wrong


def _counted(days: list[Day]) -> dict[Day, int]:
    """What the claims say of these days."""
    found = dict.fromkeys(days, 0)
    numbers = {number for _day, number in days}
    for day in sorted({day for day, _number in days}):
        cells = Claim.objects.filter(resource_id__in=numbers, cell__gte=day * USUAL, cell__lt=(day + 1) * USUAL)
        for number, cell in cells.values_list("resource_id", "cell"):
            if (day, number) in found:
                found[day, number] |= 1 << cell - day * USUAL
    return found


def _of(hold: Hold) -> Iterator[Held]:
    for number, cell in hold.claims.values_list("resource_id", "cell"):
        yield Held(number, cell, cell + 1)


def _by_resource(held: Iterable[Held]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for each in held:
        found[each.resource_id].update(each.cells)
    return found


def _days(cells: Iterable[int]) -> set[int]:
    return {cell // USUAL for cell in cells}


def _stretches(cells: Iterable[int]) -> Iterator[tuple[int, int]]:
    numbers = sorted(cells)
    if not numbers:
        return
    base = numbers[0]
    mask = reduce(or_, (stretch(cell - base, cell - base + 1) for cell in numbers))
    yield from ((begin + base, end + base) for begin, end in runs(mask))


KEPT = timedelta(days=35)
"""So long claims stay after their day: nobody takes a place of last month, and what was held stands in the visit."""
BATCH = 5_000


def forget_past(now: datetime | None = None) -> int:
    """Claims and masks of days that are long over. The worker does this once an hour; a batch is one transaction."""
    day = cell_number((now or timezone.now()) - KEPT) // USUAL
    gone = 0
    for resource_id in Resource.objects.order_by("pk").values_list("pk", flat=True):
        old = Claim.objects.filter(resource_id=resource_id, cell__lt=day * USUAL).order_by("cell")
        while batch := list(old.values_list("pk", flat=True)[:BATCH]):
            gone += Claim.objects.filter(pk__in=batch).delete()[0]
    return gone + TakenDay.objects.filter(day__lt=day).delete()[0]
