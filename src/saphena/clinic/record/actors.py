"""Who can do something that is recorded: a member of staff, a patient, or Saphena itself when a moment has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """What the record needs to know of whoever acts. Users and patients both know it of themselves."""

    @property
    def actor_id(self) -> int | None:
        """The account, where there is one."""

    @property
    def actor_name(self) -> str: ...

    @property
    def actor_role(self) -> str:
        """In words, as it stood at that moment."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Saphena itself, doing what was promised."""

    actor_name: str = "Saphena"
    actor_role: str = "clock"
    actor_id: int | None = None


SAPHENA = Machine()


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who has not said who they are: a failed sign-in, a wrong birth date."""

    actor_name: str = "Somebody"
    actor_role: str = "unknown"
    actor_id: int | None = None


NOBODY_KNOWN = Stranger()
