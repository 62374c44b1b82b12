"""Which rows are about one person: found from the tables themselves, so that none can be forgotten.

A row is a person's when it names them, or names a row that is theirs: an injection names a session, the session a
course, the course a patient. A table that a later version adds is in the copy from its first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import BinaryField, Model, Q

from saphena.clinic.people.models import Patient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Field

__all__ = ["KEPT_BACK", "Table", "tables"]

KEPT_BACK = frozenset({"token_hash", "search", "request_id"})
"""Columns that are no words about the person: what links are known by, and what searching needs."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row. `ways` are the lookups that lead from it to the patient."""

    model: type[Model]
    ways: tuple[str, ...]
    columns: tuple[Field[Any, Any], ...]

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    def rows(self, patient: Patient) -> Iterable[Any]:
        """Theirs, the oldest first; with the patient, and what is nobody's own (a lot, a room, a member of staff)."""
        theirs = reduce(or_, (Q(**{way: patient.pk}) for way in self.ways))
        others = [column.name for column in self.columns if column.is_relation and _is_named(column)]
        return self.model._base_manager.filter(theirs).select_related(*others).order_by("pk")


@cache
def tables() -> tuple[Table, ...]:
    """Every table with rows of a person, those that name the patient themselves first."""
    ways = _ways()
    return tuple(Table(model, ways[model], _columns(model)) for model in ways)


@cache
def _ways() -> dict[type[Model], tuple[str, ...]]:
    """Nearest first: the ways of a table lead over tables that are one step nearer to the patient, or as near."""
    found: dict[type[Model], tuple[str, ...]] = {Patient: ("pk",)}
    models = [model for model in apps.get_models() if not model._meta.proxy]
    while True:
        nearer = dict(found)
        for model in models:
            if model not in found and (lookups := tuple(_lookups(model, found))):
                nearer[model] = lookups
        if len(nearer) == len(found):
            return found
        found = nearer


def _lookups(model: type[Model], found: dict[type[Model], tuple[str, ...]]) -> Iterable[str]:
    for field in model._meta.concrete_fields:
        for way in found.get(field.related_model, ()):  # type: ignore[arg-type]  # none, where it names no row
            yield field.name if way == "pk" else f"{field.name}__{way}"


def _columns(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    said = (field for field in model._meta.concrete_fields if field.name not in KEPT_BACK)
    return tuple(field for field in said if not isinstance(field, BinaryField))


def _is_named(column: Field[Any, Any]) -> bool:
    """Whether it is told by its name; a course or a session is told by its number, which stands among its own rows."""
    return column.related_model is Patient or column.related_model not in _ways()
