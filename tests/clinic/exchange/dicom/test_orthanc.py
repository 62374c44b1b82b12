"""Orthanc, as an archive that knows us: it calls, reads the worklist, and sends what it has."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from saphena.clinic.imaging.models import Instance, Order, Study
from tests import cast
from tests.clinic.exchange.dicom.machines import LOOPBACK, OUR_TITLE, Side, image, machine, of, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return int(found.getsockname()[1])


@contextmanager
def orthanc(folder: Path, side: Side) -> Iterator[str]:
    """One that listens nowhere but here, and knows us as “saphena”."""
    http = free_port()
    settings = {
        "StorageDirectory": str(folder), "IndexDirectory": str(folder), "HttpPort": http, "DicomPort": free_port(),
        "DicomAet": "ORTHANC", "RemoteAccessAllowed": False, "AuthenticationEnabled": False, "Plugins": [],
        "DicomModalities": {"saphena": [OUR_TITLE, LOOPBACK, side.port]},
    }  # fmt: skip
    (folder / "orthanc.json").write_text(json.dumps(settings))
    command = ["/usr/sbin/Orthanc", str(folder / "orthanc.json")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            where = f"http://{LOOPBACK}:{http}"
            wait_for(where)
            yield where
        finally:
            server.terminate()


def wait_for(where: str) -> None:
    for _each in range(150):
        try:
            ask(where, "/system")
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Orthanc did not open")


def ask(where: str, path: str, body: bytes | None = None) -> Any:
    request = Request(where + path, data=body)  # noqa: S310 - on this machine
    with urlopen(request, timeout=30) as answer:  # noqa: S310 - on this machine
        return json.loads(answer.read() or b"null")


def test_it_is_answered_reads_the_worklist_and_sends_what_it_has(side: Side, tmp_path: Path) -> None:
    machine("ORTHANC")
    order = scan(cast.pat())
    folder = tmp_path / "orthanc"
    folder.mkdir()
    with orthanc(folder, side) as where:
        ask(where, "/modalities/saphena/echo", b"{}")
        query = {"PatientName": "*", "AccessionNumber": "", "ScheduledProcedureStepSequence": [{"Modality": "US"}]}
        lines = ask(where, "/modalities/saphena/find-worklist", json.dumps(query).encode())
        assert [line["AccessionNumber"] for line in lines] == [order.accession]
        kept = ask(where, "/instances", image(tmp_path, **of(order)).read_bytes())
        ask(where, "/modalities/saphena/store", kept["ID"].encode())
    assert Instance.objects.get().came_from == "ORTHANC"
    assert Study.objects.get().order == Order.objects.get()
