"""The words and icons of strengths, kinds of rule and states: the same thing is called the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Sign:
    """A word and the icon that goes with it (empty: none)."""

    word: _StrPromise
    icon: str = ""


# Each word has its context: "May" alone would also rename the month, and "Open" is a verb elsewhere.
STRENGTHS: dict[str, _StrPromise] = {
    "must": pgettext_lazy("strength", "Must"),
    "should": pgettext_lazy("strength", "Should"),
    "may": pgettext_lazy("strength", "May"),
    "try": pgettext_lazy("strength", "Try to"),
}

KINDS: dict[str, Sign] = {
    "do": Sign(pgettext_lazy("kind of rule", "Do"), "do"),
    "avoid": Sign(pgettext_lazy("kind of rule", "Avoid"), "avoid"),
    "may": Sign(pgettext_lazy("kind of rule", "Allowed"), "may"),
    "bring": Sign(pgettext_lazy("kind of rule", "Bring"), "bag"),
    "have": Sign(pgettext_lazy("kind of rule", "Have ready"), "bag"),
    "ask": Sign(pgettext_lazy("kind of rule", "Question"), "question"),
    "tell": Sign(pgettext_lazy("kind of rule", "Tell"), "tell"),
    "notice": Sign(pgettext_lazy("kind of rule", "Notice"), "calendar"),
    "limit": Sign(pgettext_lazy("kind of rule", "Limit"), "limit"),
    "gate": Sign(pgettext_lazy("kind of rule", "Gate"), "gate-shut"),
    "choice": Sign(pgettext_lazy("kind of rule", "Choice"), "choice"),
    "self-care": Sign(pgettext_lazy("kind of rule", "Self-care"), "ice"),
    "escalate": Sign(pgettext_lazy("kind of rule", "Call the clinic"), "phone"),
}

STATES: dict[str, Sign] = {
    # a step of the journey
    "done": Sign(pgettext_lazy("state", "Done"), "check"),
    "open": Sign(pgettext_lazy("state", "Open"), "gate-open"),
    "waiting": Sign(pgettext_lazy("state", "Waiting"), "clock"),
    "shut": Sign(pgettext_lazy("state", "Shut"), "gate-shut"),
    # a plan item
    "past": Sign(pgettext_lazy("state", "Past")),
    "now": Sign(pgettext_lazy("state", "Now"), "clock"),
    "coming": Sign(pgettext_lazy("state", "Coming")),
    "missed": Sign(pgettext_lazy("state", "Missed"), "warning"),
    "ended_early": Sign(pgettext_lazy("state", "Ended early"), "warning"),
    # a vein
    "reflux": Sign(pgettext_lazy("state", "Reflux")),
    "competent": Sign(pgettext_lazy("state", "Competent")),
    "closed": Sign(pgettext_lazy("state", "Closed")),
    "not_seen": Sign(pgettext_lazy("state", "Not seen")),
    # a check
    "info": Sign(pgettext_lazy("state", "Note"), "info"),
    "warning": Sign(pgettext_lazy("state", "Warning"), "warning"),
    "stop": Sign(pgettext_lazy("state", "Stop"), "stop"),
}
