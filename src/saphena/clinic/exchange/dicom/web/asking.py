"""A QIDO-RS query, read: what is looked for, which attributes are to come back, which part of the results."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.clinic.exchange.dicom.web.answers import Answer

if TYPE_CHECKING:
    from django.http import QueryDict

__all__ = ["Asked", "asked"]

MOST = 200
OF_PATIENT = ("PatientName", "PatientID", "PatientBirthDate")
OF_STUDY = ("StudyInstanceUID", "StudyDate", "AccessionNumber", "ModalitiesInStudy", "StudyDescription", *OF_PATIENT)
OF_SERIES = ("SeriesInstanceUID", "Modality")
OF_INSTANCE = ("SOPInstanceUID", "SOPClassUID", "InstanceNumber")
MATCHED = {
    "studies": frozenset(OF_STUDY),
    "series": frozenset((*OF_STUDY, *OF_SERIES)),
    "instances": frozenset((*OF_STUDY, *OF_SERIES, *OF_INSTANCE)),
}
"""What can be looked for at each level. Anything else is refused: a filter that is left out would show too much."""
ELSEWHERE = frozenset({"limit", "offset", "includefield", "fuzzymatching"})
TAG = re.compile(r"[0-9A-Fa-f]{8}")


@dataclass(frozen=True, slots=True)
class Asked:
    """`match` by keyword, `fields` the keywords that are to come back besides the usual ones; `every` means all."""

    match: dict[str, str]
    fields: tuple[str, ...]
    every: bool
    fuzzy: bool
    limit: int
    offset: int


def asked(query: QueryDict, level: str, **fixed: str) -> Asked:
    """Raises `Answer` (400) for what cannot be looked for. `fixed` stands in the address itself."""
    match: dict[str, str] = {}
    fields: list[str] = []
    for name in query:
        if name in ELSEWHERE:
            continue
        keyword, value = _keyword(name), ",".join(query.getlist(name)).strip()
        fields.append(keyword)
        if not value or value == "*":
            continue  # anything, and it is to come back
        if keyword not in MATCHED[level]:
            raise Answer(f"{keyword} cannot be looked for at the level of {level}.", 400)
        match[keyword] = value
    every, named = _fields(query.getlist("includefield"))
    return Asked(
        match={**match, **fixed},
        fields=(*fields, *named),
        every=every,
        fuzzy=query.get("fuzzymatching", "").lower() == "true",
        limit=min(_whole(query, "limit", MOST), MOST),
        offset=_whole(query, "offset", 0),
    )


def _fields(given: list[str]) -> tuple[bool, list[str]]:
    names = [name.strip() for each in given for name in each.split(",") if name.strip()]
    return "all" in names, [_keyword(name) for name in names if name != "all"]


def _keyword(name: str) -> str:
    from pydicom.datadict import keyword_for_tag, tag_for_keyword

    if TAG.fullmatch(name):
        return keyword_for_tag(int(name, 16)) or name
    if tag_for_keyword(name) is None:
        raise Answer("One of the names in the query is no attribute of DICOM's.", 400)
    return name


def _whole(query: QueryDict, name: str, missing: int) -> int:
    given = query.get(name, "")
    if not given:
        return missing
    if not (given.isdecimal() and given.isascii() and len(given) < 10):
        raise Answer(f"{name} has to be a whole number.", 400)
    return int(given)
