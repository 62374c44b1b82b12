"""What has been recorded in a session, in the words of the needs: read from the rows, each time anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Happening
from saphena.clinic.journey.planning.consenting import consent_for
from saphena.clinic.journey.treating.deeds import DEEDS
from saphena.clinic.journey.treating.models import Deed, Injection, Session
from saphena.clinic.journey.treating.states import Need
from saphena.clinic.journey.treating.totals import rows_in_force
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.treating import stay_after

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.pathway.treating import Stay

__all__ = ["last_injection", "live_deeds", "recorded", "stay_of"]


def live_deeds(session: Session) -> list[Deed]:
    """What was done and not taken back, in the order in which it was done."""
    return list(Deed.objects.filter(session=session, taken_back__isnull=True, taken_back_by__isnull=True))


def last_injection(session: Session) -> Injection | None:
    found = Injection.objects.filter(session=session, void__isnull=True).select_related("syringe")
    return found.order_by("-at", "-pk").first()


def stay_of(session: Session) -> Stay:
    """How long this patient walks and is watched, by what was given."""
    given = Injection.objects.filter(session=session, void__isnull=True)
    return stay_after(given.values_list("syringe__product", flat=True).distinct(), rows_in_force())


def recorded(session: Session, at: datetime) -> set[Need]:
    """The needs that are met at this moment."""
    deeds = live_deeds(session)
    met: set[Need] = {need for deed in deeds if (need := DEEDS[deed.what].need)} - {Need.WALKED, Need.WATCHED}
    met |= _of_the_course(session)
    if session.weight is not None:
        met.add(Need.WEIGHT)
    if last := last_injection(session):
        met.add(Need.INJECTION)
        met |= _walked_and_watched(session, {deed.what: deed.at for deed in deeds}, last.at, at)
    return met


def _of_the_course(session: Session) -> set[Need]:
    """The signed map, the tolerated test, the return visit: what the course knows."""
    facts = session.course.facts
    met = {need for need, fact in ((Need.MAP, "map_signed"), (Need.TEST, "test_tolerated")) if facts.get(fact)}
    if consent_for(session.course, ConsentKind.PROCEDURE):
        met.add(Need.CONSENT)
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
