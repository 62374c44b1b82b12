"""Ultrasound studies: which series and which images there are. The images themselves are had by DICOMweb."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.exchange.fhir.codes import DICOM
from saphena.clinic.exchange.fhir.ids import id_of
from saphena.clinic.exchange.fhir.shapes import UNKNOWN, Json, coding, concept, resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.exchange.fhir.naming import Naming
    from saphena.clinic.imaging.models import Instance, Study

__all__ = ["imaging_study"]

UIDS = "urn:dicom:uid"


def imaging_study(naming: Naming, row: Study) -> Json:
    images = sorted(row.instances.all(), key=lambda image: image.series_uid)
    series = [list(group) for _uid, group in groupby(images, key=lambda image: image.series_uid)]
    day = row.scanned_on.isoformat() if row.scanned_on else None
    kinds = sorted({image.modality for image in images if image.modality})
    return resource(
        "ImagingStudy",
        id_of(row),
        said=[_("Ultrasound images"), day or "", row.description, ", ".join(kinds), len(images)],
        language=naming.language,
        updated=naming.at(max(filter(None, (row.newest_at, row.matched_at)))),
        identifier=[
            {"system": UIDS, "value": f"urn:oid:{row.uid}"},
            {"type": concept(_("accession number")), "value": row.accession} if row.accession else None,
        ],
        status="available",
        modality=[coding(DICOM, kind) for kind in kinds],
        subject=naming.subject(),
        started=day,
        numberOfSeries=len(series),
        numberOfInstances=len(images),
        description=row.description,
        series=[_series(group) for group in series],
    )


def _series(images: list[Instance]) -> Json:
    modality = images[0].modality
    return {
        "uid": images[0].series_uid,
        "modality": coding(DICOM, modality) if modality else UNKNOWN,
        "numberOfInstances": len(images),
        "instance": list(_instances(images)),
    }


def _instances(images: Iterable[Instance]) -> Iterable[Json]:
    for image in images:
        kind = coding("urn:ietf:rfc:3986", f"urn:oid:{image.sop_class}")
        yield {"uid": image.uid, "sopClass": kind, "number": image.number}
