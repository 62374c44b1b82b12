"""A resource held against FHIR: by the models of fhir.resources, and what those leave to the reader.

The models are R4B's. Of what we send R4B has the same elements as R4. They know structure, cardinality and the form of
each value; the codes that an element may have they only list, so these are asked here, and so are the references.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
CUT_SHORT = {"DiagnosticReport.status": {"appended"}, "CapabilityStatement.format": {"application/fhir+json"}}
"""The library takes its lists from the short column of the specification: “final +”, “json | mime type”."""
XHTML = "{http://www.w3.org/1999/xhtml}"


def checked(bundle: Json) -> list[Json]:
    """The bundle's resources, each of which is valid, is there once, and refers to nothing that is not."""
    valid(bundle)
    found = [entry["resource"] for entry in bundle["entry"]]
    names = [entry["fullUrl"] for entry in bundle["entry"]]
    known = set(names)
    assert len(known) == len(names)
    assert names == [f"urn:uuid:{each['id']}" for each in found]
    for each in found:
        for element in _elements(each):
            if "reference" in element:
                assert element["reference"] in known, each
    return found


def valid(resource: Json) -> Json:
    """One resource, or a bundle of them; each narrative is XHTML with words in it."""
    model = get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    wrong = list(_outside_of_their_lists(model))
    assert not wrong, wrong
    for element in _elements(resource):
        assert not any(each is None or each in ("", [], {}) for each in element.values()), element
        if isinstance(text := element.get("text"), dict):
            root = ElementTree.fromstring(text["div"])  # noqa: S314 - what we have just written
            assert root.tag == f"{XHTML}div"
            assert "".join(root.itertext()).strip()
    return resource


def _outside_of_their_lists(model: BaseModel) -> Iterator[str]:
    """Codes that a required value set does not have."""
    for name, about in type(model).model_fields.items():
        value, more = getattr(model, name), about.json_schema_extra
        allowed: Any = more.get("enum_values") if isinstance(more, dict) else None
        place = f"{type(model).__name__}.{name}"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel):
                yield from _outside_of_their_lists(each)
            elif allowed and each is not None and str(each) not in {*allowed, *CUT_SHORT.get(place, ())}:
                yield f"{place}: {each}"


def _elements(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _elements(each)
    elif isinstance(value, list):
        for each in value:
            yield from _elements(each)
