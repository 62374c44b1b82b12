"""Visits, offers and refusals as JSON. Times carry their offset, on the clock of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.journey.booking.showing import capital, sentence_of
from saphena.pathway.booking.words import say_late_home

if TYPE_CHECKING:
    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.journey.booking.refusing import Unavailable
    from saphena.pathway.booking.offers import Obstacle, Offer, Placed
    from saphena.pathway.booking.searching import Search

Json = dict[str, object]

__all__ = ["offer_said", "reason_said", "unavailable_said", "visit_said"]


def visit_said(visit: Visit, language: str) -> Json:
    return {
        "id": visit.pk,
        "course": visit.course_id,
        "step": visit.step,
        "title": capital(visit.title(language)),
        "starts": visit.starts.isoformat(),
        "ends": visit.ends.isoformat(),
        "site": {"id": visit.site_id, "name": visit.site.name, "zone": visit.site.zone},
        "state": visit.state,
        "overbooked": visit.overbooked,
        "version": visit.version,
        "seats": [{"role": seat.role, "name": seat.resource.name} for seat in visit.seats.all()],
    }


def offer_said(offer: Offer, search: Search, language: str) -> Json:
    return {"visits": [placed_said(each, search, language) for each in offer.visits]}


def placed_said(placed: Placed, search: Search, language: str) -> Json:
    names = dict.fromkeys(hold.resource for hold in placed.holds)
    found: Json = {
        "step": placed.step,
        "title": capital(search.course.called(placed.step, language)),
        **_times(placed),
        "with": [search.diary.lanes[name].resource.name for name in names],
    }
    warning = say_late_home(placed, language)
    return found | ({"warning": warning} if warning else {})


def _times(placed: Placed) -> Json:
    return {"starts": placed.starts.isoformat(), "ends": placed.ends.isoformat()}


def reason_said(obstacle: Obstacle, search: Search) -> Json:
    """Why a stretch of days does not work."""
    return {"kind": obstacle.kind.value, "said": capital(sentence_of(obstacle, search))}


def unavailable_said(no: Unavailable) -> Json:
    """What stands in the way, and the nearest times that can be had."""
    return {
        "near": [{"step": each.step, **_times(each)} for each in no.near],
        "obstacles": [
            {"kind": each.kind.value, "said": capital(said)} for each, said in zip(no.obstacles, no.words, strict=True)
        ],
    }
