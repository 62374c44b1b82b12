"""Examinations: what was measured and seen, one observation each, and the map as a report of all of them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from saphena.clinic.exchange.fhir.codes import REPORT, noted_codings
from saphena.clinic.exchange.fhir.ids import id_of, part_id
from saphena.clinic.exchange.fhir.shapes import Json, concept, quantity, resource
from saphena.clinic.journey.mapping.models import Manoeuvre, Posture
from saphena.clinic.journey.mapping.standing import standing
from saphena.clinic.journey.mapping.wording import ORIGINS, quantity_name, value_said
from saphena.pathway.mapping import Origin, quantities
from saphena.pathway.mapping.readings import WHOLE_LEG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.exchange.fhir.naming import Naming
    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.clinic.people.models import User

__all__ = ["examination", "measured"]

PROVOKED = frozenset({"reflux", "peak", "state"})
"""What depends on how reflux was provoked."""
MS_TO_S = Decimal("0.001")


def examination(naming: Naming, row: Examination) -> Iterable[Json]:
    """Its observations, then the report that names them."""
    found = [_noted(naming, row, each) for each in standing(row).values()]
    found += _scores(naming, row)
    yield from found
    yield _report(naming, row, [each["id"] for each in found])


def _noted(naming: Naming, examination: Examination, row: Measurement) -> Json:
    name, where = quantity_name(row.quantity, naming.language), naming.place(row.leg, row.segment, row.level)
    return resource(
        "Observation",
        id_of(row),
        said=[naming.told(where, name, value_said(row.quantity, row.value, naming.language)), row.note],
        language=naming.language,
        updated=naming.at(row.noted_at),
        status=_status(examination),
        code=concept(name, *noted_codings(row.quantity)),
        subject=naming.subject(),
        effectiveDateTime=naming.at(examination.examined_at),
        issued=naming.at(row.noted_at),
        performer=[naming.who(_who(examination, row))],
        bodySite=naming.body_site(row.leg, row.segment, row.level),
        method=None if row.segment == WHOLE_LEG else concept(_method(examination, row)),
        device={"display": examination.machine} if examination.machine else None,
        note=[{"text": row.note}],
        **measured(row.quantity, row.value, naming.language),
    )


def _status(examination: Examination) -> str:
    return "final" if examination.is_signed else "preliminary"


def _who(examination: Examination, row: Measurement) -> User | None:
    """Who scanned; what a physician says otherwise than the numbers is theirs."""
    return row.noted_by if row.quantity == "ruled" else examination.sonographer or row.noted_by


def _method(examination: Examination, row: Measurement) -> str:
    """How it was measured, and how the number came in, where nobody typed it for this place."""
    said = [_("ultrasound"), str(Posture(examination.posture).label), examination.posture_reason]
    if row.quantity in PROVOKED:
        said.append(str(Manoeuvre(examination.manoeuvre).label))
    if row.origin != Origin.TYPED:
        said.append(str(ORIGINS[row.origin]))
    return ", ".join(filter(None, said))


def measured(name: str, value: str, language: str) -> Json:
    """The value as FHIR has it: a number with its unit, a score, a word of ours, or what was typed."""
    known = quantities()
    if name in known.numbers:
        return _number(value, known.numbers[name].unit)
    if name.startswith("vcss") and value.isdecimal():
        return {"valueInteger": int(value)}
    if name in known.texts:
        return {"valueString": value}
    return {"valueCodeableConcept": concept(value_said(name, value, language))}


def _number(value: str, unit: str) -> Json:
    """Milliseconds are told as seconds; all else in the unit that is kept."""
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return {"valueString": value}
    return {"valueQuantity": quantity(exact * MS_TO_S, "s") if unit == "ms" else quantity(exact, unit)}


def _scores(naming: Naming, row: Examination) -> list[Json]:
    """CEAP and VCSS as the map had them when it was signed."""
    legs: dict[str, Any] = (row.signed_as or {}).get("legs", {})
    found = []
    for leg, said in legs.items():
        ceap, vcss = said.get("ceap", {}), said.get("vcss", {})
        if text := ceap.get("full") or ceap.get("basic"):
            found.append(_score(naming, row, leg, "ceap", "CEAP", {"valueString": text}))
        if vcss.get("total") is not None:
            found.append(_score(naming, row, leg, "vcss", "VCSS", {"valueInteger": vcss["total"]}))
    return found


def _score(naming: Naming, row: Examination, leg: str, code: str, name: str, value: Json) -> Json:
    return resource(
        "Observation",
        part_id("examination", row.pk, leg, code),
        said=[naming.told(naming.leg(leg), name, next(iter(value.values())))],
        language=naming.language,
        updated=naming.at(row.signed_at),
        status=_status(row),
        code=concept(name, *noted_codings(code)),
        subject=naming.subject(),
        effectiveDateTime=naming.at(row.examined_at),
        issued=naming.at(row.signed_at),
        performer=[naming.who(row.signed_by)],
        bodySite=naming.body_site(leg, WHOLE_LEG),
        **value,
    )


def _report(naming: Naming, row: Examination, results: list[str]) -> Json:
    addenda = list(row.addenda.all())
    said = _conclusion(naming, row)
    title = f"{_('vein map')}, {row.get_legs_display()}, {row.get_purpose_display()}"
    return resource(
        "DiagnosticReport",
        id_of(row),
        said=[title, *said, *(each.text for each in addenda)],
        language=naming.language,
        updated=naming.at(
            max(filter(None, (row.opened_at, row.reviewed_at, row.signed_at, *(a.added_at for a in addenda))))
        ),
        status=("appended" if addenda else "final") if row.is_signed else "preliminary",
        code=concept(title, REPORT),
        subject=naming.subject(),
        effectiveDateTime=naming.at(row.examined_at),
        issued=naming.at(row.signed_at),
        performer=[naming.who(row.sonographer), naming.house()],
        resultsInterpreter=[naming.who(row.signed_by)],
        result=[naming.refer("Observation", each) for each in results],
        conclusion="\n".join(
            [*said, *(naming.told(f"{naming.at(each.added_at)} {each.added_by}", each.text) for each in addenda)]
        ),
    )


def _conclusion(naming: Naming, row: Examination) -> list[str]:
    """The sentences of the signed map; nobody has signed what a preliminary one would say."""
    legs: dict[str, Any] = (row.signed_as or {}).get("legs", {}) if row.is_signed else {}
    return [
        naming.told(naming.leg(leg), line[1])
        for leg, said in legs.items()
        for line in said.get("conclusions", {}).get(naming.language, [])
    ]
