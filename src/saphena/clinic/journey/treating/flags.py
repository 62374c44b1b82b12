"""What still needs a physician's word: an injection that passed a clinical rule and has no reason from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.journey.treating.models import Injection

if TYPE_CHECKING:
    from saphena.clinic.journey.treating.models import Session

__all__ = ["is_open", "open_flags"]


def is_open(row: Injection) -> bool:
    """It passed something, was not taken back, and no physician has given the reason, then or since."""
    if not row.passed or hasattr(row, "void") or hasattr(row, "approval"):
        return False
    physician = row.ordered_by is not None or row.by.may("treating.override")
    return not (row.reason and physician)


def open_flags(session: Session) -> list[Injection]:
    rows = Injection.objects.filter(session=session).exclude(passed=[])
    return [row for row in rows.select_related("syringe", "void", "approval", "by", "ordered_by") if is_open(row)]
