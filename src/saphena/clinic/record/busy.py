"""Whether the database gave up a write because others were writing: nothing of it is kept, it may be tried again."""

from __future__ import annotations

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

__all__ = ["RETRY_AFTER", "SAID", "is_busy"]

SAID = _("Too many are writing at once. Nothing was changed. Please try again in a moment.")
RETRY_AFTER = "5"  # seconds
# Deadlock, serialisation failure, lock not available: what PostgreSQL asks to be tried again.
AGAIN = frozenset({"40P01", "40001", "55P03"})


def is_busy(error: BaseException) -> bool:
    """SQLite says it in words, PostgreSQL by a code."""
    if not isinstance(error, OperationalError):
        return False
    return "is locked" in str(error) or getattr(error.__cause__, "sqlstate", None) in AGAIN
