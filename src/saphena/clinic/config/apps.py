"""Puts the clinic together at start: which event starts what, and the checks of the installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from saphena.clinic.record.announcing import Handoffs


def handoffs() -> Handoffs:
    """Every arrow from an event to what follows it."""
    from saphena.clinic.courses.events import EventPlanned, EventTakenBack
    from saphena.clinic.courses.promises import promise_plan, withdraw_promises
    from saphena.clinic.messages.actions import promise_link, promise_new_link
    from saphena.clinic.people.events import LinkSendingAsked, NewLinkAsked

    return {
        LinkSendingAsked: [promise_link],
        NewLinkAsked: [promise_new_link],
        EventPlanned: [promise_plan],
        EventTakenBack: [withdraw_promises],
    }


class ConfigConfig(AppConfig):
    name = "saphena.clinic.config"
    label = "config"

    def ready(self) -> None:
        from saphena.clinic.config import checks  # noqa: F401 - registers them
        from saphena.clinic.record.announcing import hand_over

        hand_over(handoffs())
