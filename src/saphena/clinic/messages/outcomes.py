"""What a sender can say afterwards. The four differ in what may be done next.

A message that never left is tried again; one that the other side does not want is given up; and when the line broke
after the text had gone out, nobody knows, and it is not sent twice.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has taken it."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """It did not leave, and may later."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotEver:
    """It did not leave, and will not as things are."""

    reason: str


@dataclass(frozen=True, slots=True)
class NobodyKnows:
    """It may have left."""

    reason: str


Outcome = Sent | NotNow | NotEver | NobodyKnows
