"""What a check has to say: one finding, with its id, its weight, a sentence and the rules that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """An error must be mended before a patient gets the protocol; a warning wants an answer; a note is for knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or missing. `id` is stable; `conflict` names the known conflict that it is, C1 to C18."""

    id: str
    severity: Severity
    sentence: str
    rules: tuple[str, ...] = ()
    conflict: str = ""

    def __str__(self) -> str:
        return f"{self.severity}: {self.sentence} [{self.id}]"
