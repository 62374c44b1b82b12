"""Structured reports: what is written is read again, other machines' are read too, and the codes are DICOM's own."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pydicom
import pytest
from pydicom.sr._concepts_dict import concepts

from saphena.echo.frames import as_file
from saphena.echo.measurement import Flag, Measurement, Refused
from saphena.echo.reasons import Reason, Why
from saphena.echo.report import Group, Source, codes, read_report, write_1500, write_5100
from tests.echo.conftest import real

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydicom import Dataset

    from saphena.echo.report.codes import Code

WHEN = datetime(2027, 3, 9, 10, 30, tzinfo=UTC)


def groups(header: Dataset) -> list[Group]:
    source = Source.of(header)
    wide = Measurement("upright diameter", 5.6, "mm", 0.1, ((40.0, 20.0), (40.0, 76.0)), flags=(Flag.WEAK_WALL,))
    return [
        Group("gsv.thigh.upper", "left", (
            wide,
            Measurement("transverse diameter", 6.5, "mm", 0.3, ((10.0, 48.0), (70.0, 48.0))),
            Measurement("depth", 9.25, "mm"),
            Measurement("reflux duration", 1.52, "s", 0.05, ((100.0, 60.0), (252.0, 60.0))),
            Measurement("peak reverse velocity", 14.2, "cm/s"),
            Measurement("augmentation", 28.0, "cm/s"),
        ), "1", source),
        Group("aasv.upper", "right", (Measurement.none("reflux duration", "s", Reason(Why.TOO_WEAK)),
                                      Measurement("area", 21.5, "mm2", None, ((1.0, 1.0), (5.0, 1.0), (3.0, 4.0)))),
              "2", source, "anterior accessory saphenous vein, upper thigh"),
    ]  # fmt: skip


@pytest.mark.parametrize("write", [write_1500, write_5100])
def test_what_is_written_is_read_again(
    picture: Dataset, saved: Callable[..., Path], write: Callable[..., Dataset]
) -> None:
    found = read_report(saved(write(picture, groups(picture), WHEN)))
    left = {each.name: each for each in found.measurements if each.side == "left"}
    assert {name: (each.value, each.unit) for name, each in left.items()} == {
        "upright diameter": (5.6, "mm"),
        "transverse diameter": (6.5, "mm"),
        "depth": (9.25, "mm"),
        "reflux duration": (1.52, "s"),
        "peak reverse velocity": (14.2, "cm/s"),
        "augmentation": (28.0, "cm/s"),
    }
    assert {each.segment for each in left.values()} == {"gsv.thigh.upper"}
    assert left["upright diameter"].points == ((40.0, 20.0), (40.0, 76.0))
    assert left["upright diameter"].image == picture.SOPInstanceUID
    (right,) = [each for each in found.measurements if each.side == "right"]
    assert (right.name, right.segment) == ("area", "aasv.upper")
    assert any("refused. The signal is too weak" in comment for comment in found.comments)
    assert found.unread == ()


@pytest.mark.parametrize("write", [write_1500, write_5100])
def test_dcmtk_reads_it_without_complaint(
    picture: Dataset, saved: Callable[..., Path], write: Callable[..., Dataset]
) -> None:
    program = shutil.which("dsrdump")
    assert program, "dcmtk is missing: scripts/dicom-peers installs it"
    path = saved(write(picture, groups(picture), WHEN))
    done = subprocess.run([program, "-v", "+Pl", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    complaints = [line for line in done.stderr.splitlines() if line.startswith(("W:", "E:", "F:"))]
    assert complaints == []
    assert "Venous reflux duration" in done.stdout


def test_the_frame_of_a_clip_counts_from_one_in_dicom(picture: Dataset, saved: Callable[..., Path]) -> None:
    picture.NumberOfFrames = 30
    measured = Measurement("upright diameter", 5.0, "mm", None, ((1.0, 2.0),), frame=7)
    made = write_1500(picture, [Group("ssv.upper", "left", (measured,), "1", Source.of(picture))], WHEN)
    (found,) = read_report(saved(made)).measurements
    assert (found.frame, found.segment, found.points) == (7, "ssv.upper", ((1.0, 2.0),))


def all_codes() -> list[Code]:
    found = [how.concept for how in codes.MEASURES.values()] + [how.unit for how in codes.MEASURES.values()]
    found += [code for how in codes.MEASURES.values() for pair in how.modifiers for code in pair]
    found += [*codes.SIDES.values(), *codes.LEVELS.values(), *codes.ANATOMY.values()]
    return [*found, codes.FINDING_SITE, codes.LATERALITY, codes.TOPOGRAPHY, codes.LEG_VEINS]


def written_codes(made: Dataset) -> set[tuple[str, str]]:
    """Every code that stands anywhere in a data set."""
    found = set()
    for element in made.iterall():
        if element.VR == "SQ":
            found |= {(item.CodeValue, item.CodingSchemeDesignator) for item in element.value if "CodeValue" in item}
    return found


def known(value: str, scheme: str) -> bool:
    return bool(meanings(value, scheme))


def meanings(value: str, scheme: str) -> list[str]:
    tables: Any = concepts
    found = [names[value][0].lower() for names in tables.get(scheme, {}).values() if value in names]
    return [name.partition(" (body")[0] for name in found]


def test_every_code_is_in_pydicoms_tables_or_says_that_it_is_ours(picture: Dataset) -> None:
    stated = {code.key for code in all_codes()}
    used = written_codes(write_1500(picture, groups(picture), WHEN)) | written_codes(
        write_5100(picture, groups(picture), WHEN)
    )
    ours = {codes.OWN, codes.VEINS}
    outside = {key for key in stated | used if key[1] not in ours and not known(*key)}
    assert outside == {("en", "RFC5646")}  # a language, by its own standard


def test_meanings_are_those_of_the_tables() -> None:
    said = {code: meanings(*code.key) for code in all_codes() if code.scheme in ("SCT", "DCM", "LN", "NCIt")}
    assert {code.meaning: known for code, known in said.items() if code.meaning.lower() not in known} == {}


def test_an_unknown_code_is_kept(picture: Dataset, saved: Callable[..., Path]) -> None:
    made = write_5100(picture, groups(picture)[:1], WHEN)
    numbers = [item for section in made.ContentSequence if section.ValueType == "CONTAINER"
               for vein in section.ContentSequence if vein.ValueType == "CONTAINER"
               for item in vein.ContentSequence if item.ValueType == "NUM"]  # fmt: skip
    for item, (value, meaning) in zip(numbers, [("X1", "Reflux Time RT"), ("X2", "Wall shear")], strict=False):
        name = item.ConceptNameCodeSequence[0]
        name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = value, "99MAKER", meaning
        item.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue = "s"
    found = read_report(saved(made)).measurements
    assert [(each.name, each.code.scheme) for each in found[:2]] == [("reflux duration", "99MAKER"), (None, "99MAKER")]


def test_a_number_without_a_value_is_told_and_the_rest_is_read(picture: Dataset, saved: Callable[..., Path]) -> None:
    made = write_5100(picture, groups(picture)[:1], WHEN)
    vein = next(item for item in made.ContentSequence[-1].ContentSequence if item.ValueType == "CONTAINER")
    next(item for item in vein.ContentSequence if item.ValueType == "NUM").MeasuredValueSequence = []
    found = read_report(saved(made))
    assert len(found.measurements) == 5
    assert "no value" in found.unread[0]


@pytest.mark.parametrize("name", ["reportsi.dcm", "reportsi_with_empty_number_tags.dcm", "test-SR.dcm"])
def test_other_peoples_reports_are_read(name: str) -> None:
    assert read_report(real(name)).title


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no structured report"):
        read_report(real("OBXXXX1A.dcm"))
    with pytest.raises(Refused, match="cannot be read"):
        read_report(tmp_path / "gone.dcm")
    with pytest.raises(Refused):
        read_report(as_file(b"nothing"))


def test_a_report_nested_without_end_is_refused(saved: Callable[..., Path], picture: Dataset) -> None:
    made = write_5100(picture, groups(picture)[:1], WHEN)
    inner = pydicom.Dataset()
    inner.ValueType, inner.RelationshipType = "CONTAINER", "CONTAINS"
    for _ in range(60):
        outer = pydicom.Dataset()
        outer.ValueType, outer.RelationshipType, outer.ContentSequence = "CONTAINER", "CONTAINS", [inner]
        inner = outer
    made.ContentSequence.append(inner)
    with pytest.raises(Refused, match="nested too deeply"):
        read_report(saved(made))


def test_a_measurement_without_a_code_cannot_be_written(picture: Dataset) -> None:
    odd = Group("gsv", "left", (Measurement("mood", 3, "1"),), "1")
    with pytest.raises(Refused, match="no code"):
        write_1500(picture, [odd], WHEN)
