"""The places of the staff's navigation: each shows for those who may open it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saphena.clinic.design.components import NavItem
from saphena.clinic.people.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrPromise


class Place(NamedTuple):
    label: StrPromise
    page: str
    icon: str
    capability: str


PLACES = (
    Place(_("Day board"), "board:board", "calendar", "booking.see"),
    Place(_("Desk"), "requesting:desk", "question", "requesting.see_desk"),
    Place(_("Inbox"), "recovering:inbox", "legs-up", "recovering.see_inbox"),
    Place(_("Patients"), "people:patients", "people", "people.see_patients"),
    Place(_("Journeys"), "courses:journeys", "walk", "courses.see_chart"),
    Place(_("Maps"), "mapping:examinations", "leg", "mapping.see"),
    Place(_("Stock"), "stock:lots", "syringe", "stock.see"),
    Place(_("Preparing"), "preparing:not_ready", "bag", "preparing.see"),
    Place(_("Treatment room"), "treating:sessions", "syringe", "treating.see"),
    Place(_("Return visits"), "reviewing:reviews", "leg", "reviewing.see"),
    Place(_("Outcomes"), "reviewing:outcomes", "list", "reviewing.see_outcomes"),
    Place(_("Images"), "imaging:tray", "search", "imaging.match"),
    Place(_("Waiting list"), "booking:waiting", "clock", "booking.book"),
    Place(_("Diary"), "diary:diary", "calendar", "diary.manage"),
    Place(_("Protocols"), "courses:protocols", "document", "courses.see_protocols"),
    Place(_("Messages"), "messages:outbox", "tell", "messages.see_outbox"),
    Place(_("Record"), "people:record", "list", "record.see_clinic"),
    Place(_("Staff"), "people:staff", "person", "people.see_staff"),
    Place(_("Machines"), "imaging:machines", "key", "imaging.manage_machines"),
    Place(_("Take over"), "exchange_visits:take_over", "list", "booking.book"),
    Place(_("Applications"), "applications:applications", "key", "people.manage_applications"),
    Place(_("Clinic"), "people:clinic", "clinic", "people.manage_clinic"),
)


# Twenty places in a row are a wall. What is done now comes first, what is set up once comes last.
GROUPS: tuple[tuple[StrPromise, frozenset[str]], ...] = (
    (_("Now"), frozenset({"board:board", "requesting:desk", "recovering:inbox", "booking:waiting"})),
    (
        _("Patients and legs"),
        frozenset({
            "people:patients", "courses:journeys", "mapping:examinations", "preparing:not_ready", "treating:sessions",
            "reviewing:reviews", "imaging:tray",
        }),
    ),
    (_("The house"), frozenset({place.page for place in PLACES})),
)  # fmt: skip
FITS = 17
"""So many places stand in a rail of 800 px. Whoever may open more finds behind one button what is set up once."""
SET_UP = frozenset({
    "courses:protocols", "people:staff", "imaging:machines", "exchange_visits:take_over", "applications:applications",
    "people:clinic",
})  # fmt: skip


def places(request: HttpRequest) -> dict[str, list[NavItem]]:
    """`nav_items` of design/base.html: by group, each group's first with its heading."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    found: list[NavItem] = []
    left = [place for place in PLACES if user.may(place.capability)]
    for heading, pages in GROUPS:
        here = [place for place in left if place.page in pages]
        left = [place for place in left if place not in here]
        found += [_item(place, str(heading) if place is here[0] else "", more=bool(found)) for place in here]
    found = _folded(found) if len(found) > FITS else found
    around = [item.url for item in found if request.path.startswith(item.url)]
    nearest = max(around, key=len, default="")  # outcomes lie within the address of return visits
    return {"nav_items": [replace(item, current=item.url == nearest) for item in found]}


def _folded(found: list[NavItem]) -> list[NavItem]:
    """What is set up once comes last, as a group of its own that a low screen folds."""
    pages = {reverse(page) for page in SET_UP}
    set_up = [replace(item, folded=True) for item in found if item.url in pages]
    headed = replace(set_up[0], heading=str(_("Setting up"))) if set_up else None
    return [item for item in found if item.url not in pages] + ([headed, *set_up[1:]] if headed else [])


def _item(place: Place, heading: str, *, more: bool) -> NavItem:
    return NavItem(str(place.label), reverse(place.page), place.icon, heading=heading, more=more)
