"""Answers as FHIR gives them: a resource, or an OperationOutcome that says in words why there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse

from saphena.clinic.exchange.fhir.shapes import Json, tidy
from saphena.clinic.record.request_id import current_request_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["MEDIA", "Unanswered", "answer", "refusal", "warning"]

MEDIA = "application/fhir+json"
CODES = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    409: "conflict",
    429: "throttled",
    503: "transient",
}
"""What kind of issue a status is."""


class Unanswered(Exception):
    """A question that has no answer here: why, with which status, and about which of its parameters."""

    def __init__(self, reason: str, status: int = 400, *, about: str = "", code: str = "") -> None:
        super().__init__(reason)
        self.reason, self.status, self.about, self.code = reason, status, about, code or CODES[status]


def answer(resource: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    content = json.dumps(resource, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=f"{MEDIA}; charset=utf-8", headers=headers)


def refusal(no: Unanswered, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """With the request's id, which the record and the log have too."""
    issue = {"severity": "error", "code": no.code, "details": {"text": no.reason}, "expression": [no.about]}
    return answer(_outcome([{**issue, "diagnostics": current_request_id()}]), no.status, headers)


def warning(ignored: Iterable[str]) -> list[Json]:
    """The entry of a bundle that names each parameter that was not looked at; none where there is none."""
    issues = [
        {"severity": "warning", "code": "not-supported", "details": {"text": f"{name[:60]} was ignored."}}
        for name in ignored
    ]
    return [{"resource": _outcome(issues), "search": {"mode": "outcome"}}] if issues else []


def _outcome(issues: list[Json]) -> Json:
    found: Json = tidy({"resourceType": "OperationOutcome", "issue": issues})
    return found
