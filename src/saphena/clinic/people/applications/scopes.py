"""What a program can be let in for: one row for each scope, with the capabilities that it opens. Nothing else is open.

To add one, add its row; a door asks for a capability, never for a scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.roles import capability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrPromise

__all__ = ["SCOPES", "Scope", "opened_by"]


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that a program can be let in for, as a sentence, what it may do then, and below which address."""

    name: str
    sentence: StrPromise
    address: str
    capabilities: frozenset[str]


def _scope(name: str, sentence: StrPromise, address: str, *capabilities: str) -> Scope:
    for each in capabilities:
        capability(each)  # a name that is not in the table is found out at start
    return Scope(name, sentence, address, frozenset(capabilities))


SCOPES = {
    scope.name: scope
    for scope in (
        _scope("visits.read", _("See visits and look for free times."), "api/v1", "booking.see"),
        _scope(
            "visits.write",
            _("Book, move and call off visits."),
            "api/v1",
            "booking.see",
            "booking.book",
            "booking.move",
            "booking.cancel",
        ),
        _scope(
            "patients.read",
            _("Read patients, their visits, and everything about one, by FHIR."),
            "fhir",
            "people.see_patients",
            "people.take_copy",
            "booking.see",
        ),
        _scope("images.read", _("See the ultrasound images of all patients, by DICOMweb."), "dicomweb", "imaging.see"),
        _scope("images.store", _("Store ultrasound images, by DICOMweb."), "dicomweb", "imaging.receive"),
    )
}


def opened_by(scopes: Iterable[str]) -> frozenset[str]:
    """The capabilities of all these scopes together; a name that is no scope any more opens nothing."""
    return frozenset[str]().union(*(SCOPES[name].capabilities for name in scopes if name in SCOPES))
