"""What a viewer may see of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from saphena.clinic.exchange.dicom.models import Copy, Export
from saphena.clinic.imaging.models import Instance
from saphena.clinic.people.access import may, require

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from saphena.clinic.people.models import Patient

__all__ = ["choices", "copy_for", "export_for", "exports_of"]


def exports_of(viewer: object, patient: Patient) -> QuerySet[Export]:
    if not may(viewer, "imaging.export", patient):
        return Export.objects.none()
    return Export.objects.filter(patient=patient).select_related("made_by")


def export_for(viewer: object, export_id: int) -> Export:
    require(viewer, "imaging.export")
    found = Export.objects.select_related("patient", "made_by").filter(pk=export_id).first()
    if found is None:
        raise Http404
    return found


def copy_for(viewer: object, copy_id: int) -> Copy:
    require(viewer, "imaging.export")
    rows = Copy.objects.select_related("export__patient", "instance__study")
    found = rows.filter(pk=copy_id).first()
    if found is None:
        raise Http404
    return found


def choices(viewer: object, patient: Patient) -> list[Instance]:
    """The patient's pictures, the newest study first."""
    if not may(viewer, "imaging.export", patient):
        return []
    rows = Instance.objects.filter(study__patient=patient, rows__isnull=False).select_related("study")
    return list(rows.order_by("-study__newest_at", "study_id", "series_uid", "number", "pk"))
