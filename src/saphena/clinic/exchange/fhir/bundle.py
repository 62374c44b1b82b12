"""Everything of one patient that FHIR has a place for, as one bundle in which every reference leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation

from saphena.clinic.exchange.fhir import agreed, maps, people, returns, treatment, visits
from saphena.clinic.exchange.fhir.images import imaging_study
from saphena.clinic.exchange.fhir.naming import Naming
from saphena.clinic.exchange.fhir.reading import Kept, changed_at, kept_of
from saphena.clinic.exchange.fhir.shapes import Json, moment
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.queries import the_clinic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.clinic.people.models import Patient

__all__ = ["bundle_of", "naming_of", "patient_of", "spoken"]


def bundle_of(patient: Patient, now: datetime | None = None, kind: str = "collection") -> Json:
    """The patient first, who is named beside them last. In the patient's language; the queries do not grow with rows.

    `kind` is "collection", or "searchset" for an answer.
    """
    now = now or timezone.now()
    naming, kept = naming_of(patient), kept_of(patient)
    with translation.override(spoken(naming)):
        found = [*_about(naming, kept, now)]
        found += [people.practitioner(naming, user) for _pk, user in sorted(naming.people.items())]
        found += [people.location(naming, site) for _pk, site in sorted(naming.sites.items())]
        found.append(people.organization(naming))
    head: Json = {"resourceType": "Bundle", "type": kind, "timestamp": moment(now, naming.zone)}
    if kind == "searchset":
        head["total"] = len(found)
    return {**head, "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in found]}


def naming_of(patient: Patient, *, inside: bool = True) -> Naming:
    return Naming(patient, the_clinic(), patient.language, inside)


def patient_of(patient: Patient) -> Json:
    """The patient's own resource by itself."""
    naming = naming_of(patient, inside=False)
    with translation.override(spoken(naming)):
        return people.patient(naming, changed_at(patient))


def spoken(naming: Naming) -> str:
    """The language that everything is told in, as Django calls it."""
    return django_name(naming.language)


def _about(naming: Naming, kept: Kept, now: datetime) -> Iterable[Json]:
    yield people.patient(naming, kept.changed)
    if said := people.birth_sex(naming):
        yield said
    for visit in kept.visits:
        yield visits.appointment(naming, visit)
        yield from visits.provenances(naming, visit)
    for examination in kept.examinations:
        yield from maps.examination(naming, examination)
    yield from (imaging_study(naming, study) for study in kept.studies)
    for session in kept.sessions:
        yield from treatment.session(naming, session)
    for test in kept.tests:
        yield from treatment.test_session(naming, test)
    yield from (treatment.drainage(naming, each) for each in kept.drainages)
    yield from (treatment.adverse_event(naming, each) for each in kept.complications)
    for scores in kept.scores:
        yield from returns.scores_before(naming, scores)
    for review in kept.reviews:
        yield from returns.review(naming, review)
    yield from (agreed.consent(naming, each) for each in kept.consents)
    yield from (agreed.care_plan(naming, course, kept.ticks.get(course.pk, ()), now) for course in kept.courses)
    yield from (agreed.medication_statement(naming, each) for each in kept.medicines)
    yield from (agreed.communication(naming, each) for each in kept.letters)
