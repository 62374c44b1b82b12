"""Images coming in, beside dcmtk's storescp and Orthanc, in one run: instances a second, higher is better.

Every server gets the same files from dcmtk's storescu on loopback, with TCP_NODELAY=1 for all, in turns: stills of
0.9 MB and clips of 6 MB, by one association and by four at once. `ours_2` is `saphena dicom --processes 2`. We force
every file to the disk before we answer, and have its row written before the association ends; Orthanc does so too.
storescp does neither, and only shows what the network gives. Run it on a machine that does nothing else: how long the
disk takes to answer depends on it more than on any of the four.

The bars: `stills_1`, `stills_4`, `clips_1` and `clips_4` of ours above those of Orthanc, for the better of our two ways
of running; `memory_growth_mb` over two thousand instances about nothing. Each figure is the median of the rounds; the
spread stands beside it (`_worst`, `_best`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STILLS = int(os.environ.get("INGEST_STILLS", "200"))
CLIPS = int(os.environ.get("INGEST_CLIPS", "24"))
ROUNDS = int(os.environ.get("INGEST_ROUNDS", "5"))
LONG_RUN = int(os.environ.get("INGEST_MEMORY", "2000"))
SETTLING = 0.5
DATABASE = re.compile("index|sqlite")
HERE = "127.0.0.1"
MARK = "1.2.826.0.1.3680043.8.498.10000000000000000000"
STILL, CLIP = "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"
NO_DELAY = {**os.environ, "TCP_NODELAY": "1"}


def measure() -> dict[str, float]:
    folder = Path(tempfile.mkdtemp(prefix="saphena-ingest-"))
    try:
        templates = {"stills": _file(STILL, 640, 480, 1), "clips": _file(CLIP, 640, 480, 7)}
        counts = {"stills": STILLS, "clips": CLIPS}
        figures: dict[str, float] = {}
        clinic = _clinic(folder)
        with _orthanc(folder) as orthanc, _storescp(folder) as storescp, _ours(clinic, 1) as ours:
            with _ours(clinic, 2) as ours_2:
                ports = {"ours": ours[0], "ours_2": ours_2[0], "orthanc": orthanc, "storescp": storescp}
                for kind, template in templates.items():
                    for callers in (1, 4):
                        figures |= _compared(folder, f"{kind}_{callers}", template, counts[kind], callers, ports)
            figures |= _long_run(folder, templates["stills"], *ours)
        return figures
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _compared(
    folder: Path, name: str, template: bytes, count: int, callers: int, ports: dict[str, int]
) -> dict[str, float]:
    rates: dict[str, list[float]] = {server: [] for server in ports}
    for turn in range(ROUNDS + 1):
        order = Random(turn).sample(sorted(ports), len(ports))  # noqa: S311 - nobody always follows the same one
        for server in order:
            _forget(folder)
            batches = _batches(folder, template, count, callers)
            os.sync()  # nobody waits for what another left unwritten
            time.sleep(SETTLING)
            took = _sent(batches, ports[server])
            if turn:  # the first is for warming up
                rates[server].append(count / took)
    print(name, {server: [round(each) for each in found] for server, found in rates.items()})
    found: dict[str, float] = {}
    for server, each in rates.items():
        found[f"{name}_{server}_per_s"] = median(each)
        found[f"{name}_{server}_worst"], found[f"{name}_{server}_best"] = min(each), max(each)
    return found


def _forget(folder: Path) -> None:
    """What was kept so far goes out of memory, and its room is used again. A rented machine is given memory that it has
    never used only when it touches it, and waits for that; two gigabytes later everybody would be a third slower."""
    for path in folder.rglob("*"):
        if path.is_file() and not DATABASE.search(path.name):
            with path.open("rb") as kept:
                os.posix_fadvise(kept.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


_numbers = iter(range(10**9, 2 * 10**9))


def _batches(folder: Path, template: bytes, count: int, callers: int) -> list[Path]:
    """So many files with numbers that nobody has seen, in a folder for each caller."""
    shutil.rmtree(folder / "sending", ignore_errors=True)
    batches = [folder / "sending" / str(caller) for caller in range(callers)]
    for batch in batches:
        batch.mkdir(parents=True)
    for place in range(count):
        uid = f"{MARK[:-10]}{next(_numbers)}"
        content = template.replace(MARK.encode(), uid.encode())
        (batches[place % callers] / f"{place:06d}.dcm").write_bytes(content)
    return batches


def _sent(batches: list[Path], port: int) -> float:
    """Seconds until the last of the callers has heard that all is well."""
    begun = time.perf_counter()
    common = ["/usr/bin/storescu", "-aet", "BENCH", "-aec", "SAPHENA", "-pdu", "131072", "+sd", HERE, str(port)]
    callers = [
        subprocess.Popen([*common, str(batch)], env=NO_DELAY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for batch in batches
    ]
    for caller in callers:
        _out, said = caller.communicate()
        assert caller.returncode == 0, said.decode()
    return time.perf_counter() - begun


def _file(sop_class: str, columns: int, rows: int, frames: int) -> bytes:
    """A file of noise, which nobody can store in less room."""
    import io

    import numpy as np
    from pydicom.uid import UID

    from saphena.echo.phantom.dicom import data_set, picture_scale
    from saphena.echo.regions import Box

    noise = np.random.default_rng(1).integers(0, 255, (frames, rows, columns, 3), dtype=np.uint8)
    made = data_set(noise, (picture_scale(Box(0, 0, columns - 1, rows - 1), 0.1),))
    made.SOPClassUID = made.file_meta.MediaStorageSOPClassUID = UID(sop_class)
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = UID(MARK)
    made.PatientName, made.PatientID, made.PatientBirthDate = "Bench^Mark", "BENCH", "19700101"
    file = io.BytesIO()
    made.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _free() -> int:
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(command: list[str], opened: Callable[[], bool], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + 60
            while not opened():
                assert server.poll() is None, f"{command[0]} ended by itself"
                assert time.monotonic() < until, f"{command[0]} did not open"
                time.sleep(0.1)
            yield server
        finally:
            server.terminate()


def _listens(port: int) -> bool:
    """Answers C-ECHO."""
    words = ["/usr/bin/echoscu", "-aet", "BENCH", "-aec", "SAPHENA", HERE, str(port)]
    return subprocess.run(words, env=NO_DELAY, capture_output=True, check=False).returncode == 0


@contextmanager
def _storescp(folder: Path) -> Iterator[int]:
    port, kept = _free(), folder / "storescp"
    kept.mkdir()
    command = ["/usr/bin/storescp", "--fork", "-pdu", "131072", "-aet", "SAPHENA", "-od", str(kept), str(port)]
    with _running(command, lambda: _listens(port), NO_DELAY):
        yield port


@contextmanager
def _orthanc(folder: Path) -> Iterator[int]:
    port, web, kept = _free(), _free(), folder / "orthanc"
    kept.mkdir()
    settings = {
        "StorageDirectory": str(kept), "IndexDirectory": str(kept), "HttpPort": web, "DicomPort": port, "Plugins": [],
        "DicomAet": "SAPHENA", "RemoteAccessAllowed": False, "AuthenticationEnabled": False,
        "DicomModalities": {"bench": ["BENCH", HERE, 1]},
    }  # fmt: skip
    (kept / "orthanc.json").write_text(json.dumps(settings))
    with _running(["/usr/sbin/Orthanc", str(kept / "orthanc.json")], lambda: _listens(port), NO_DELAY):
        yield port
        with urlopen(f"http://{HERE}:{web}/statistics") as answer:
            print("Orthanc holds", json.load(answer)["CountInstances"])


def _clinic(folder: Path) -> Path:
    """An empty clinic in which one machine may call."""
    home = folder / "clinic"
    home.mkdir()
    _manage(home, "migrate", "--verbosity", "0")
    words = f"Machine.objects.create(name='Bench', ae_title='BENCH', addresses='{HERE}')"
    _manage(home, "shell", "-v", "0", "-c", f"from saphena.clinic.imaging.models import Machine; {words}")
    return home


@contextmanager
def _ours(clinic: Path, processes: int) -> Iterator[tuple[int, int]]:
    """Our port, and the number of the process; what was kept is counted at the end."""
    port, home = _free(), clinic.with_name(f"ours-{processes}")
    shutil.copytree(clinic, home)
    words = ["dicom", "--host", HERE, "--port", str(port), "--processes", str(processes)]
    with _running([sys.executable, "-m", "saphena", *words], lambda: _listens(port), _in(home)) as server:
        yield port, server.pid
    kept = sum(1 for _each in (home / "images").rglob("*.dcm"))
    counting = "from saphena.clinic.imaging.models import Instance; print(Instance.objects.count())"
    said = _manage(home, "shell", "-v", "0", "-c", counting)
    print(f"ours, {processes} processes, holds {kept}")
    assert kept == int(said.split()[-1])


def _in(home: Path) -> dict[str, str]:
    ordinary = {name: value for name, value in NO_DELAY.items() if not name.startswith("SAPHENA_")}
    return {**ordinary, "SAPHENA_HOME": str(home)}


def _manage(home: Path, *words: str) -> str:
    command = [sys.executable, "-m", "saphena", "manage", *words]
    return subprocess.run(command, env=_in(home), check=True, capture_output=True, text=True).stdout


def _long_run(folder: Path, template: bytes, port: int, process: int) -> dict[str, float]:
    """What our process holds in memory, before, after the half, and after all of the instances."""
    held = [_megabytes(process)]
    for _half in range(2):
        for _each in range(4):
            _sent(_batches(folder, template, LONG_RUN // 8, 1), port)
        held.append(_megabytes(process))
    start, middle, end = held
    return {
        "memory_start_mb": start,
        "memory_middle_mb": middle,
        "memory_end_mb": end,
        "memory_growth_mb": end - middle,
    }


def _megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
