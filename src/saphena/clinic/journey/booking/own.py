"""What patients do about their own visits: outside the notice by themselves, inside it they call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.diary.opening import timetables
from saphena.clinic.journey.booking.actions import cancelled, moved
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.booking.terms import notice_of
from saphena.clinic.people.access import require
from saphena.clinic.people.queries import the_clinic
from saphena.pathway.booking.notice import Counting
from saphena.pathway.diary import Span
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import Patient

KNOWN = timedelta(days=60)
"""So far the opening hours are looked at, for a notice of at most a week of them."""

__all__ = ["by_link", "cancel_own", "first_free", "last_moment", "may_change", "move_own"]


def last_moment(visit: Visit) -> datetime:
    """Until when the patient may change the visit, on the site's clock: by the protocol's notice, counted in UTC."""
    back = KNOWN if _in_business_hours() else timedelta()
    span = Span(visit.day - back, back.days + 1, visit.site.zone_info)
    return notice_of(visit.course).last_moment(visit.starts_at, span, _open(visit, span))


def first_free(visit: Visit, now: datetime) -> datetime:
    """From when on the patient may choose a time by themselves."""
    days = KNOWN.days if _in_business_hours() else 1
    span = Span(now.astimezone(visit.site.zone_info).date(), days, visit.site.zone_info)
    return notice_of(visit.course).first_bookable(now, span, _open(visit, span))


def _in_business_hours() -> bool:
    return Counting(settings.SAPHENA_NOTICE_COUNTS) is Counting.BUSINESS


def _open(visit: Visit, span: Span) -> int:
    """The site's opening hours, for a notice that is counted in them."""
    return timetables(visit.site, (), span)[None].mask(span) if _in_business_hours() else span.whole


def may_change(visit: Visit, now: datetime) -> bool:
    """Whether the visit is to come, and its notice has not begun."""
    return visit.state == State.EXPECTED and now <= last_moment(visit)


def move_own(
    *, actor: Patient, visit: Visit, starts: datetime, version: int | None = None, now: datetime | None = None
) -> Visit:
    """The patient gives their visit another time, which must not be inside the notice either."""
    require(actor, "booking.change_own", visit.patient)
    now = now or timezone.now()
    _in_time(visit, now)
    if starts < first_free(visit, now):
        told = {"phone": the_clinic().phone}
        raise Refused(_("This is too soon to arrange here. Please call %(phone)s.") % told, "starts")
    return moved(actor=actor, visit=visit, starts=starts, reason=_("by the patient"), version=version, now=now)


def cancel_own(
    *, actor: Patient, visit: Visit, reason: str = "", version: int | None = None, now: datetime | None = None
) -> Visit:
    """The patient calls their visit off. They need not say why: whoever is afraid should not have to explain it."""
    require(actor, "booking.change_own", visit.patient)
    _in_time(visit, now or timezone.now())
    return cancelled(actor=actor, visit=visit, reason=reason, version=version, must_say_why=False)


def by_link() -> bool:
    """Whether this clinic lets patients change their visits by themselves; else they see them, and call."""
    return bool(settings.SAPHENA_PATIENTS_CHANGE_VISITS)


def _in_time(visit: Visit, now: datetime) -> None:
    if not by_link():
        told = {"phone": the_clinic().phone}
        raise Refused(_("Visits are changed on the telephone here. Please call %(phone)s.") % told, "starts")
    if not may_change(visit, now):
        told = {"phone": the_clinic().phone}
        raise Refused(_("It is too late to change this here. Please call %(phone)s: we find a way.") % told, "starts")
