"""A house in which visits can be: Priya, Sam, Nora, two rooms and a scanner, Monday to Friday from 8 to 17."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from saphena.clinic.diary import actions
from saphena.clinic.diary.models import Kind, Resource, Site
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.people.models import User

WEEK = [(day, time(8), time(17)) for day in range(5)]


def site(name: str = "Riverside", zone: str = "America/Edmonton") -> Site:
    """The site of that name with its hours, made when it is not there yet."""
    known = Site.objects.filter(name=name).first()
    if known:
        return known
    made = actions.add_site(actor=cast.max_(), name=name, zone=zone)
    actions.set_hours(actor=cast.max_(), site=made, weekly=WEEK)
    return made


def person(user: User, *roles: str, at: Site | None = None, hours: Sequence[actions.Weekly] = WEEK) -> Resource:
    """Somebody of the cast in the diary, the same one for the whole test."""
    known = Resource.objects.filter(user=user).first()
    if known:
        return known
    where = at or site()
    made = actions.add_resource(actor=cast.max_(), site=where, kind=Kind.PERSON, name=user.name, roles=roles, user=user)
    actions.set_hours(actor=cast.max_(), site=where, weekly=hours, resource=made)
    return made


def thing(kind: str, name: str, at: Site | None = None) -> Resource:
    """A room or a scanner, there whenever the site is open."""
    where = at or site()
    known = Resource.objects.filter(site=where, name=name).first()
    return known or actions.add_resource(actor=cast.max_(), site=where, kind=kind, name=name, roles=[kind])


def house() -> Site:
    """All of it."""
    where = site()
    person(cast.priya(), "physician", "sonographer")
    person(cast.sam(), "sonographer")
    person(cast.nora(), "nurse")
    for name in ("Room 1", "Room 2"):
        thing(Kind.ROOM, name)
    thing(Kind.SCANNER, "Scanner A")
    return where


def tiny_house() -> Site:
    """One of each, so that two visits at once cannot be."""
    where = site()
    person(cast.priya(), "physician")
    person(cast.sam(), "sonographer")
    person(cast.nora(), "nurse")
    thing(Kind.ROOM, "Room 1")
    thing(Kind.SCANNER, "Scanner A")
    return where
