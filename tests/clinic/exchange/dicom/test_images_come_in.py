"""Images come in: kept to the byte, matched by our numbers and nothing else, once each, whatever goes wrong."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
from pydicom import dcmread
from pydicom.uid import generate_uid
from pynetdicom import AE, _config

from saphena.clinic.exchange.dicom import streaming
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.models import Instance, Study
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.exchange.dicom.machines import LOOPBACK, OUR_TITLE, Side, body, image, of, sample, scan

if TYPE_CHECKING:
    from pathlib import Path


def whose() -> list[str]:
    return list(Study.objects.order_by("pk").values_list("whose", flat=True))


REAL = ("examples_rgb_color.dcm", "examples_palette.dcm", "examples_ybr_color.dcm", "US1_J2KR.dcm", "test-SR.dcm")


def test_a_real_program_sends_stills_clips_and_reports_in_every_transfer_syntax(side: Side, tmp_path: Path) -> None:
    came = {name: tmp_path / name for name in REAL}
    for name, path in came.items():
        path.write_bytes(sample(name).read_bytes())
    done = side.send(*came.values())
    assert done.returncode == 0, done.stdout
    for path in came.values():
        sent = dcmread(path)
        kept = Instance.objects.get(uid=sent.SOPInstanceUID)
        # dcmtk writes lengths of sequences anew and leaves padding out: what it says is compared, not its bytes.
        assert dcmread(keeping.path_of(kept)).get("PixelData") == sent.get("PixelData")
        assert kept.transfer_syntax == sent.file_meta.TransferSyntaxUID


def test_every_byte_lies_on_the_disk_as_it_came(side: Side, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_config, "STORE_SEND_CHUNKED_DATASET", True)  # else pynetdicom, too, writes anew what it sends
    came = image(tmp_path, of="examples_ybr_color.dcm", **of(scan(cast.pat())))
    sent = dcmread(came, stop_before_pixels=True)
    entity = AE(ae_title="CX50")
    entity.add_requested_context(sent.SOPClassUID, sent.file_meta.TransferSyntaxUID)
    association = entity.associate(LOOPBACK, side.port, ae_title=OUR_TITLE)
    assert association.send_c_store(came).Status == 0x0000
    association.release()
    kept = Instance.objects.get()
    path = keeping.path_of(kept)
    assert body(path) == body(came)
    assert (kept.size, kept.sha256) == (path.stat().st_size, keeping.digest(path))


def test_what_comes_back_with_our_numbers_is_with_its_patient(side: Side, tmp_path: Path) -> None:
    order = scan(cast.pat())
    assert side.send(image(tmp_path, **of(order))).returncode == 0
    study = Study.objects.get()
    assert (study.whose, study.patient, study.order) == ("matched", order.patient, order)
    assert Entry.objects.filter(action="imaging.study.received", patient=order.patient).count() == 1


def test_a_machine_that_makes_its_own_study_number_is_known_by_the_accession_number(side: Side, tmp_path: Path) -> None:
    order = scan(cast.pat())
    side.send(image(tmp_path, **of(order, StudyInstanceUID=generate_uid())))
    assert whose() == ["matched"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"AccessionNumber": "", "StudyInstanceUID": "1.2.3.4"}, "No scan of ours"),
        ({"PatientID": "P9999999"}, "names another patient"),
        ({"PatientID": ""}, "names another patient"),
        ({"PatientBirthDate": "19990101"}, "another date of birth"),
    ],
    ids=["no number", "another patient", "nobody", "another birth date"],
)
def test_what_contradicts_our_numbers_waits_in_the_tray_with_the_reason(
    side: Side, tmp_path: Path, changed: dict[str, str], why: str
) -> None:
    side.send(image(tmp_path, **of(scan(cast.pat()), **changed)))
    study = Study.objects.get()
    assert (study.whose, study.patient) == ("tray", None)
    assert why in study.why


def test_the_same_name_is_no_proof(side: Side, tmp_path: Path) -> None:
    patient = cast.pat()
    born = patient.birth_date.strftime("%Y%m%d")
    side.send(image(tmp_path, PatientName="Moreau^Pat", PatientBirthDate=born, PatientID=dicom_id(patient)))
    assert whose() == ["tray"]


def test_numbers_of_two_scans_in_one_image_are_for_a_person(side: Side, tmp_path: Path) -> None:
    one, other = scan(cast.pat()), scan(cast.pat(given_names="Sylvie"), "visit:2")
    side.send(image(tmp_path, **of(one, AccessionNumber=other.accession)))
    assert "two different scans" in Study.objects.get().why


def test_two_patients_under_one_number_take_the_whole_study_into_the_tray(side: Side, tmp_path: Path) -> None:
    order = scan(cast.pat())
    side.send(image(tmp_path, "one.dcm", **of(order)))
    side.send(image(tmp_path, "two.dcm", **of(order, PatientID="P0000777")))
    study = Study.objects.get()
    assert (study.whose, study.patient, study.instances.count()) == ("tray", None, 2)
    assert Entry.objects.filter(action="imaging.study.put_in_tray", patient=order.patient).count() == 1


def test_the_same_image_twice_is_one(side: Side, tmp_path: Path) -> None:
    came = image(tmp_path, **of(scan(cast.pat())))
    assert side.send(came).returncode == 0
    assert side.send(came).returncode == 0
    assert Instance.objects.count() == 1


def test_another_image_under_a_kept_number_is_refused_and_the_first_stays(side: Side, tmp_path: Path) -> None:
    given = of(scan(cast.pat()))
    first = image(tmp_path, "one.dcm", **given)
    side.send(first)
    done = side.send(image(tmp_path, "two.dcm", **{**given, "StudyDescription": "another"}))
    assert "Status: 0x111" in done.stdout
    kept = Instance.objects.get()
    assert kept.uid == given["SOPInstanceUID"]
    assert dcmread(keeping.path_of(kept)).get("StudyDescription") == dcmread(first).get("StudyDescription")
    assert Entry.objects.filter(action="imaging.instance.clashed").count() == 1


def test_a_connection_that_breaks_within_an_image_leaves_no_half_of_one(
    side: Side, tmp_path: Path, images: Path
) -> None:
    with socket.create_connection((LOOPBACK, side.port)) as broken:
        broken.sendall(b"\x01\x00\x00\x00\x00\xff" + b"\x00" * 40)
    assert side.send(image(tmp_path, **of(scan(cast.pat())))).returncode == 0
    time.sleep(0.1)
    assert Instance.objects.count() == 1
    assert len(list(images.rglob("*.dcm"))) == 1


def test_a_disk_that_takes_nothing_more_is_told_to_the_machine_and_nothing_is_written(
    side: Side, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: object, _uid: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "keep", full)
    done = side.send(image(tmp_path, **of(scan(cast.pat()))))
    assert "Refused: OutOfResources" in done.stdout
    assert not Instance.objects.exists()


@pytest.mark.parametrize("fails", ["open", "write", "close"])
def test_a_disk_that_fills_up_while_an_image_comes_is_told_too_and_the_next_image_is_taken(
    side: Side, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fails: str
) -> None:
    given = of(scan(cast.pat()))
    lost = image(tmp_path, "lost.dcm", **given)
    good = image(tmp_path, "good.dcm", **{**given, "SOPInstanceUID": generate_uid()})
    monkeypatch.setattr(streaming, "os", FullOnce(fails))
    done = side.send(lost, good, more=("--no-halt",))
    assert "Refused: OutOfResources" in done.stdout
    assert "an image from CX50 could not be kept: No space left on device" in caplog.text
    assert [each.uid for each in Instance.objects.all()] == [dcmread(good).SOPInstanceUID]
    assert not list(keeping.arrivals().iterdir())


class FullOnce:
    """The disk of a process that has no room for the first file."""

    def __init__(self, fails: str) -> None:
        self.fails, self.first = fails, True

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def open(self, *given: Any) -> int:
        if self.first and self.fails == "open":
            self.first = False
            raise OSError(28, "No space left on device")
        return os.open(*given)

    def fdopen(self, *given: Any) -> Any:
        file = os.fdopen(*given)
        if self.first:
            self.first = False
            return Full(file, self.fails)
        return file


class Full:
    """A file on a disk that takes no more."""

    def __init__(self, file: Any, fails: str) -> None:
        self.file, self.fails, self.pieces = file, fails, 0

    def write(self, content: Any) -> None:
        self.pieces += 1
        if self.fails == "write" and self.pieces > 1:
            raise OSError(28, "No space left on device")
        self.file.write(content)

    def close(self) -> None:
        self.file.close()
        if self.fails == "close":
            raise OSError(28, "No space left on device")


def test_why_an_image_is_refused_stands_in_the_answer_and_in_the_log(
    side: Side, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    done = side.send(image(tmp_path, **of(scan(cast.pat()), StudyInstanceUID="")), more=("-d",))
    assert "The image has no usable StudyInstanceUID: it was cut short, or" in done.stdout
    assert "an image from CX50 was refused: The image has no usable StudyInstanceUID: it was cut" in caplog.text


def test_no_name_stands_in_the_name_of_a_file(side: Side, tmp_path: Path, images: Path) -> None:
    side.send(image(tmp_path, **of(scan(cast.pat()))))
    (place,) = [path.relative_to(images) for path in images.rglob("*.dcm")]
    assert "moreau" not in str(place).lower()
