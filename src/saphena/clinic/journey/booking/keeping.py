"""The same days with somebody else: which days could be kept, and in words which could not and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.booking.showing import capital, day_of, offered, sentence_of
from saphena.pathway.booking.explaining import Explainer
from saphena.pathway.booking.keeping import keep
from saphena.pathway.booking.searching import Search
from saphena.pathway.protocol.wording import say_clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.clinic.journey.booking.showing import Offered
    from saphena.pathway.booking.offers import Offer, Placed

__all__ = ["SameDays", "moments", "same_days", "wish_of"]

PREFIX = "keep-"


class SameDays(NamedTuple):
    """The course on the days that were wished for, and a sentence for whatever is not as it was."""

    offer: Offer
    shown: Offered
    notes: list[str]


def moments(given: Mapping[str, str], prefix: str) -> dict[str, datetime]:
    """“at-procedure” and the like, each with its moment; what is no moment is left out."""
    found = {}
    for name, value in given.items():
        if name.startswith(prefix) and len(value) < 40:
            try:
                moment = parse_datetime(value)
            except ValueError:
                continue
            if moment is not None and moment.tzinfo is not None:
                found[name.removeprefix(prefix)] = moment
    return found


def wish_of(offer: Offer) -> dict[str, str]:
    """The days of an offer, as an address holds them."""
    return {f"{PREFIX}{visit.step}": visit.starts.isoformat() for visit in offer.visits}


def same_days(given: Mapping[str, str], search: Search) -> SameDays | None:
    """The wished days as far as they can be kept; None when none were wished for, or no course can be had at all."""
    wished = moments(given, PREFIX)
    kept = keep(search, wished) if wished else None
    if kept is None:
        return None
    notes = [note for visit in kept.offer.visits if (note := _note(visit, kept.offer, kept.lost, wished, search))]
    return SameDays(kept.offer, offered(kept.offer, search), notes)


def _note(visit: Placed, offer: Offer, lost: tuple[str, ...], wished: Mapping[str, datetime], search: Search) -> str:
    before = wished.get(visit.step)
    if before is None or before == visit.starts:
        return ""
    said = language()
    what, clock = capital(search.course.called(visit.step, said)), say_clock(visit.starts.timetz(), said)
    if visit.step not in lost:
        was = say_clock(before.astimezone(search.span.zone).timetz(), said)
        return _("%(what)s: the same day, at %(now)s and not at %(before)s.") % {
            "what": what, "now": clock, "before": was,
        }  # fmt: skip
    words = {"what": what, "why": _why(visit.step, before, offer, lost, search), "day": day_of(visit.starts)}
    return _("%(what)s cannot keep its day. %(why)s. Offered instead: %(day)s.") % words


def _why(step: str, before: datetime, offer: Offer, lost: tuple[str, ...], search: Search) -> str:
    """The first reason against the day, with the days that are kept as settled."""
    others = {each.step: each.day for each in offer.visits if each.step not in lost}
    settled = replace(search.request, done={**search.request.done, **others})
    day = before.astimezone(search.span.zone).date()
    reasons = Explainer(Search(search.diary, search.course, settled)).why_not(step, day, day)
    return capital(sentence_of(reasons[0], search)) if reasons else _("It does not fit the other days")
