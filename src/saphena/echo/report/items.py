"""Content items of a DICOM structured report, one function per kind of value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom import Dataset

    from saphena.echo.measurement import Point
    from saphena.echo.report.codes import Code

__all__ = ["code_item", "coded", "container", "image", "number", "outline", "text", "uid"]


def coded(code: Code) -> Dataset:
    """A code as a sequence item has it."""
    from pydicom import Dataset

    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = code.value, code.scheme, code.meaning[:64]
    return item


def _item(relation: str, kind: str, name: Code | None) -> Dataset:
    from pydicom import Dataset

    item = Dataset()
    if relation:
        item.RelationshipType = relation
    item.ValueType = kind
    if name is not None:
        item.ConceptNameCodeSequence = [coded(name)]
    return item


def container(relation: str, name: Code, content: Sequence[Dataset], template: str = "") -> Dataset:
    from pydicom import Dataset

    item = _item(relation, "CONTAINER", name)
    item.ContinuityOfContent = "SEPARATE"
    if template:
        said = Dataset()
        said.MappingResource, said.TemplateIdentifier = "DCMR", template
        item.ContentTemplateSequence = [said]
    item.ContentSequence = list(content)
    return item


def code_item(relation: str, name: Code, value: Code, content: Sequence[Dataset] = ()) -> Dataset:
    item = _item(relation, "CODE", name)
    item.ConceptCodeSequence = [coded(value)]
    if content:
        item.ContentSequence = list(content)
    return item


def text(relation: str, name: Code, value: str) -> Dataset:
    item = _item(relation, "TEXT", name)
    item.TextValue = value
    return item


def uid(relation: str, name: Code, value: str) -> Dataset:
    item = _item(relation, "UIDREF", name)
    item.UID = value
    return item


def number(relation: str, name: Code, value: float, unit: Code, content: Sequence[Dataset]) -> Dataset:
    from pydicom import Dataset

    item = _item(relation, "NUM", name)
    measured = Dataset()
    measured.NumericValue = f"{value:.6g}"[:16]
    measured.MeasurementUnitsCodeSequence = [coded(unit)]
    item.MeasuredValueSequence = [measured]
    if content:
        item.ContentSequence = list(content)
    return item


def outline(points: Sequence[Point], image_item: Dataset, *, closed: bool = False) -> Dataset:
    """Points on an image, in DICOM's pixels, whose first has its middle at (0.5, 0.5); ours have it at (0, 0)."""
    item = _item("INFERRED FROM", "SCOORD", None)
    places = [*points, points[0]] if closed else points
    item.GraphicData = [float(value) + 0.5 for point in places for value in point]
    item.GraphicType = "POINT" if len(places) == 1 else "POLYLINE"
    item.ContentSequence = [image_item]
    return item


def image(relation: str, kind: str, instance: str, frame: int | None) -> Dataset:
    """A reference to an image; frames count from 1 in DICOM and from 0 here."""
    from pydicom import Dataset

    item = _item(relation, "IMAGE", None)
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = kind, instance
    if frame is not None:
        reference.ReferencedFrameNumber = frame + 1
    item.ReferencedSOPSequence = [reference]
    return item
