"""Measurements as a DICOM structured report: TID 1500 with geometry, and TID 5100 for exchange.

One vein and side to a group. What was refused is written as a comment with its reason, never as a number. Sources:
DICOM PS3.16, TID 1500/1501/300 and TID 5100/5103/5104.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saphena.echo.measurement import VERIFIED_ON, VERSION, Measurement
from saphena.echo.reasons import Refused, Why
from saphena.echo.report import codes
from saphena.echo.report.codes import ANATOMY, LEVELS, MEASURES, SIDES, VEINS, Code
from saphena.echo.report.items import code_item, container, image, number, outline, text, uid

if TYPE_CHECKING:
    from datetime import datetime

    from pydicom import Dataset

__all__ = ["Group", "Source", "write_1500", "write_5100"]

ENGLISH = Code("en", "RFC5646", "English")
COMPREHENSIVE = "1.2.840.10008.5.1.4.1.1.88.33"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
COMMENT = Code("121106", "DCM", "Comment")
COPIED = (
    "PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate",
    "StudyTime", "StudyID", "AccessionNumber", "ReferringPhysicianName", "StudyDescription",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """The image that measurements were made on; `several` when it has more than one frame."""

    kind: str
    instance: str
    series: str
    several: bool = False

    @classmethod
    def of(cls, header: Dataset) -> Source:
        several = int(header.get("NumberOfFrames") or 1) > 1
        return cls(str(header.SOPClassUID), str(header.SOPInstanceUID), str(header.SeriesInstanceUID), several)


@dataclass(frozen=True)
class Group:
    """What was measured on one part of one vein. `segment` is the clinic's id (gsv.thigh.upper), `side` left or right.

    `name` tells the group from others (a number, never a patient's name); `source` is the image, when there is one.
    """

    segment: str
    side: str
    measurements: tuple[Measurement, ...]
    name: str
    source: Source | None = None
    words: str = field(default="")

    @property
    def site(self) -> tuple[Code, Code | None]:
        """The vein's code, and how high on it; a code of ours where DICOM has none."""
        start, _, level = self.segment.rpartition(".")
        if level in LEVELS and start in ANATOMY:
            return ANATOMY[start], LEVELS[level]
        if self.segment in ANATOMY:
            return ANATOMY[self.segment], None
        return Code(self.segment[:16], VEINS, self.words or self.segment), None


def write_1500(header: Dataset, groups: list[Group], when: datetime) -> Dataset:
    """An Imaging Measurement Report (TID 1500) about the study of `header`, with the pixels behind every number."""
    body = [container("CONTAINS", Code("125007", "DCM", "Measurement Group"), _measured(group), "1501")
            for group in groups]  # fmt: skip
    content = [
        code_item("HAS CONCEPT MOD", Code("121049", "DCM", "Language of Content Item and Descendants"), ENGLISH),
        *_observer(),
        code_item("HAS CONCEPT MOD", Code("121058", "DCM", "Procedure reported"),
                  Code("44174-1", "LN", "US Doppler Lower Extremity Vessels Report")),
        container("CONTAINS", Code("126010", "DCM", "Imaging Measurements"), body),
    ]  # fmt: skip
    return _document(header, groups, when, Code("126000", "DCM", "Imaging Measurement Report"), content, "1500")


def write_5100(header: Dataset, groups: list[Group], when: datetime) -> Dataset:
    """A Vascular Ultrasound Report (TID 5100): one section for each leg, one measurement group for each vein."""
    sections = [_section(side, [group for group in groups if group.side == side]) for side in SIDES]
    content = [
        code_item("HAS CONCEPT MOD", Code("121049", "DCM", "Language of Content Item and Descendants"), ENGLISH),
        *_observer(),
        text("CONTAINS", COMMENT, f"What Saphena measures automatically has been proved on {VERIFIED_ON}."),
        *(section for section in sections if section is not None),
    ]
    return _document(header, groups, when, Code("39036-9", "LN", "US Vein Report"), content, "5100")


def _observer() -> list[Dataset]:
    return [
        code_item("HAS OBS CONTEXT", Code("121005", "DCM", "Observer Type"), Code("121007", "DCM", "Device")),
        uid("HAS OBS CONTEXT", Code("121012", "DCM", "Device Observer UID"), _own_uid()),
        text("HAS OBS CONTEXT", Code("121013", "DCM", "Device Observer Name"), "Saphena"),
    ]


def _own_uid() -> str:
    from pydicom.uid import generate_uid

    return str(generate_uid(entropy_srcs=["saphena", "echo", VERSION]))


def _section(side: str, groups: list[Group]) -> Dataset | None:
    if not groups:
        return None
    veins = [container("CONTAINS", group.site[0], [*_level(group), *_numbers(group)], "5104") for group in groups]
    content = [
        code_item("HAS CONCEPT MOD", codes.FINDING_SITE, codes.LEG_VEINS),
        code_item("HAS CONCEPT MOD", codes.LATERALITY, SIDES[side]),
        *veins,
    ]
    return container("CONTAINS", Code("59776-5", "LN", "Findings"), content, "5103")


def _level(group: Group) -> list[Dataset]:
    level = group.site[1]
    return [code_item("HAS CONCEPT MOD", codes.TOPOGRAPHY, level)] if level else []


def _measured(group: Group) -> list[Dataset]:
    from pydicom.uid import generate_uid

    site, _ = group.site
    side = code_item("HAS CONCEPT MOD", codes.LATERALITY, SIDES[group.side])
    return [
        text("HAS OBS CONTEXT", Code("112039", "DCM", "Tracking Identifier"), group.name),
        uid("HAS OBS CONTEXT", Code("112040", "DCM", "Tracking Unique Identifier"), str(generate_uid())),
        code_item("HAS CONCEPT MOD", codes.FINDING_SITE, site, [side, *_level(group)]),
        text("HAS CONCEPT MOD", Code("111001", "DCM", "Algorithm Name"), f"Saphena echo, proved on {VERIFIED_ON}"),
        text("HAS CONCEPT MOD", Code("111003", "DCM", "Algorithm Version"), VERSION),
        *_numbers(group),
    ]


def _numbers(group: Group) -> list[Dataset]:
    found = []
    for measured in group.measurements:
        if measured.name not in MEASURES:
            raise Refused(Why.NO_CODE, "name", name=measured.name)
        if measured.value is None:
            found.append(text("CONTAINS", COMMENT, f"{measured.name}: refused. {measured.refused or ''}".strip()))
            continue
        found.append(_number(group, measured, measured.value))
    return found


def _number(group: Group, measured: Measurement, value: float) -> Dataset:
    how = MEASURES[measured.name]
    beside = [code_item("HAS CONCEPT MOD", name, said) for name, said in how.modifiers]
    if group.source is not None and measured.points:
        frame = measured.frame if group.source.several else None
        picture = image("SELECTED FROM", group.source.kind, group.source.instance, frame)
        beside.append(outline(measured.points, picture, closed=measured.name == "area"))
    if measured.flags:
        beside.append(text("HAS PROPERTIES", COMMENT, "; ".join(map(str, measured.flags))))
    return number("CONTAINS", how.concept, value, how.unit, beside)


def _document(
    header: Dataset, groups: list[Group], when: datetime, title: Code, content: list[Dataset], template: str
) -> Dataset:
    """The root, and everything around it that a report must say."""
    from pydicom import FileMetaDataset
    from pydicom.uid import UID, generate_uid

    made: Dataset = container("", title, content, template)
    for name in COPIED:
        if name in header:
            made[name] = header[name]
    for name in ("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "StudyID",
                 "AccessionNumber", "ReferringPhysicianName"):  # fmt: skip
        if name not in made:
            setattr(made, name, "")
    made.SOPClassUID, made.SOPInstanceUID, made.SeriesInstanceUID = COMPREHENSIVE, generate_uid(), generate_uid()
    made.Modality, made.SeriesNumber, made.InstanceNumber, made.Manufacturer = "SR", "1", "1", "Saphena"
    made.SpecificCharacterSet = _letters(made)
    made.ContentDate, made.ContentTime = when.strftime("%Y%m%d"), when.strftime("%H%M%S")
    made.CompletionFlag, made.VerificationFlag = "PARTIAL", "UNVERIFIED"
    made.ReferencedPerformedProcedureStepSequence, made.PerformedProcedureCodeSequence = [], []
    made.CurrentRequestedProcedureEvidenceSequence = _evidence(header, groups)
    made.CodingSchemeIdentificationSequence = [_scheme(codes.OWN, "Saphena's measurements"), _scheme(VEINS, "Veins")]
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = UID(EXPLICIT_LITTLE)
    made.file_meta.MediaStorageSOPClassUID = UID(COMPREHENSIVE)
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    return made


def _letters(made: Dataset) -> str:
    """Western letters where they are enough: more programs read them than read Unicode."""
    said = f"{made.PatientName} {made.ReferringPhysicianName} {made.get('StudyDescription', '')} {made.PatientID}"
    try:
        said.encode("latin-1")
    except UnicodeEncodeError:
        return "ISO_IR 192"
    return "ISO_IR 100"


def _scheme(designator: str, name: str) -> Dataset:
    from pydicom import Dataset

    item = Dataset()
    item.CodingSchemeDesignator, item.CodingSchemeName = designator, name
    return item


def _evidence(header: Dataset, groups: list[Group]) -> list[Dataset]:
    """Every image that is referred to, by study and series, each once."""
    from pydicom import Dataset

    by_series: dict[str, dict[str, str]] = {}
    for group in groups:
        if group.source is not None:
            by_series.setdefault(group.source.series, {})[group.source.instance] = group.source.kind
    if not by_series:
        return []
    study = Dataset()
    study.StudyInstanceUID = header.StudyInstanceUID
    study.ReferencedSeriesSequence = []
    for series, instances in by_series.items():
        item = Dataset()
        item.SeriesInstanceUID, item.ReferencedSOPSequence = series, []
        for instance, kind in instances.items():
            reference = Dataset()
            reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = kind, instance
            item.ReferencedSOPSequence.append(reference)
        study.ReferencedSeriesSequence.append(item)
    return [study]
