"""FHIR's data types as plain dicts and texts, without what is empty and without what JSON or XML forbid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo
    from decimal import Decimal

__all__ = [
    "ATC", "ICD10", "LOINC", "SNOMED", "UCUM", "UNKNOWN", "Json", "coding", "concept", "moment", "narrative", "number",
    "period", "quantity", "resource", "tidy", "words",
]  # fmt: skip

Json = dict[str, Any]

SNOMED, LOINC, UCUM = "http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org"
ATC, ICD10 = "http://www.whocc.no/atc", "http://hl7.org/fhir/sid/icd-10-cm"
UNKNOWN: Json = {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}
WIDEST_OFFSET = timedelta(hours=14)


def moment(at: datetime, zone: tzinfo) -> str:
    """An instant, with the offset that the clock of that place had then: 2026-11-01T01:30:00-07:00.

    FHIR writes offsets in whole minutes. What is from before time zones is told in UTC.
    """
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    exact = not offset % timedelta(minutes=1) and abs(offset) <= WIDEST_OFFSET
    return (local if exact else at.astimezone(UTC)).isoformat()


def period(start: datetime | None, end: datetime | None, zone: tzinfo) -> Json:
    return {"start": moment(start, zone) if start else None, "end": moment(end, zone) if end else None}


def words(text: object) -> str:
    """A text as FHIR and XML allow it: without control characters and half characters, and without space around it."""
    return "".join(letter for letter in str(text) if _is_allowed(letter)).strip()


def _is_allowed(letter: str) -> bool:
    code = ord(letter)
    return letter in "\t\n\r" or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code >= 0x10000


def number(value: Decimal | float) -> int | float:
    """A number of JSON's. Whole ones are whole."""
    return int(value) if value == int(value) else float(value)


def coding(system: str, code: str) -> Json:
    """A code without a display: what is meant stands beside it as text, in the patient's language."""
    return {"system": system, "code": code}


def concept(text: object, *codings: Json) -> Json:
    """A CodeableConcept: always with its words, with codes only where they are sure."""
    return {"coding": list(codings), "text": words(text)}


def quantity(value: Decimal | float, unit: str, code: str = "") -> Json:
    """A Quantity in a unit of UCUM's."""
    return {"value": number(value), "unit": unit, "system": UCUM, "code": code or unit}


def narrative(said: Iterable[object]) -> Json:
    """The same for a person to read, a paragraph each. Whatever was typed stands in it as it was typed."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in map(words, said) if line)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{lines}</div>'} if lines else {}


def resource(
    kind: str, id: str, *, said: Iterable[object], language: str, updated: str | None = None, **elements: Any
) -> Json:
    """One resource. `updated` is when it last changed, where that is known."""
    head: Json = {"resourceType": kind, "id": id, "meta": {"lastUpdated": updated}, "language": language}
    found: Json = tidy({**head, "text": narrative(said), **elements})
    return found


def tidy(value: Any) -> Any:
    """Without what is empty, at every depth: FHIR has neither null nor an empty text, list or object."""
    if isinstance(value, dict):
        kept = {name: tidy(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if not _is_empty(each)}
    if isinstance(value, list | tuple):
        return [each for each in map(tidy, value) if not _is_empty(each)]
    return words(value) if isinstance(value, str) else value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
