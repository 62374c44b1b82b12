"""What holds resources against FHIR finds what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.clinic.exchange.fhir.checked import checked, valid

HERE, THERE = "c757873d-ec9a-8326-a141-556f43239520", "c757873d-ec9a-8326-a141-556f43239521"
SOUND: dict[str, Any] = {"resourceType": "Observation", "id": HERE, "status": "final", "code": {"text": "reflux"}}


def bundle(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": f"urn:uuid:{HERE}", "resource": SOUND | more}],
    }


def test_what_is_sound_is_sound() -> None:
    assert checked(bundle(subject={"reference": f"urn:uuid:{HERE}"})) == [
        SOUND | {"subject": {"reference": f"urn:uuid:{HERE}"}}
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"colour": "blue"},
        {"valueInteger": 1, "valueString": "one"},
        {"effectiveDateTime": "2026-10-25T01:30:00"},
        {"issued": "2026-10-25"},
    ],
)
def test_elements_that_are_unknown_or_malformed_are_found(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        valid(SOUND | more)


@pytest.mark.parametrize("name", ["status", "code"])
def test_elements_that_are_missing_are_found(name: str) -> None:
    with pytest.raises(ValidationError):
        valid({each: value for each, value in SOUND.items() if each != name})


@pytest.mark.parametrize(
    "more",
    [
        {"code": None},
        {"bodySite": {}},
        {"status": "finale"},
        {"subject": {"reference": f"urn:uuid:{THERE}"}},
        {"text": {"status": "generated", "div": "<div>reflux</div>"}},
        {"text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"> </div>'}},
    ],
)
def test_what_is_empty_and_codes_references_and_narratives_that_are_wrong_are_found(more: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        checked(bundle(**more))
