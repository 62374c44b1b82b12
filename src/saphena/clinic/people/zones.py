"""Time zones by their IANA names."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every zone named after a place, in order; the historic and the nameless ones are left out."""
    return tuple(
        sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    )


def check_zone(name: str) -> None:
    """A validator: the zone has to be one that the machine knows."""
    if name not in zone_names() and name != "UTC":
        raise ValidationError(
            _("There is no time zone called %(name)s. Try one like America/Edmonton.") % {"name": name}
        )
