"""What is shown of each event before it is taken over, and after: when, what becomes of it, and whom it hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saphena.clinic.exchange.ical.importing import KEPT, KNOWN, LIFTED, MOVED, NEW
from saphena.clinic.journey.booking.queries import standing_with
from saphena.clinic.journey.booking.showing import day_of, day_said, described, times_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.diary.models import Closure
    from saphena.clinic.exchange.ical.importing import Asked, Found
    from saphena.clinic.journey.booking.models import Visit

__all__ = ["Row", "rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """One event in words. `look` is that of its state."""

    line: int
    words: str
    when: str
    becomes: list[tuple[str, str]]
    reason: str
    field: str
    hits: list[Visit]


def rows(viewer: object, asked: Asked, found: Sequence[Found], *, tried: bool) -> list[Row]:
    """One row for each event of the file, with the visits that its times hit."""
    closing = [closure for each in found for closure in each.closing]
    visits = list(standing_with(viewer, asked.whose, closing))
    return [
        Row(
            each.line, each.words or _("without a name"), _when(each), _becomes(each, tried=tried), each.reason,
            each.field, described(_hit(visits, each, asked)),
        )
        for each in found
    ]  # fmt: skip


def _when(found: Found) -> str:
    closures = sorted((each.closure for each in found.changes), key=lambda each: each.stretch)
    if not closures:
        return ""
    first = said(closures[0])
    if len(closures) == 1:
        return first
    told = {"first": first, "count": len(closures), "last": said(closures[-1])}
    return _("%(count)d times, from %(first)s to %(last)s") % told


def said(closure: Closure) -> str:
    """“Mon 15 Mar 13:00 to 15:00”, “Mon 15 Mar to Wed 17 Mar”."""
    begin, end = (at.astimezone(closure.zone) for at in closure.stretch)
    if closure.begins_at is None:
        first, last = day_said(closure.first_day), day_said(closure.last_day)
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    if begin.date() == end.date():
        return f"{day_of(begin)} {times_of(begin, end)}"
    return _("%(first)s to %(last)s") % {
        "first": f"{day_of(begin)} {begin:%H:%M}",
        "last": f"{day_of(end)} {end:%H:%M}",
    }


def _becomes(found: Found, *, tried: bool) -> list[tuple[str, str]]:
    """Look and words of each thing that becomes of it."""
    if found.refused:
        return [("warning", _("not read"))]
    counts = found.counts
    told = {
        NEW: ("coming", ngettext("%(n)d time would be closed", "%(n)d times would be closed", counts[NEW]))
        if tried
        else ("done", ngettext("%(n)d time is closed", "%(n)d times are closed", counts[NEW])),
        MOVED: ("coming" if tried else "done", _("%(n)d moved")),
        LIFTED: ("coming" if tried else "done", _("%(n)d free again")),
        KNOWN: ("past", _("%(n)d known already")),
        KEPT: ("past", _("%(n)d was lifted by hand and stays so")),
    }
    return [(look, words % {"n": counts[what]}) for what, (look, words) in told.items() if counts[what]]


def _hit(visits: Iterable[Visit], found: Found, asked: Asked) -> list[Visit]:
    return [visit for visit in visits if any(_hits(closure, visit, asked) for closure in found.closing)]


def _hits(closure: Closure, visit: Visit, asked: Asked) -> bool:
    begin, end = closure.stretch
    if asked.resource is None:
        return visit.starts_at < end and visit.ends_at > begin
    mine: Iterable[tuple[object, object]] = (
        (seat.begins_at, seat.ends_at) for seat in visit.seats.all() if seat.resource_id == asked.resource.pk
    )
    return any(one < end and other > begin for one, other in mine)  # type: ignore[operator]  # moments
