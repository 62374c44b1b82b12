"""Not a command: how those that need the clinic load it."""

from __future__ import annotations

import os

import django
from django.core.exceptions import ImproperlyConfigured

from saphena.commands import CommandFailed


def start_django() -> None:
    """Load the clinic. A setting that it cannot accept is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphena.clinic.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        raise CommandFailed(str(wrong)) from wrong
