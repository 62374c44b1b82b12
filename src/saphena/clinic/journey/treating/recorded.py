"""What has been recorded in a session, in the words of the needs: read from the rows, each time anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Happening
from saphena.clinic.journey.treating.deeds import DEEDS
from saphena.clinic.journey.treating.hindering import in_the_way, let_pass
from saphena.clinic.journey.treating.models import Deed, Injection, Session
from saphena.clinic.journey.treating.states import Need
from saphena.pathway.treating import stay_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.pathway.treating import Stay

PLANNED = (Need.ASKED, Need.FINDINGS, Need.TEST, Need.CONSENT)  # what planning says of the way

__all__ = ["last_injection", "live_deeds", "recorded", "stay_of"]


def live_deeds(session: Session) -> list[Deed]:
    """What was done and not taken back, in the order in which it was done."""
    rows = Deed.objects.filter(session=session, taken_back__isnull=True, taken_back_by__isnull=True)
    return list(rows.select_related("by", "sent_by"))


def last_injection(session: Session) -> Injection | None:
    found = Injection.objects.filter(session=session, void__isnull=True).select_related("syringe")
    return found.order_by("-at", "-pk").first()


def stay_of(session: Session) -> Stay:
    """How long this patient walks and is watched, by what was given."""
    given = Injection.objects.filter(session=session, void__isnull=True)
    return stay_after(given.values_list("syringe__product", flat=True).distinct(), rows_in_force())


def recorded(session: Session, at: datetime, way: Mapping[Need, list[str]] | None = None) -> set[Need]:
    """The needs that are met at this moment; `way` is what stands in the way, where that is known already.

    With what somebody has gone on already, for a reason, is not asked about again.
    """
    deeds = live_deeds(session)
    met: set[Need] = {need for deed in deeds if (need := DEEDS[deed.what].need)}
    met -= {Need.WALKED, Need.WATCHED}
    met |= _of_the_course(session)
    way = in_the_way(session, at) if way is None else way
    passed = let_pass(session) if way else set()
    met |= {need for need in PLANNED if passed.issuperset(way.get(need, ()))}
    if session.weight is not None:
        met.add(Need.WEIGHT)
    if session.injector_id is not None:
        met.add(Need.INJECTOR)
    if last := last_injection(session):
        met.add(Need.INJECTION)
        met |= _walked_and_watched(session, {deed.what: deed.at for deed in deeds}, last.at, at)
    return met


def _of_the_course(session: Session) -> set[Need]:
    """The signed map and the return visit: what the course knows."""
    met = {Need.MAP} if session.course.facts.get("map_signed") else set()
    known = standing(Happening.objects.filter(course=session.course_id).order_by("pk"))
    if any(name.split(" ")[0] == "review" and at > session.opened_at for name, at in known.events.items()):
        met.add(Need.RETURN_VISIT)
    return met


def _walked_and_watched(session: Session, done: dict[str, datetime], last: datetime, at: datetime) -> set[Need]:
    """The walk was long enough, and the time since the last injection too, by the longest that a product asks for."""
    stay = stay_of(session)
    met: set[Need] = set()
    began, ended = done.get("walk_began"), done.get("walk_ended")
    if began and ended and ended - began >= timedelta(minutes=stay.walk):
        met.add(Need.WALKED)
    if "watched" in done and done["watched"] - last >= timedelta(minutes=stay.watch):
        met.add(Need.WATCHED)
    return met
