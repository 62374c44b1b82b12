"""A map as data for others: a table (CSV) and the whole of it (JSON). No name of the patient is in either."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from saphena.clinic.journey.mapping.standing import derived_of, standing
from saphena.clinic.journey.mapping.wording import spoken
from saphena.clinic.papers.spreadsheet import harmless
from saphena.pathway.anatomy import anatomy
from saphena.pathway.mapping import quantities
from saphena.pathway.mapping.concluding import STATES, conclusions, target_line
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.typing_in import plain_number

if TYPE_CHECKING:
    from saphena.clinic.journey.mapping.models import Examination

__all__ = ["as_csv", "as_data"]

HEAD = ("leg", "segment", "name", "ceap", "level_cm", "quantity", "value", "unit", "typed", "origin", "noted_at", "by")


def as_csv(examination: Examination) -> str:
    """One line for each thing that stands. A cell that a spreadsheet would compute is told as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for slot, row in standing(examination).items():
        segment = None if slot.segment == WHOLE_LEG else anatomy().segment(slot.segment)
        number = quantities().numbers.get(slot.quantity)
        cells = (
            slot.leg,
            slot.segment,
            segment.name(spoken()) if segment else "",
            segment.ceap if segment else "",
            "" if slot.level is None else plain_number(slot.level),
            slot.quantity,
            row.value,
            number.unit if number else "",
            row.typed,
            row.origin,
            row.noted_at.isoformat(),
            row.noted_by.name if row.noted_by else "",
        )
        writer.writerow([_harmless(cell, is_number=number is not None) for cell in cells])
    return out.getvalue()


def _harmless(cell: str, *, is_number: bool) -> str:
    negative = is_number and cell[1:].replace(".", "").isdecimal()
    return cell if negative else harmless(cell)


def as_data(examination: Examination) -> dict[str, Any]:
    """Everything: how it was examined, what was noted, what follows by which criteria, and who signed."""
    rows = standing(examination)
    derived = derived_of(examination, rows)
    return {
        "format": "saphena vein map 1",
        "examination": examination.pk,
        "examined_at": examination.examined_at.isoformat(),
        "legs": list(examination.each_leg),
        "purpose": examination.purpose,
        "posture": examination.posture,
        "posture_reason": examination.posture_reason,
        "manoeuvre": examination.manoeuvre,
        "machine": examination.machine,
        "limits": examination.limits,
        "state": examination.state,
        "sonographer": examination.sonographer.name if examination.sonographer else None,
        "signed_by": examination.signed_by.name if examination.signed_by else None,
        "signed_at": examination.signed_at.isoformat() if examination.signed_at else None,
        "criteria": {"id": derived.criteria.id, "year": derived.criteria.year, "off": list(derived.criteria.off)},
        "noted": [
            {
                "leg": slot.leg,
                "segment": slot.segment,
                "level_cm": None if slot.level is None else plain_number(slot.level),
                "quantity": slot.quantity,
                "value": row.value,
                "unit": number.unit if (number := quantities().numbers.get(slot.quantity)) else None,
                "typed": row.typed,
                "origin": row.origin,
                "source": row.source,
                "note": row.note,
                "noted_at": row.noted_at.isoformat(),
            }
            for slot, row in rows.items()
        ],
        "follows": {
            leg: {
                "states": {
                    f"{each.segment.id}{'' if each.level is None else f'@{plain_number(each.level)}'}": each.state.value
                    for each in found.judged
                },
                "ceap": {"basic": found.ceap.basic, "full": found.ceap.full(examination.examined_at.date())},
                "vcss": {"total": found.vcss.total, "without_compression": found.vcss.without_compression},
                "vcss_missing": list(found.vcss.missing),
                "ways": [list(way.segments) for way in found.ways],
                "targets": [target_line(each, "en") for each in found.targets],
                "conclusions": [line.text for line in conclusions(found, "en")],
            }
            for leg, found in derived.legs.items()
        },
        "as_signed": examination.signed_as,
        "addenda": [{"text": each.text, "at": each.added_at.isoformat()} for each in examination.addenda.all()],
        "words": {state.value: words["en"] for state, words in STATES.items()},
    }
