"""Appointments that a program looks for, a page at a time, the earliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone, translation

from saphena.clinic.exchange.fhir.asking import place_of, search
from saphena.clinic.exchange.fhir.bundle import spoken
from saphena.clinic.exchange.fhir.naming import Naming
from saphena.clinic.exchange.fhir.outcomes import warning
from saphena.clinic.exchange.fhir.reading import with_changes
from saphena.clinic.exchange.fhir.shapes import Json, moment
from saphena.clinic.exchange.fhir.visits import appointment
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.people.queries import the_clinic

if TYPE_CHECKING:
    from django.http import QueryDict

    from saphena.clinic.exchange.fhir.asking import Search
    from saphena.clinic.people.models import Clinic

__all__ = ["base", "found", "told"]


def base() -> str:
    """The address below which resources are read, by the clinic's public one."""
    return f"{settings.SAPHENA_URL}/fhir"


def found(given: QueryDict, ignored: list[str]) -> tuple[Json, set[int]]:
    """One page, and the patients who are in it. Six queries, however many visits there are."""
    clinic = the_clinic()
    asked = search(given, clinic.zone_info, base())
    every = Visit.objects.filter(asked.where)
    page = with_changes(every.filter(asked.after)).order_by("starts_at", "pk")[: asked.count + 1] if asked.count else []
    visits = list(page)
    shown, more = visits[: asked.count], len(visits) > asked.count
    entries = [*(_entry(each, clinic) for each in shown), *warning(ignored)]
    bundle: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "timestamp": moment(timezone.now(), clinic.zone_info),
        "total": every.count(),
        "link": [*_links(asked, given.get("page", ""), shown[-1] if more else None)],
    }
    return bundle | ({"entry": entries} if entries else {}), {each.patient_id for each in shown}


def _entry(visit: Visit, clinic: Clinic) -> Json:
    resource = told(visit, clinic)
    return {
        "fullUrl": f"{base()}/Appointment/{resource['id']}",
        "resource": resource,
        "search": {"mode": "match"},
    }


def told(visit: Visit, clinic: Clinic) -> Json:
    """One appointment by itself, in its patient's language."""
    naming = Naming(visit.patient, clinic, visit.patient.language, inside=False)
    with translation.override(spoken(naming)):
        return appointment(naming, visit)


def _links(asked: Search, page: str, last: Visit | None) -> list[Json]:
    """What was looked for, and what comes next; ignored parameters are in neither."""

    def link(relation: str, place: str) -> Json:
        query = urlencode([*asked.asked, *([("page", place)] if place else [])])
        return {"relation": relation, "url": f"{base()}/Appointment?{query}"}

    return [link("self", page), *([link("next", place_of(last))] if last else [])]
