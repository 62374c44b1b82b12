"""The rows that fit a query, and what is told of each. Only images whose patient is known are shown to anybody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from saphena.clinic.exchange.dicom.comparing import alike, as_range, date_of, is_wild
from saphena.clinic.exchange.dicom.web.answers import Answer
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.models import Instance, Study
from saphena.clinic.people.access import may
from saphena.clinic.people.models import Patient
from saphena.clinic.record.folding import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from saphena.clinic.exchange.dicom.web.asking import Asked

__all__ = ["Found", "instances", "seen", "series", "studies"]

MOST_KINDS = 50
"""A database answers no condition of a thousand parts."""


@dataclass(frozen=True, slots=True)
class Found:
    """One result: the study and its numbers, for lower levels the series too, and the image whose header tells more."""

    study: Study
    first: Instance
    modalities: tuple[str, ...]
    images: int = 1
    series: int = 1


def seen(viewer: object) -> QuerySet[Instance]:
    """The images that this viewer may see by DICOMweb, with their studies and patients."""
    if not may(viewer, "imaging.see"):
        return Instance.objects.none()
    return Instance.objects.filter(study__patient__isnull=False).select_related("study__patient")


def studies(viewer: object, asked: Asked) -> tuple[list[Found], bool]:
    """The newest first, and whether there are more."""
    rows = Study.objects.filter(_of_study(asked, ""), patient__isnull=False).select_related("patient")
    if not may(viewer, "imaging.see"):
        rows = rows.none()
    if wanted := asked.match.get("ModalitiesInStudy"):
        inside = Instance.objects.filter(_any_of("modality", wanted), study=OuterRef("pk"))
        rows = rows.filter(Exists(inside))
    counted = rows.annotate(
        images=Count("instances"), series=Count("instances__series_uid", distinct=True), first=Min("instances__pk")
    )
    page = counted.filter(images__gt=0).order_by("-newest_at", "-pk")[asked.offset : asked.offset + asked.limit + 1]
    found: list[Any] = list(page)
    firsts = Instance.objects.in_bulk([row.first for row in found])
    kinds = _modalities(row.pk for row in found)
    results = [Found(row, firsts[row.first], kinds[row.pk], row.images, row.series) for row in found]
    return results[: asked.limit], len(found) > asked.limit


def _modalities(study_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    pairs = Instance.objects.filter(study__in=list(study_ids)).values_list("study_id", "modality").distinct()
    found: dict[int, tuple[str, ...]] = {}
    for study_id, modality in pairs.order_by("study_id", "modality"):
        found[study_id] = (*found.get(study_id, ()), *([modality] if modality else []))
    return found


def series(viewer: object, asked: Asked) -> tuple[list[Found], bool]:
    grouped = _instances(viewer, asked).values("study_id", "series_uid")
    counted = grouped.annotate(images=Count("pk"), first=Min("pk"), newest=Min("study__newest_at"))
    page = list(counted.order_by("-newest", "study_id", "first")[asked.offset : asked.offset + asked.limit + 1])
    firsts = Instance.objects.select_related("study__patient").in_bulk([row["first"] for row in page])
    results = []
    for row in page[: asked.limit]:
        first = firsts[row["first"]]
        results.append(Found(first.study, first, (first.modality,), row["images"]))
    return results, len(page) > asked.limit


def instances(viewer: object, asked: Asked) -> tuple[list[Found], bool]:
    rows = _instances(viewer, asked).order_by("-study__newest_at", "study_id", "series_uid", "number", "pk")
    page = list(rows[asked.offset : asked.offset + asked.limit + 1])
    results = [Found(row.study, row, (row.modality,)) for row in page[: asked.limit]]
    return results, len(page) > asked.limit


def _instances(viewer: object, asked: Asked) -> QuerySet[Instance]:
    rows = seen(viewer).filter(_of_study(asked, "study__"))
    columns = {"SeriesInstanceUID": "series_uid", "Modality": "modality", "SOPInstanceUID": "uid",
               "SOPClassUID": "sop_class", "ModalitiesInStudy": "modality"}  # fmt: skip
    for keyword, column in columns.items():
        if value := asked.match.get(keyword):
            how = _uids if keyword.endswith("UID") else _any_of
            rows = rows.filter(how(column, value))
    if number := asked.match.get("InstanceNumber"):
        rows = rows.filter(number=int(number)) if number.isdecimal() and len(number) < 10 else rows.none()
    return rows


def _of_study(asked: Asked, to: str) -> Q:
    """The conditions on a study; `to` leads to it from the row that is looked for."""
    found = Q()
    for keyword, column in (("AccessionNumber", "accession"), ("StudyDescription", "description")):
        if value := asked.match.get(keyword):
            found &= _text(to + column, value)
    if value := asked.match.get("StudyInstanceUID"):
        found &= _uids(f"{to}uid", value)
    if value := asked.match.get("StudyDate"):
        found &= _days(f"{to}scanned_on", value)
    return found & _of_patient(asked, to)


def _uids(column: str, value: str) -> Q:
    """One, or several with commas or backslashes between them."""
    return Q(**{f"{column}__in": [each.strip() for each in re.split(r"[,\\]", value) if each.strip()]})


def _any_of(column: str, value: str) -> Q:
    """Of several kinds, as viewers name them: one after the other in one value, or each in one of its own."""
    kinds = {each.strip() for each in re.split(r"[,\\]", value)} - {""}
    if len(kinds) > MOST_KINDS:
        raise Answer(f"At most {MOST_KINDS} kinds can be looked for at once.", 400)
    return reduce(or_, (_text(column, each) for each in sorted(kinds)), Q())


def _text(column: str, value: str) -> Q:
    if not is_wild(value):
        return Q(**{f"{column}__in": value.split("\\")})
    pattern = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in value)
    return Q(**{f"{column}__iregex": f"^{pattern}$"})


def _days(column: str, value: str) -> Q:
    found = Q()
    try:
        for day, how in zip(as_range(value), ("gte", "lte"), strict=True):
            found &= Q(**{f"{column}__{how}": date_of(day)}) if day else Q()
    except ValueError:
        raise Answer("StudyDate has to look like 20270309, or like 20270301-20270331.", 400) from None
    return found


def _of_patient(asked: Asked, to: str) -> Q:
    """Whose: by the clinic's own list of patients, whatever the images themselves say."""
    asking = {name: asked.match.get(name, "") for name in ("PatientName", "PatientID", "PatientBirthDate")}
    if not any(asking.values()):
        return Q()
    patients = Patient.objects.filter(studies__isnull=False).distinct()
    if asked.fuzzy:
        for word in words(asking["PatientName"]):
            patients = patients.filter(search__contains=word)
    fitting = [patient.pk for patient in patients if _is(patient, asking, asked.fuzzy)]
    return Q(**{f"{to}patient__in": fitting})


def _is(patient: Patient, asking: dict[str, str], fuzzy: bool) -> bool:
    born = patient.birth_date.strftime("%Y%m%d")
    name = f"{patient.family_name}^{patient.given_names}"
    first, last = as_range(asking["PatientBirthDate"])
    named = fuzzy or alike(asking["PatientName"], name)
    return named and alike(asking["PatientID"], dicom_id(patient)) and (first or born) <= born <= (last or born)
