"""What a viewer may see of the programs that were let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.people.access import may
from saphena.clinic.people.applications.models import ApplicationToken

if TYPE_CHECKING:
    from django.db.models import QuerySet


def applications_for(viewer: object) -> QuerySet[ApplicationToken]:
    """Every token that was ever made, by name. One query."""
    if not may(viewer, "people.manage_applications"):
        return ApplicationToken.objects.none()
    return ApplicationToken.objects.select_related("made_by")
