"""What stands on the pages of a pack: plain lists and words, which the template sets as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saphena.clinic.papers.payer_pack.words import WORDS
from saphena.clinic.papers.vein_report.pages import of_one_leg
from saphena.pathway.legmap import PAPER, Look, draw, one_leg
from saphena.pathway.protocol.wording import say_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from saphena.clinic.papers.payer_pack.pack import Entry, Pack, Picture, Row

__all__ = ["pages"]

ROLES = {"map": "map signed"}


def pages(pack: Pack, language: str) -> dict[str, Any]:
    """Everything that the template sets."""
    words, leg = WORDS[language], WORDS[language][f"{pack.leg} low"]

    def day(on: date | None) -> str:
        return say_day(on, language, 0) if on else ""

    signatures = [[words[ROLES.get(role, role)], _joined(name, day(on))] for role, name, on in pack.signatures if name]
    return {
        "language": language,
        "document": words["document"].format(patient=pack.patient, on=day(pack.on)),
        "title": words["title"],
        "under": words["under"].format(leg=leg, on=day(pack.on)),
        "to": list(pack.to),
        "clinic": {
            "name": pack.clinic.name, "phone": pack.clinic.phone, "label": words["phone"], "lines": list(pack.address),
        },
        "page": words["page"],
        "foot": f"{pack.patient}, {day(pack.on)}",
        "facts": [
            [words["patient"], pack.patient], [words["born"], pack.born.isoformat()],
            [words["number"], pack.number or words["unknown"]], [words["leg"], leg],
        ],
        "entries": [_entry(each) for each in pack.entries],
        "conclusions": list(pack.conclusions),
        "rows": [_row(each) for each in pack.rows],
        "map": draw(of_one_leg(pack.leg_map, pack.leg), one_leg(pack.leg), Look(PAPER, language, key="payer")),
        "alt": words["alt"].format(leg=leg),
        "pictures": [_picture(each, words) for each in pack.pictures],
        "more": words["more"].format(n=pack.more_pictures) if pack.more_pictures else "",
        "signatures": [*signatures, [words["taken"], _joined(pack.taken_by, day(pack.on))]],
        "addenda": [f"{day(on)}, {by}: {text}" for on, by, text in pack.addenda],
        "words": words,
    }  # fmt: skip


def _entry(each: Entry) -> dict[str, Any]:
    said = [[line.text, line.whose] for line in each.said]
    return {
        "title": each.title, "standing": each.standing, "word": each.word, "said": said,
        "judged": [*([each.wants] if each.wants else []), *each.judged],
    }  # fmt: skip


def _row(each: Row) -> dict[str, Any]:
    cells = [each.vein, each.diameter, each.reflux, each.limit, each.state]
    return {"cells": cells, "source": each.source, "weighs": each.refluxes}


def _picture(each: Picture, words: Mapping[str, str]) -> dict[str, Any]:
    said = "; ".join(each.said)
    return {
        "svg": each.svg, "said": said, "credit": each.credit, "why": each.why_not, "wide": each.wide,
        "alt": words["frame alt"].format(said=said),
    }  # fmt: skip


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
