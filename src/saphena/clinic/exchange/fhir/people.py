"""The patient, and whoever is named beside them: staff, the clinic, its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.exchange.fhir.ids import id_of, part_id
from saphena.clinic.exchange.fhir.naming import CLINIC
from saphena.clinic.exchange.fhir.shapes import Json, concept, resource

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.diary.models import Site
    from saphena.clinic.exchange.fhir.naming import Naming
    from saphena.clinic.people.models import User

__all__ = ["birth_sex", "location", "organization", "patient", "practitioner"]

LANGUAGES = "urn:ietf:bcp:47"


def patient(naming: Naming, changed: datetime | None) -> Json:
    """Who they are and how they are reached. Sex at birth is not the administrative gender and stands by itself."""
    row = naming.patient
    number = {"type": concept(_("health number")), "value": row.health_number} if row.health_number else None
    return resource(
        "Patient",
        id_of(row),
        said=[row.formal_name, row.birth_date.isoformat(), row.health_number, row.phone, row.email, row.address],
        language=naming.language,
        updated=naming.at(changed),
        identifier=[number],
        name=[{"use": "official", "text": str(row), "family": row.family_name, "given": [row.given_names]}],
        telecom=[_telecom("phone", row.phone), _telecom("email", row.email)],
        birthDate=row.birth_date.isoformat(),
        address=[{"text": row.address}],
        communication=[{"language": _language(row.language, row.get_language_display()), "preferred": True}],
        managingOrganization=naming.house(),
    )


def _telecom(system: str, value: str) -> Json | None:
    return {"system": system, "value": value} if value.strip() else None


def _language(code: str, name: str) -> Json:
    return concept(name, {"system": LANGUAGES, "code": code})


def birth_sex(naming: Naming) -> Json | None:
    """As it was told; nothing where it was not."""
    row = naming.patient
    if not row.sex_at_birth:
        return None
    said = row.get_sex_at_birth_display()
    return resource(
        "Observation",
        part_id("sex at birth", row.pk),
        said=[naming.told(_("sex at birth"), said)],
        language=naming.language,
        status="final",
        code=concept(_("sex at birth")),
        subject=naming.subject(),
        valueCodeableConcept=concept(said),
    )


def practitioner(naming: Naming, user: User) -> Json:
    """By name alone: the e-mail address is how they sign in."""
    name = str(user)
    return resource("Practitioner", id_of(user), said=[name], language=naming.language, name=[{"text": name}])


def organization(naming: Naming) -> Json:
    row = naming.clinic
    return resource(
        "Organization",
        part_id(CLINIC),
        said=[row.name, row.phone, row.address],
        language=naming.language,
        name=row.name,
        telecom=[_telecom("phone", row.phone)],
        address=[{"text": row.address}],
    )


def location(naming: Naming, site: Site) -> Json:
    return resource(
        "Location",
        id_of(site),
        said=[site.name, site.address],
        language=naming.language,
        name=site.name,
        address={"text": site.address},
        managingOrganization=naming.house(),
    )
