"""The vein report of an examination: what was signed, as it was signed, for the referrer or for the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from saphena.clinic.journey.mapping.drawing import leg_map
from saphena.clinic.journey.mapping.reporting_images import from_images, pressed, unjudged
from saphena.clinic.journey.mapping.signing import snapshot
from saphena.clinic.journey.mapping.standing import derived_of, standing
from saphena.clinic.journey.requesting.queries import referrer_of
from saphena.clinic.letters.models import Paper
from saphena.clinic.letters.pages import Report
from saphena.clinic.papers.letterhead import Letterhead
from saphena.clinic.papers.vein_report import Addendum, Examined, LegFindings, VeinReport
from saphena.pathway.mapping import Kind, compare
from saphena.pathway.mapping.concluding import CHANGES
from saphena.pathway.mapping.words import place_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.people.models import Clinic
    from saphena.pathway.anatomy import Leg
    from saphena.pathway.mapping import Change

__all__ = ["letter_of", "vein_report"]

APART = ("ceap", "vcss", "vcss begun")
"""Conclusions that stand in a field of their own."""

SILENT = (Kind.UNCHANGED, Kind.NOT_COMPARABLE)


def letter_of(examination: Examination) -> Report:
    """The report of an examination as a letter: whom it goes to is said for each."""
    patient = examination.patient
    return Report(patient, Paper.VEINS, examination.pk, referrer_of(patient))


def vein_report(
    examination: Examination,
    clinic: Clinic,
    language: str,
    before: Examination | None = None,
    to: Sequence[str] = (),
) -> VeinReport:
    """A signed map says what it said when it was signed; one that is not says that it is preliminary.

    With `before`, an earlier map, it also says what has changed since; `to` are the lines of the address.
    """
    rows = standing(examination)
    derived = derived_of(examination, rows)
    said: dict[str, Any] = examination.signed_as or snapshot(examination)
    with translation.override("fr-ca" if language == "fr" else "en-ca"):
        sourced = from_images(examination, rows)
    changes = compare(derived_of(before, standing(before)), derived) if before else ()
    return VeinReport(
        _examined(examination, said, language),
        leg_map(derived, rows),
        tuple(_findings(leg, said["legs"].get(leg.value, {}), changes, language) for leg in examination.each_leg),
        Letterhead(clinic.name, clinic.phone),
        tuple(
            Addendum(timezone.localdate(each.added_at), each.added_by.name, each.text)
            for each in examination.addenda.all()
        ),
        sourced,
        pressed(rows),
        tuple(unjudged(derived)),
        tuple(to),
    )


def _examined(examination: Examination, said: dict[str, Any], language: str) -> Examined:
    patient = examination.patient
    with translation.override("fr-ca" if language == "fr" else "en-ca"):
        posture, manoeuvre = str(examination.get_posture_display()), str(examination.get_manoeuvre_display())
    if examination.posture_reason:
        posture = f"{posture}: {examination.posture_reason}"
    return Examined(
        patient=str(patient),
        born=patient.birth_date,
        on=timezone.localdate(examination.examined_at),
        sonographer=examination.sonographer.name if examination.sonographer else "",
        physician=examination.signed_by.name if examination.signed_by else "",
        signed_on=timezone.localdate(examination.signed_at) if examination.signed_at else None,
        number=patient.health_number,
        posture=posture,
        manoeuvre=manoeuvre,
        machine=examination.machine,
        criteria=_title(said["criteria"], language),
        limits=examination.limits,
        referrer=referrer_of(patient),
    )


def _title(criteria: dict[str, Any], language: str) -> str:
    title = criteria["title"]
    return str(title.get(language, title.get("en", "")) if isinstance(title, dict) else title)


def _findings(leg: Leg, said: dict[str, Any], changes: tuple[Change, ...], language: str) -> LegFindings:
    lines = said.get("conclusions", {}).get(language, [])
    vcss = [text for kind, text, _reasons in lines if kind == "vcss"]
    ceap = said.get("ceap", {})
    return LegFindings(
        leg=leg,
        conclusions=tuple(text for kind, text, _reasons in lines if kind not in APART),
        ceap=ceap.get("basic", ""),
        ceap_full=ceap.get("full", ""),
        vcss=" ".join(vcss),
        targets=tuple(said.get("targets", {}).get(language, [])),
        changes=tuple(
            f"{place_name(change.segment, change.level, language)}: {CHANGES[change.kind][language]}"
            for change in changes
            if change.leg == leg and change.kind not in SILENT
        ),
    )
