"""Noting: what is typed, measured or sent becomes rows, an act at a time; none is changed, none overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saphena.clinic.journey.mapping.events import Noted, NotedTakenBack, RestCompetent
from saphena.clinic.journey.mapping.models import Examination, Measurement
from saphena.clinic.journey.mapping.standing import Slot, newest
from saphena.clinic.journey.mapping.wording import row_said
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.anatomy import anatomy
from saphena.pathway.mapping import Origin, quantities
from saphena.pathway.mapping.checking import contradictions
from saphena.pathway.mapping.examined import examined
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.signs import ITEMS
from saphena.pathway.mapping.typing_in import plain_number
from saphena.pathway.mapping.words import sentence
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from saphena.clinic.people.models import User

__all__ = ["Noting", "Overtaken", "note", "note_rest_competent", "take_back"]

HIGHEST = Decimal(1000)  # cm; what the column holds, and far more than any leg
LONGEST_TYPED, LONGEST_NOTE, LONGEST_KEY = 300, 300, 64
DECIDES = frozenset({"state", "reflux", "compressible", "ruled"})
LEG_QUANTITIES = frozenset({"signs", "symptoms", "origin", *(f"vcss{item}" for item in range(1, ITEMS + 1))})


@dataclass(frozen=True, slots=True)
class Noting:
    """One thing to note; an empty value takes back what stands there."""

    leg: str
    segment: str
    quantity: str
    value: Decimal | str
    level: Decimal | None = None
    typed: str = ""
    note: str = ""

    @property
    def slot(self) -> Slot:
        return Slot(self.leg, self.segment, self.level, self.quantity)


class Overtaken(Refused):
    """Somebody else has noted something there that this page has not seen yet. `theirs` are their rows."""

    def __init__(self, theirs: Sequence[Measurement]) -> None:
        row = theirs[0]
        who = row.noted_by.name if row.noted_by else _("Somebody")
        said = row_said(row, get_language() or "en")
        super().__init__(
            _("%(who)s has noted this in the meantime: %(said)s. Keep theirs, or save yours over it.")
            % {"who": who, "said": said},
            row.quantity,
        )
        self.theirs = list(theirs)


def note(
    *,
    actor: User,
    examination: Examination,
    notings: Sequence[Noting],
    key: str,
    seen: int | None = None,
    origin: Origin = Origin.TYPED,
    source: str = "",
    now: datetime | None = None,
) -> list[Measurement]:
    """Note some things of one or more places in one act.

    `key` is the sender's own: the same act sent twice is kept once. Its part before the last point names the page that
    sends. `seen` is the newest serial that this page had seen: what another page noted there since is refused with
    `Overtaken`, never overwritten unseen.
    """
    require(actor, "mapping.note", examination.patient)
    for each in notings:
        _check(actor, examination, each)
    with transaction.atomic():
        locked = _locked(examination)
        rows = list(locked.measurements.all())
        if again := [row for row in rows if row.key == key[:LONGEST_KEY]]:
            return again
        known = newest(rows)
        if seen is not None:
            _check_unseen(known, notings, seen, key)
        _check_together(known, notings)
        new = _write(locked, actor, notings, key, origin, source, now)
        said = "; ".join(row_said(row, "en", whole=True) for row in new)
        announce(Noted(locked.patient_id, locked.pk, said, str(origin)), by=actor)
    examination.serial = locked.serial
    return new


def note_rest_competent(
    *, actor: User, examination: Examination, leg: str, key: str, now: datetime | None = None
) -> list[Measurement]:
    """Everything of a whole examination of which nothing decisive was noted on this leg is competent: one act."""
    require(actor, "mapping.note", examination.patient)
    _check_leg(examination, leg)
    with transaction.atomic():
        locked = _locked(examination)
        rows = list(locked.measurements.all())
        if again := [row for row in rows if row.key == key[:LONGEST_KEY]]:
            return again
        decided = {slot.segment for slot, row in newest(rows).items() if _decides(slot, row, leg)}
        rest = [Noting(leg, id, "state", "competent") for id in examined() if id not in decided]
        if not rest:
            raise Refused(_("Nothing is left: something was noted of every segment of this leg."), "leg")
        new = _write(locked, actor, rest, key, Origin.REST, "", now)
        announce(RestCompetent(locked.patient_id, locked.pk, leg, len(new)), by=actor)
    examination.serial = locked.serial
    return new


def take_back(*, actor: User, examination: Examination, of: str, key: str) -> list[Measurement]:
    """Undo one act: what it noted goes back to what stood before, except where something newer was noted since."""
    require(actor, "mapping.note", examination.patient)
    with transaction.atomic():
        locked = _locked(examination)
        rows = list(locked.measurements.all())
        if again := [row for row in rows if row.key == key[:LONGEST_KEY]]:
            return again
        before = newest(row for row in rows if row.key != of)
        back = [_as_before(row, before.get(slot)) for slot, row in newest(rows).items() if row.key == of and of]
        if not back:
            raise Refused(_("There is nothing to take back: it was changed or taken back already."))
        new = _write(locked, actor, back, key, Origin.TYPED, "")
        announce(NotedTakenBack(locked.patient_id, locked.pk, len(new)), by=actor)
    examination.serial = locked.serial
    return new


def _decides(slot: Slot, row: Measurement, leg: str) -> bool:
    return slot.leg == leg and bool(row.value) and slot.quantity in DECIDES


def _as_before(row: Measurement, before: Measurement | None) -> Noting:
    told = (before.value, before.typed, before.note) if before else ("", "", "")
    return Noting(row.leg, row.segment, row.quantity, told[0], row.level, told[1], told[2])


def _locked(examination: Examination) -> Examination:
    """Nobody else writes in it until the transaction ends. Refused once it is no longer preliminary."""
    locked = Examination.objects.select_for_update().get(pk=examination.pk)
    if locked.is_signed:
        raise Refused(_("This map is signed. What is to be said now is an addendum."))
    if not locked.is_preliminary:
        raise Refused(_("This examination is not being noted any more. Open it again first, and say why."))
    return locked


def _check(actor: User, examination: Examination, each: Noting) -> None:
    _check_leg(examination, each.leg)
    if each.segment == WHOLE_LEG:
        if each.quantity not in LEG_QUANTITIES:
            raise Refused(_("This cannot be said of a whole leg."), each.quantity)
        return
    anatomy().segment(each.segment)  # refused with the nearest that there is
    if each.quantity not in quantities() or each.quantity in LEG_QUANTITIES:
        raise Refused(_("This cannot be noted of a vein."), each.quantity)
    if each.level is not None and not 0 <= each.level < HIGHEST:
        raise Refused(_("No leg is that high. The level is in centimetres above the floor."), "level")
    if each.quantity == "ruled" and each.value:
        require(actor, "mapping.rule", examination.patient)
        if not each.note.strip():
            raise Refused(_("Please say why: it stands beside the numbers."), "note")


def _check_leg(examination: Examination, leg: str) -> None:
    if leg not in examination.each_leg:
        raise Refused(
            _("This examination is of one leg, the %(leg)s.") % {"leg": examination.get_legs_display()}, "leg"
        )


def _check_unseen(known: Mapping[Slot, Measurement], notings: Sequence[Noting], seen: int, key: str) -> None:
    page = key.rpartition(".")[0]
    newer = [row for each in notings if (row := known.get(each.slot)) and row.serial > seen]
    if theirs := [row for row in newer if not page or row.key.rpartition(".")[0] != page]:
        raise Overtaken(theirs)


def _check_together(known: Mapping[Slot, Measurement], notings: Sequence[Noting]) -> None:
    """What is said of one place has to go together, with what stands there already."""
    places: dict[tuple[str, str, Decimal | None], dict[str, Decimal | str]] = {}
    for each in notings:
        places.setdefault(each.slot[:3], {})[each.quantity] = each.value
    for place, new in places.items():
        stands = {
            slot.quantity: row.value
            for slot, row in known.items()
            if slot[:3] == place and row.value and slot.quantity not in new
        }
        said = {quantity: value for quantity, value in new.items() if value != ""}
        if problems := contradictions(stands, said):
            raise Refused(sentence(problems[0], (get_language() or "en")[:2]), problems[0].field)


def _write(
    locked: Examination,
    actor: User,
    notings: Sequence[Noting],
    key: str,
    origin: Origin,
    source: str,
    now: datetime | None = None,
) -> list[Measurement]:
    rows = [
        Measurement(
            examination=locked,
            serial=locked.serial + number,
            leg=each.leg,
            segment=each.segment,
            level=each.level,
            quantity=each.quantity,
            value=plain_number(each.value) if isinstance(each.value, Decimal) else each.value,
            typed=each.typed[:LONGEST_TYPED],
            note=tidied(each.note, LONGEST_NOTE),
            origin=str(origin),
            source=source,
            key=key[:LONGEST_KEY],
            noted_at=now or timezone.now(),
            noted_by=actor,
        )
        for number, each in enumerate(notings, start=1)
    ]
    Measurement.objects.bulk_create(rows)
    locked.serial += len(rows)
    locked.save(update_fields=["serial"])
    return rows
