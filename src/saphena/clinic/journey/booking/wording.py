"""What states and changes of a visit are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.booking.states import AskState, State

STATE_NAMES = {
    State.EXPECTED: _("expected"),
    State.ARRIVED: _("arrived"),
    State.SCANNING: _("scanning"),
    State.INJECTING: _("injecting"),
    State.BANDAGING: _("bandaging"),
    State.WALKING: _("walking"),
    State.LEFT: _("left the clinic"),
    State.HOME: _("at home"),
    State.CANCELLED: _("cancelled"),
    State.MISSED: _("missed"),
}
NEXT_ACTS = {
    State.ARRIVED: _("Has arrived"),
    State.SCANNING: _("Scan begins"),
    State.INJECTING: _("Injection begins"),
    State.BANDAGING: _("Bandage begins"),
    State.WALKING: _("Walk begins"),
    State.LEFT: _("Has left"),
    State.HOME: _("Is at home"),
}
CHANGES = {
    "booked": _("Booked"),
    "moved": _("Moved"),
    "state": _("On the day"),
    "cancelled": _("Called off"),
    "missed": _("Did not come"),
    "noted": _("Note"),
}

ASKED = {
    AskState.OPEN: _("waits for an answer"),
    AskState.AGREED: _("yes"),
    AskState.DECLINED: _("no"),
    AskState.LAPSED: _("no answer"),
    AskState.WITHDRAWN: _("withdrawn"),
}
