"""What is damaged, cut, or lies about itself: refused with the reason or kept untouched, and the rest goes on."""

from __future__ import annotations

import socket
import struct
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from pydicom import dcmread
from pydicom.uid import generate_uid
from pynetdicom import AE

from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.models import Instance
from saphena.clinic.imaging.reading import read_header
from saphena.clinic.imaging.receiving import receive
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.exchange.dicom.machines import LOOPBACK, OUR_TITLE, Side, image, of, scan

if TYPE_CHECKING:
    from pathlib import Path

STRAY = b"\xfe\xff\x0d\xe0\x00\x00\x00\x00"  # the end of an item that never began


def test_an_association_that_is_cut_within_an_image_leaves_nothing_and_the_next_is_whole(
    side: Side, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = image(tmp_path, of="examples_ybr_color.dcm", **of(scan(cast.pat())))
    sent = dcmread(came)
    entity = AE(ae_title="CX50")
    entity.add_requested_context(sent.SOPClassUID, sent.file_meta.TransferSyntaxUID)
    association: Any = entity.associate(LOOPBACK, side.port, ae_title=OUR_TITLE)
    wire = association.dul.socket.socket
    through, half = wire.sendall, came.stat().st_size // 2

    def until_half(content: bytes) -> None:
        through(content[:half])
        if len(content) > half:
            wire.shutdown(socket.SHUT_RDWR)  # the cable is pulled

    monkeypatch.setattr(association.dul.socket, "send", until_half)
    status = association.send_c_store(sent)
    assert "Status" not in status
    for _each in range(100):
        if not list(keeping.arrivals().iterdir()):
            break
        time.sleep(0.02)
    assert not list(keeping.arrivals().iterdir())
    assert not Instance.objects.exists()
    assert side.send(came).returncode == 0
    assert Instance.objects.count() == 1


def test_a_unit_of_data_that_claims_four_gigabytes_ends_the_connection_and_takes_no_room(side: Side) -> None:
    tracemalloc.start()
    with socket.create_connection((LOOPBACK, side.port)) as lying:
        lying.sendall(struct.pack(">BBL", 1, 0, 0xFFFFFFF0))
        lying.settimeout(20)
        assert lying.recv(10) in (b"", b"\x07\x00\x00\x00\x00\x04\x00\x00\x02\x00")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20
    assert side.run("echoscu").returncode == 0


def stray(folder: Path, **attributes: str) -> Path:
    """A real still with an end of an item between two of its elements, as some machines leave one behind."""
    whole = image(folder, "whole.dcm", **attributes)
    content = whole.read_bytes()
    place = content.index(b"\x28\x00\x02\x00US")  # samples per pixel, explicit
    path = folder / "stray.dcm"
    path.write_bytes(content[:place] + STRAY + content[place:])
    return path


def test_a_stray_delimiter_ends_what_is_read_and_the_file_is_kept_with_its_patient_as_it_is(
    side: Side, tmp_path: Path
) -> None:
    came = stray(tmp_path, **of(scan(cast.pat())))
    content = came.read_bytes()
    assert read_header(came).claim.patient_id == dicom_id(Patient.objects.get())
    kept = receive(actor=SAPHENA, arrived=came, came_from="a machine")
    assert keeping.path_of(kept).read_bytes() == content
    assert kept.study.patient is not None
    told = cast.signed_in(cast.priya()).get(f"/dicomweb/studies/{kept.study.uid}/metadata")
    assert told.status_code == 200
    assert told.json()[0]["00080018"]["Value"] == [kept.uid]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0 a picture", "JPEG picture"),
        (b"PK\x03\x04 an archive", "ZIP archive"),
        (b"Dear colleague, this is a letter. " * 20, "no DICOM file"),
        (b"\0" * 128 + b"DICM" + b"\xff" * 200, "no DICOM file"),
    ],
    ids=["nothing", "a JPEG", "an archive", "a letter", "rubbish"],
)
def test_what_is_no_image_is_refused_with_the_reason(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "named.dcm"
    path.write_bytes(content)
    with pytest.raises(Refused, match=why):
        read_header(path)


@pytest.mark.parametrize("missing", ["SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"])
def test_an_image_without_its_numbers_is_refused(missing: str, tmp_path: Path) -> None:
    path = image(tmp_path)
    ds = dcmread(path)
    delattr(ds, missing)
    ds.save_as(path, enforce_file_format=False)
    with pytest.raises(Refused, match=missing):
        read_header(path)


def test_a_file_that_claims_the_moon_is_kept_untouched_and_shown_to_nobody(side: Side, tmp_path: Path) -> None:
    order = scan(cast.pat())
    huge = image(tmp_path, "huge.dcm", **of(order), Rows=65535, Columns=65535, NumberOfFrames=10000)
    good = image(tmp_path, "good.dcm", **of(order, SOPInstanceUID=generate_uid()))
    assert side.send(huge, good).returncode == 0
    assert Instance.objects.count() == 2
    cast.clinic()
    row = Instance.objects.get(frames=10000)
    page = cast.signed_in(cast.priya()).get(f"/images/instances/{row.pk}/frames/0/")
    assert (page.status_code, keeping.path_of(row).is_file()) == (415, True)
    assert "65535" in page.text
