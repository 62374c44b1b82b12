"""A set of criteria as a page shows it: each row with its limit, where it stands, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saphena.clinic.journey.mapping.wording import spoken
from saphena.pathway.mapping.criteria.sets import Axial, Caution, Pathologic, Threshold
from saphena.pathway.mapping.words import SIGNS, number_in

if TYPE_CHECKING:
    from saphena.clinic.confirming.models import Word
    from saphena.pathway.mapping.criteria.sets import CriteriaSet, Limit, Row

__all__ = ["RowShown", "SetShown", "set_shown"]

SURE = {
    "found": gettext_lazy("read in the source"),
    "engineering": gettext_lazy("our proposal"),
    "recalled": gettext_lazy("recalled"),
}
NAMES = {
    "trunks": gettext_lazy("Saphenous trunks and junctions"),
    "tributaries": gettext_lazy("Tributaries"),
    "femoropopliteal": gettext_lazy("Common femoral, femoral, popliteal vein"),
    "tibial_and_deep_femoral": gettext_lazy("Deep femoral and tibial veins"),
    "peroneal": gettext_lazy("Fibular veins"),
    "muscular": gettext_lazy("Muscular veins"),
    "other_deep": gettext_lazy("Other deep veins"),
    "perforators": gettext_lazy("Perforators, leaking"),
    "pathologic_c2": gettext_lazy("Perforators, pathologic"),
    "pathologic_ulcer": gettext_lazy("Perforators, pathologic, under an ulcer"),
    "great": gettext_lazy("Axial reflux, great saphenous vein"),
    "small": gettext_lazy("Axial reflux, small saphenous vein"),
    "accessory": gettext_lazy("Axial reflux, accessory veins"),
    "parts": gettext_lazy("Junctional and segmental reflux"),
    "very_wide_trunk": gettext_lazy("Caution: a very wide trunk"),
    "wider_than_best_for_foam": gettext_lazy("Caution: wider than foam suits best"),
    "close_to_the_skin": gettext_lazy("Caution: close to the skin"),
}


@dataclass(frozen=True, slots=True)
class RowShown:
    name: str
    limit: str
    source: str
    year: int
    sure: str
    off: bool


@dataclass(frozen=True, slots=True)
class SetShown:
    id: str
    title: str
    rows: tuple[RowShown, ...]
    recalled: bool
    confirmed: str


def set_shown(known: CriteriaSet, row: Word | None) -> SetShown:
    told = ""
    if row:
        facts = {"who": row.by.name, "when": f"{row.at:%Y-%m-%d}"}
        told = _("Confirmed by %(who)s on %(when)s.") % facts
    rows = tuple(_row(each, off=each.id in known.off) for each in known.rows)
    return SetShown(known.id, known.title[spoken()], rows, any(each.sure == "recalled" for each in known.rows), told)


def _row(row: Row, *, off: bool) -> RowShown:
    return RowShown(str(NAMES[row.id]), _limit(row), row.source, row.year, str(SURE[row.sure]), off)


def _limit(row: Row) -> str:
    if isinstance(row, (Threshold, Caution)):
        return _said(row.limit)
    if isinstance(row, Pathologic):
        return f"{_said(row.reflux)}, {_said(row.diameter)}"
    return _said(row.apart) if isinstance(row, Axial) and row.apart else ""


def _said(limit: Limit) -> str:
    return f"{SIGNS[limit.operator]} {number_in(limit.value, spoken())}\u202f{limit.unit}"
