"""Puts the clinic together at start: which event starts what, and the checks of the installation."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "saphena.clinic.config"
    label = "config"

    def ready(self) -> None:
        from saphena.clinic.config import checks  # noqa: F401 - registers them
        from saphena.clinic.journey.handoffs import handoffs
        from saphena.clinic.record.announcing import hand_over

        hand_over(handoffs())
