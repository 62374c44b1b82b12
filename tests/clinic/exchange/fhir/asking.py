"""A program that reads by FHIR, with a token that Max made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.test import Client

from saphena.clinic.people.applications.actions import let_in
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    Ask = Callable[..., Answer]
    Json = dict[str, Any]


def reader(*scopes: str) -> Ask:
    """Asks below /fhir/: `ask("Appointment?date=2027-03-15", Prefer="handling=strict")`."""
    _row, token = let_in(actor=cast.max_(), name="Hospital", scopes=scopes or ["patients.read"])

    def ask(address: str, method: str = "get", **headers: str) -> Answer:
        asked = {
            "Authorization": f"Bearer {token}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        found: Answer = getattr(Client(), method)(f"/fhir/{address}", headers=asked)
        return found

    return ask


def read(answer: Answer, status: int = 200) -> Json:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/fhir+json; charset=utf-8"
    told: Json = json.loads(answer.content)
    return told


def why_not(answer: Answer, status: int) -> Json:
    """The one issue of an OperationOutcome."""
    told = read(answer, status)
    assert told["resourceType"] == "OperationOutcome"
    (issue,) = told["issue"]
    assert issue["severity"] == "error"
    assert issue["diagnostics"]
    return dict(issue)
