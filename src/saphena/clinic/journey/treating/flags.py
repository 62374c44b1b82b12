"""What still needs a physician's word before the note is signed.

An injection or a syringe that passed a clinical rule, a step that was taken without what belongs to it, a time-out that
came after the first injection: each came in without a physician's reason, because the tablet had no network to ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from saphena.clinic.journey.treating.asking import language
from saphena.clinic.journey.treating.deeds import NEED_WORDS
from saphena.clinic.journey.treating.from_images import told
from saphena.clinic.journey.treating.models import Injection, Syringe, Transition
from saphena.clinic.journey.treating.states import CLINICAL, Move, Need
from saphena.clinic.journey.treating.wording import MOVE_WORDS, passed_words

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.treating.models import Explanation, Session

__all__ = ["Flag", "explanation_of", "is_open", "open_flags", "too_late"]

NOT_CLINICAL = {"lot not known"}


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that waits for a reason: what it was, and what is to be explained. `kind` is the row's own."""

    kind: str
    pk: int
    said: str
    rules: str


def open_flags(session: Session) -> list[Flag]:
    """In the order in which a colleague reads them: the steps, what was drawn, what was injected."""
    return [*_steps(session), *_drawn(session), *_injections(session)]


def is_open(row: Injection) -> bool:
    """It passed something, was not taken back, and no physician has given the reason, then or since."""
    if not row.passed or hasattr(row, "void") or hasattr(row, "approval"):
        return False
    return not (row.reason and _by_physician(row))


def explanation_of(row: Transition | Syringe) -> Explanation | None:
    """The reason that a physician has given afterwards."""
    return getattr(row, "explanation", None)


def too_late(row: Transition, first: datetime | None) -> bool:
    """Whether it is a time-out that was said after the first injection."""
    return row.move == Move.CONFIRM and first is not None and first < row.at


def _by_physician(row: Injection | Syringe | Transition) -> bool:
    return row.ordered_by is not None or row.by.may("treating.override")


def _injections(session: Session) -> list[Flag]:
    rows = Injection.objects.filter(session=session).exclude(passed=[])
    found = rows.select_related("syringe", "void", "approval", "by", "ordered_by")
    return [
        Flag("injection", row.pk, told(row), passed_words(row.passed, row.in_force)) for row in found if is_open(row)
    ]


def _drawn(session: Session) -> list[Flag]:
    used = Injection.objects.filter(session=session, void__isnull=True).values("syringe")
    rows = Syringe.objects.filter(session=session, pk__in=used).exclude(passed=[])
    found = rows.select_related("by", "ordered_by", "explanation")
    return [
        Flag("syringe", row.pk, _("%(time)s, drawn up: %(what)s") % {"time": _clock(row.at), "what": row},
             passed_words(row.passed))
        for row in found
        if explanation_of(row) is None and not _is_explained(row, clinical=not NOT_CLINICAL.issuperset(row.passed))
    ]  # fmt: skip


def _steps(session: Session) -> list[Flag]:
    rows = Transition.objects.filter(session=session).select_related("by", "ordered_by", "explanation")
    given = Injection.objects.filter(session=session, void__isnull=True).order_by("at")
    first = given.values_list("at", flat=True).first()
    found = []
    for row in rows:
        needs = [Need(name) for name in row.missing]
        why = []
        if needs and not _is_explained(row, clinical=any(need in CLINICAL for need in needs)):
            why += [_("not recorded then: %(what)s") % {"what": ", ".join(str(NEED_WORDS[need]) for need in needs)}]
            why += (row.told or {}).get(language(), [])
        if too_late(row, first):
            why.append(_("said after the first injection (%(time)s)") % {"time": _clock(first)})
        if why and explanation_of(row) is None:
            said = {"time": _clock(row.at), "move": MOVE_WORDS[Move(row.move)], "who": row.by}
            found.append(Flag("transition", row.pk, _("%(move)s at %(time)s, %(who)s") % said, "; ".join(why)))
    return found


def _is_explained(row: Syringe | Transition, *, clinical: bool) -> bool:
    return bool(row.reason) and (not clinical or _by_physician(row))


def _clock(at: datetime | None) -> str:
    return time_format(timezone.localtime(at), "H:i")
