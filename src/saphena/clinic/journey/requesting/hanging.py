"""What later rooms tell at the desk: they offer it when they start (`apps.py`); the desk knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saphena.clinic.people.models import User

__all__ = ["DeskNote", "hang_at_desk", "notes_for"]


@dataclass(frozen=True, slots=True)
class DeskNote:
    """One line above the requests, and the page that it leads to."""

    text: str
    act: str
    url: str


Note = Callable[["User"], "DeskNote | None"]
_notes: list[Note] = []


def hang_at_desk(note: Note) -> None:
    """Offered twice, it hangs once."""
    if note not in _notes:
        _notes.append(note)


def notes_for(viewer: User) -> list[DeskNote]:
    return [said for note in _notes if (said := note(viewer))]
