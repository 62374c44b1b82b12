"""What this server can do, as a CapabilityStatement: what it says is what the other addresses do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from saphena.clinic.exchange.fhir.outcomes import MEDIA
from saphena.clinic.exchange.fhir.searching import base

if TYPE_CHECKING:
    from saphena.clinic.exchange.fhir.shapes import Json

__all__ = ["statement"]

CHANGED = "2026-11-26"
"""The day on which what follows last changed."""
LOOKED_FOR = (("date", "date"), ("status", "token"), ("patient", "reference"))


def statement(clinic: str) -> Json:
    everything = {
        "name": "everything",
        "definition": "http://hl7.org/fhir/OperationDefinition/Patient-everything",
        "documentation": "Everything that FHIR has a place for, as one bundle that refers only to itself.",
    }
    patient = {"type": "Patient", "interaction": [{"code": "read"}], "operation": [everything]}
    appointment = {
        "type": "Appointment",
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": name, "type": kind} for name, kind in LOOKED_FOR],
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": CHANGED,
        "kind": "instance",
        "software": {"name": "Saphena", "version": settings.SAPHENA_VERSION},
        "implementation": {"description": clinic, "url": base()},
        "fhirVersion": "4.0.1",
        "format": [MEDIA, "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": "To be read only. Prefer: handling=strict refuses parameters that are not known.",
                "security": {"description": "Authorization: Bearer, with a token that the clinic's manager makes."},
                "resource": [appointment, patient],
            }
        ],
    }
