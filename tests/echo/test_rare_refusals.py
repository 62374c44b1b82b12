"""What seldom happens is refused by its own reason too, and no reason is without a test that names it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pydicom
import pytest
from pydicom.dataelem import RawDataElement
from pydicom.tag import Tag
from pydicom.uid import RLELossless

from saphena.echo import batch
from saphena.echo.foam import measure_foam
from saphena.echo.frames import open_clip
from saphena.echo.lumen import measure_vein
from saphena.echo.lumen.ellipse import fit
from saphena.echo.nameless import copying
from saphena.echo.reasons import Why
from saphena.echo.regions import read_regions
from saphena.echo.report import read_report, reading
from saphena.echo.spectral import measure_reflux
from saphena.echo.strip_by_hand import strip_by_hand
from saphena.echo.tasks import Task
from tests.echo import strips
from tests.echo import test_foam as foam
from tests.echo.conftest import real, refuses
from tests.echo.test_bad_files import look, written
from tests.echo.test_bad_pictures import REGION, tissue
from tests.echo.test_nameless_copies import copied, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import Dataset

TESTS = Path(__file__).parents[1]
NAMING = ("echo", "commands", "clinic/imaging", "clinic/exchange/dicom")
"""Where the reasons of `saphena.echo` are tested."""
DISTINCT = 10
"""Letters of a sentence that a test quotes, at least, to be about that sentence."""


def test_a_file_that_shrinks_while_it_is_open_was_cut_within_a_frame(picture: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "being-copied.dcm"
    path.write_bytes(written(picture))
    with open_clip(path) as clip:
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size - 100)
        with refuses(Why.CUT_IN_FRAME):
            clip.frame(0)


def test_a_frame_that_decodes_to_another_size_than_the_header_says_is_refused(
    picture: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Decoder:
        def as_array(self, *_: Any, **__: Any) -> tuple[Any, dict[str, str]]:
            return np.zeros((79, 100), np.uint8), {}

    monkeypatch.setattr("pydicom.pixels.decoders.base.get_decoder", lambda _: Decoder())
    with refuses(Why.OTHER_SIZE):
        look(written(picture))


def test_a_compressed_picture_without_any_frame_is_refused(picture: Dataset) -> None:
    picture.compress(RLELossless)
    packed = written(picture)
    items = packed.index(b"\xfe\xff\x00\xe0", packed.index(b"\xe0\x7f\x10\x00"))
    with refuses(Why.NO_FRAMES):
        look(packed[:items] + b"\xfe\xff\xdd\xe0\0\0\0\0" * 3)


def test_a_damaged_list_of_regions_is_refused() -> None:
    header = pydicom.Dataset()
    header.Rows, header.Columns = 80, 100
    tag = Tag("SequenceOfUltrasoundRegions")
    item = b"\xfe\xff\x00\xe0\x08\x00\x00\x00\x18\x00\x12\x60OB\x00\x00"  # ends before it says how long it is
    header._dict[tag] = RawDataElement(tag, "SQ", len(item), item, 0, False, True)
    with refuses(Why.DAMAGED_REGIONS):
        read_regions(header)


@pytest.mark.parametrize(
    ("corners", "seconds", "speeds", "why"),
    [
        (((10, 10), (30, 200)), 4.0, (40.0, -40.0), Why.STRIP_CORNERS),
        (((10, 10), (300, 200)), 0.0, (40.0, -40.0), Why.STRIP_NUMBERS),
        (((10, 10), (300, 200)), 4.0, (40.0, 40.0), Why.STRIP_NUMBERS),
        (((10, 10), (300, 200)), 4.0, (float("nan"), -40.0), Why.STRIP_NUMBERS),
        (((10, 10), (300, 200)), 4.0, (40.0, 10.0), Why.STRIP_ZERO),
    ],
)
def test_a_scale_that_no_strip_has_is_refused(
    corners: tuple[tuple[float, float], tuple[float, float]], seconds: float, speeds: tuple[float, float], why: Why
) -> None:
    with refuses(why):
        strip_by_hand(240, 400, corners, seconds, speeds)


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({"augmentation": 2.5, "peak": 2.0, "span": 60.0, "snr": 25.0, "wall": 1.0}, Why.SLOW),
        ({"augmentation": 28.0, "peak": 6.0, "span": 34.0}, Why.FILLS_SCALE),
        (
            {
                "augmentation": 28.0,
                "peak": 2.0,
                "reflux": 0.2,
                "span": 29.5,
                "baseline": 0.9,
                "squeeze": 0.8,
                "snr": 25.0,
                "clutter": 0.0,
            },
            Why.FASTER_THAN_SCALE,
        ),
        ({"augmentation": 40.0, "peak": 12.0, "span": 36.0}, Why.OVER_BOTH_EDGES),
    ],
)
def test_a_strip_on_the_wrong_scale_is_refused(spec: dict[str, Any], why: Why) -> None:
    made = strips.strip(**spec)
    with refuses(why):
        measure_reflux(made.grey, strips.region(made))


def test_two_veins_joined_by_a_wide_passage_are_told_by_other_starting_points() -> None:
    grey = tissue([(170, 200, 45, 45), (230, 200, 45, 45), (200, 200, 30, 14)])
    with refuses(Why.STARTS_DISAGREE):
        measure_vein(grey, REGION, (170, 200))


def test_foam_in_a_few_frames_has_no_speed() -> None:
    made = foam.clip()
    found = measure_foam(iter([made.frames[0]] * 3), foam.region(made), made.line, 0.08)
    assert found.speed.refused is not None
    assert found.speed.refused.why is Why.NOT_MOVING


def test_points_on_a_line_close_to_no_outline() -> None:
    line = np.linspace(-3, 3, 64)
    with refuses(Why.NOT_CLOSED):
        fit(line, 0.5 * line, np.ones(64))


def test_a_report_with_more_items_than_any_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 5)
    with refuses(Why.TOO_MANY_ITEMS):
        read_report(real("reportsi.dcm"))


def test_a_copy_that_one_file_cannot_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "LONGEST", 1000)
    with refuses(Why.TOO_LONG_PLAIN):
        copied(named(), tmp_path)


def test_a_clip_that_is_grey_and_coloured_by_turns_cannot_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_turns(*_: object) -> Iterator[Any]:
        yield np.zeros((60, 100), np.uint8)
        yield np.zeros((60, 100, 3), np.uint8)

    monkeypatch.setattr(copying, "blacked", by_turns)
    with refuses(Why.MIXED_COLOURS):
        copied(named(), tmp_path)


@pytest.mark.parametrize(
    ("engine", "scheduler", "why"),
    [
        ("steam", "", Why.NO_ENGINE),
        ("here", "tcp://localhost:1", Why.SCHEDULER_WITHOUT_DASK),
        ("dask", "", Why.NO_DASK),
    ],
)
def test_a_batch_that_cannot_begin_says_why(
    engine: str, scheduler: str, why: Why, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with refuses(why):
        begin(engine, scheduler)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise OSError("Connection refused")

    monkeypatch.setattr("distributed.Client", nobody)
    with refuses(Why.NO_SCHEDULER):
        begin("dask", "tcp://localhost:1")


def begin(engine: str, scheduler: str) -> None:
    batch.measure_all([str(real("OBXXXX1A.dcm"))], Task("regions"), engine, scheduler)


def test_every_reason_is_named_by_a_test() -> None:
    """By its name, its code, or words of its sentence; a reason that comes new needs a test that provokes it."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for place in NAMING for path in (TESTS / place).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    quoted = {part.strip() for text in texts for part in text.split("|") if len(part.strip()) >= DISTINCT}

    def named_by_one(why: Why) -> bool:
        return why.name in names or why.code in texts or any(part in why for part in quoted)

    assert [why.name for why in Why if not named_by_one(why)] == []
