"""The pretend clinic's diary: one site, eight people, three rooms, two scanners, open every day of the week."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from saphena.clinic.diary import actions
from saphena.clinic.diary.models import Kind, Resource, Site
from saphena.clinic.people.models import User

if TYPE_CHECKING:
    from datetime import datetime

# Open on Sundays too, so that the demo has its day whenever somebody starts it.
OPEN = [*((day, time(8), time(17)) for day in range(6)), (6, time(9), time(15))]
PEOPLE = (
    ("Priya Raman", ("physician",)),
    ("Lena Fischer", ("physician", "sonographer")),
    ("Sam Okafor", ("sonographer",)),
    ("Amira Haddad", ("sonographer",)),
    ("Nora Lindqvist", ("nurse",)),
    ("Beth Collins", ("nurse",)),
)
THINGS = (
    (Kind.ROOM, "Room 1"),
    (Kind.ROOM, "Room 2"),
    (Kind.ROOM, "Room 3"),
    (Kind.SCANNER, "Scanner A"),
    (Kind.SCANNER, "Scanner B"),
)
ALL_DAY = [(time(0), time(0))]


def set_up(manager: User, now: datetime) -> Site:
    """Everybody with their hours. Whoever starts the demo at night finds the clinic open late on that day."""
    site = actions.add_site(actor=manager, name="Foothills, Riverside Way", address="Suite 210, 1400 Riverside Way SE")
    actions.set_hours(actor=manager, site=site, weekly=OPEN)
    members = {user.name: user for user in User.objects.all()}
    for place, (name, roles) in enumerate(PEOPLE):
        person = actions.add_resource(
            actor=manager, site=site, kind=Kind.PERSON, name=name, roles=roles, user=members.get(name), place=place
        )
        actions.set_hours(actor=manager, site=site, weekly=OPEN, resource=person)
    for place, (kind, name) in enumerate(THINGS, start=len(PEOPLE)):
        actions.add_resource(actor=manager, site=site, kind=kind, name=name, roles=[kind.value], place=place)
    _open_late(manager, site, now)
    closed = now.astimezone(site.zone_info).date() + timedelta(days=24)
    actions.close(actor=manager, site=site, first_day=closed, last_day=closed, reason="New floor in the corridor")
    return site


def _open_late(manager: User, site: Site, now: datetime) -> None:
    """The patient of this very moment is being treated, whatever the moment is."""
    people = Resource.objects.filter(site=site, kind=Kind.PERSON)
    for moment in {(now - timedelta(hours=5)).astimezone(site.zone_info).date(), now.astimezone(site.zone_info).date()}:
        for whose in (None, *people):
            actions.set_other_hours(
                actor=manager, site=site, resource=whose, day=moment, hours=ALL_DAY, reason="Long day of the demo"
            )
