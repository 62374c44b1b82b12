"""Real machines' programs against our side: dcmtk's tools, and a server of ours that answers them."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydicom.data
from pydicom import Dataset, dcmread
from pydicom.uid import generate_uid

from saphena.clinic.exchange.dicom.listening import Limits, listen
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.models import Machine, Order
from saphena.clinic.imaging.orders import order_scan
from saphena.clinic.record.actors import SAPHENA
from tests.clinic.courses.treated import at as moment

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from saphena.clinic.people.models import Patient

Said = subprocess.CompletedProcess[str]
OUR_TITLE = "SAPHENA"
STILL = "examples_rgb_color.dcm"  # the smallest ultrasound still that pydicom brings
LOOPBACK = "127.0.0.1"


def machine(ae_title: str = "CX50", **columns: Any) -> Machine:
    """A machine that may call from this computer."""
    known: dict[str, Any] = {"name": f"Machine {ae_title}", "addresses": LOOPBACK, **columns}
    row, _new = Machine.objects.get_or_create(ae_title=ae_title, defaults=known)
    return row


@dataclass(frozen=True)
class Side:
    """Our side, listening."""

    port: int

    def run(self, program: str, *words: str, title: str = "CX50", called: str = OUR_TITLE) -> Said:
        """One of dcmtk's programs, calling us; what it said is in `stdout`, warnings and all."""
        path = shutil.which(program, path="/usr/local/bin:/usr/bin")  # pynetdicom brings programs of the same names
        assert path, f"{program} is missing: scripts/dicom-peers installs it"
        command = [path, "-v", "-aet", title, "-aec", called, LOOPBACK, str(self.port), *words]
        return subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
            env={"TCP_NODELAY": "1", "PATH": "/usr/bin:/bin", "DCMDICTPATH": "/usr/share/libdcmtk17/dicom.dic"},
        )  # fmt: skip

    def send(self, *files: Path, title: str = "CX50", more: tuple[str, ...] = ()) -> Said:
        return self.run("storescu", *more, "-xf", str(_profile(files[0].parent)), "Any", *map(str, files), title=title)


@contextmanager
def our_side(*, secure: ssl.SSLContext | None = None, **limits: int) -> Iterator[Side]:
    with listen(LOOPBACK, 0, OUR_TITLE, limits=Limits(**limits), secure=secure) as server:
        yield Side(server.server_address[1])


def _profile(folder: Path) -> Path:
    """dcmtk proposes what a file needs only when a profile lists it; ours lists what the tests send."""
    syntaxes = ("1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.2",
                "1.2.840.10008.1.2", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90")  # fmt: skip
    classes = ("1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1", "1.2.840.10008.5.1.4.1.1.7",
               "1.2.840.10008.5.1.4.1.1.88.33", "1.2.840.10008.5.1.4.1.1.6")  # fmt: skip
    lines = ["[[TransferSyntaxes]]"]
    for number, syntax in enumerate(syntaxes):
        lines += [f"[Syntax{number}]", f"TransferSyntax1 = {syntax}"]
    lines += ["[[PresentationContexts]]", "[Contexts]"]
    pairs = [(one, number) for one in classes for number in range(len(syntaxes))]
    lines += [f"PresentationContext{n} = {one}\\Syntax{number}" for n, (one, number) in enumerate(pairs, 1)]
    lines += ["[[Profiles]]", "[Any]", "PresentationContexts = Contexts"]
    path = folder / "any.cfg"
    path.write_text("\n".join(lines) + "\n")
    return path


def sample(name: str = STILL) -> Path:
    """A real file, from the packages pydicom and pydicom-data."""
    return Path(str(pydicom.data.get_testdata_file(name)))


def image(folder: Path, name: str = "one.dcm", of: str = STILL, **attributes: Any) -> Path:
    """A real image under other names and numbers; its pixels are as they were."""
    ds = dcmread(sample(of))
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    if "SOPInstanceUID" in attributes:
        ds.file_meta.MediaStorageSOPInstanceUID = attributes["SOPInstanceUID"]
    path = folder / name
    ds.save_as(path, enforce_file_format=True)
    return path


def body(path: Path) -> bytes:
    """The data set's bytes, without the file's own head."""
    raw = path.read_bytes()
    ds = dcmread(path, stop_before_pixels=True)
    length = int(ds.file_meta.FileMetaInformationGroupLength)
    return raw[132 + 12 + length :]


def query(**attributes: str) -> Dataset:
    """What a machine asks the worklist for; names with “step_” before them are about the step."""
    asked, step = Dataset(), Dataset()
    for keyword in ("PatientName", "PatientID", "PatientBirthDate", "AccessionNumber", "StudyInstanceUID"):
        setattr(asked, keyword, "")
    for keyword in ("Modality", "ScheduledProcedureStepStartDate", "ScheduledProcedureStepStartTime",
                    "ScheduledStationAETitle", "ScheduledPerformingPhysicianName"):  # fmt: skip
        setattr(step, keyword, "")
    for keyword, value in attributes.items():
        setattr(step if keyword.startswith("step_") else asked, keyword.removeprefix("step_"), value)
    asked.ScheduledProcedureStepSequence = [step]
    return asked


def scan(patient: Patient, about: str = "visit:1", at: str = "2027-03-09T10:00", performer: str = "") -> Order:
    """Pat's scan, on the worklist."""
    return order_scan(
        actor=SAPHENA, patient=patient, about=about, what="Mapping, left leg", zone="America/Edmonton",
        starts_at=moment(at), performer=performer,
    )  # fmt: skip


def of(order: Order, **other: str) -> dict[str, str]:
    """As it comes back from a machine that took the line from the worklist."""
    patient = order.patient
    return {
        "StudyInstanceUID": order.study_uid,
        "AccessionNumber": order.accession,
        "PatientID": dicom_id(patient),
        "PatientName": f"{patient.family_name}^{patient.given_names}",
        "PatientBirthDate": patient.birth_date.strftime("%Y%m%d"),
        "SOPInstanceUID": generate_uid(),
        **other,
    }
