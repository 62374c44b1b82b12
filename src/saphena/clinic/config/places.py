"""The places of the staff's navigation: each shows for those who may open it."""

from __future__ import annotations

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
    Place(_("Images"), "imaging:tray", "search", "imaging.match"),
    Place(_("Waiting list"), "booking:waiting", "clock", "booking.book"),
    Place(_("Diary"), "diary:diary", "calendar", "diary.manage"),
    Place(_("Protocols"), "courses:protocols", "document", "courses.see_protocols"),
    Place(_("Messages"), "messages:outbox", "tell", "messages.see_outbox"),
    Place(_("Record"), "people:record", "list", "record.see_clinic"),
    Place(_("Staff"), "people:staff", "person", "people.see_staff"),
    Place(_("Machines"), "imaging:machines", "key", "imaging.manage_machines"),
    Place(_("Clinic"), "people:clinic", "clinic", "people.manage_clinic"),
)


def places(request: HttpRequest) -> dict[str, list[NavItem]]:
    """`nav_items` of design/base.html."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    here = request.path
    return {
        "nav_items": [
            NavItem(str(place.label), url := reverse(place.page), place.icon, current=here.startswith(url))
            for place in PLACES
            if user.may(place.capability)
        ]
    }
