"""What states and changes of a visit are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.booking.states import State

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
