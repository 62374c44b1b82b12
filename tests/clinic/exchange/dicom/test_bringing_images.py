"""Images are brought by hand: each file has its own answer, and nobody else's image lands in this patient's file."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pydicom import dcmread

from saphena.clinic.exchange.dicom.uploading import unpacking
from saphena.clinic.exchange.dicom.uploading.taking import take
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.models import Instance, Study
from saphena.clinic.record.models import Entry
from saphena.echo.frames import open_clip
from tests import cast
from tests.clinic.exchange.dicom.machines import image, of, scan

if TYPE_CHECKING:
    from pathlib import Path

    from saphena.clinic.people.models import Patient

pytestmark = pytest.mark.django_db
OURS = {"PatientName": "MOREAU^PAT", "PatientBirthDate": "19610423", "PatientID": "their own number"}


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    file = io.BytesIO()
    shades = np.linspace(0, 255, size[0] * size[1] * 3).reshape(size[1], size[0], 3).astype(np.uint8)
    Image.fromarray(shades).save(file, kind, **more)
    return file.getvalue()


def became(patient: Patient, *files: SimpleUploadedFile) -> list[str]:
    return [each.became.value for each in take(actor=cast.nora(), patient=patient, files=files)]


def test_a_file_that_names_this_patient_is_put_here_by_whoever_brought_it(tmp_path: Path) -> None:
    patient = cast.pat()
    assert became(patient, sent("a.dcm", image(tmp_path, **OURS).read_bytes())) == ["kept"]
    study = Study.objects.get()
    assert (study.patient, study.matched_by) == (patient, "Nora Lindqvist")
    assert Entry.objects.filter(action="imaging.study.matched", patient=patient).count() == 1
    assert Instance.objects.get().came_from == "Nora Lindqvist, by hand"


@pytest.mark.parametrize(
    "claims",
    [
        {**OURS, "PatientName": "Bélanger^Anna"},
        {**OURS, "PatientBirthDate": "19610424"},
        {**OURS, "PatientBirthDate": ""},
        {"PatientName": "", "PatientBirthDate": ""},
    ],
    ids=["another name", "another birth date", "no birth date", "nobody"],
)
def test_a_file_that_does_not_name_this_patient_waits_in_the_tray(claims: dict[str, str], tmp_path: Path) -> None:
    patient = cast.pat()
    (told,) = take(actor=cast.nora(), patient=patient, files=[sent("a.dcm", image(tmp_path, **claims).read_bytes())])
    assert (told.became, told.claims) == ("tray", claims["PatientName"].replace("^", " "))
    assert Study.objects.get().patient is None


def test_a_file_of_another_patients_scan_goes_to_them_and_is_said_not_to_be_here(tmp_path: Path) -> None:
    other = cast.pat(given_names="Sylvie")
    given = image(tmp_path, **of(scan(other))).read_bytes()
    assert became(cast.pat(), sent("a.dcm", given)) == ["elsewhere"]
    assert Study.objects.get().patient == other


def test_a_second_person_in_a_study_that_lies_here_takes_it_into_the_tray(tmp_path: Path) -> None:
    patient = cast.pat()
    one = image(tmp_path, "one.dcm", **OURS, StudyInstanceUID="1.2.3", SOPInstanceUID="1.2.3.1").read_bytes()
    two = {**OURS, "PatientName": "Else^Somebody", "PatientID": "another", "SOPInstanceUID": "1.2.3.2"}
    other = image(tmp_path, "two.dcm", **two, StudyInstanceUID="1.2.3").read_bytes()
    assert became(patient, sent("one", one), sent("two", other)) == ["kept", "tray"]
    assert Study.objects.get().patient is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_kept_without_its_metadata_and_without_a_scale(kind: str) -> None:
    patient = cast.pat()
    more: dict[str, Any] = {"exif": b"Exif\0\0secret", "dpi": (300, 300)} if kind == "JPEG" else {"dpi": (300, 300)}
    given = picture(kind, **more)
    assert became(patient, sent("photo", given)) == ["kept"]
    path = keeping.path_of(Instance.objects.get())
    kept = dcmread(path)
    assert (kept.SOPClassUID, kept.PatientName, kept.Rows) == ("1.2.840.10008.5.1.4.1.1.7", "Moreau^Pat", 40)
    assert b"secret" not in path.read_bytes()
    assert "PixelSpacing" not in kept
    assert "SequenceOfUltrasoundRegions" not in kept
    with open_clip(path) as clip:
        assert clip.calibration.regions == ()
        assert np.array_equal(clip.frame(0), np.asarray(Image.open(io.BytesIO(given)).convert("RGB")))


def test_the_same_picture_twice_is_one() -> None:
    patient, given = cast.pat(), picture()
    assert became(patient, sent("a.jpg", given), sent("copy.jpg", given)) == ["kept", "known"]
    assert became(patient, sent("again.jpg", given)) == ["known"]
    assert became(cast.pat(given_names="Sylvie"), sent("a.jpg", given)) == ["kept"]


def test_a_bad_file_stops_no_other_and_every_one_is_told(tmp_path: Path, settings: Any) -> None:
    good = image(tmp_path, **OURS).read_bytes()
    files = [
        sent("empty.dcm", b""),
        sent("a JPEG by the name of.dcm", picture()),
        sent("cut.jpg", picture(size=(300, 200))[:900]),
        sent("huge.png", picture("PNG", (9000, 2))),
        sent("letter.txt", b"Dear colleague, " * 40),
        sent("good.dcm", good),
        sent("broken.zip", b"PK\x03\x04 nothing more"),
    ]
    told = take(actor=cast.nora(), patient=cast.pat(), files=files)
    assert [each.became for each in told] == ["refused", "kept", "refused", "refused", "refused", "kept", "refused"]
    assert all(each.sentence for each in told)
    assert "empty" in told[0].sentence
    assert "9000 x 2" in told[3].sentence
    assert not list(keeping.arrivals().iterdir())


def packed(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return file.getvalue()


def test_an_archive_is_unpacked_in_bounded_room(tmp_path: Path, settings: Any) -> None:
    patient, good = cast.pat(), image(tmp_path, **OURS).read_bytes()
    inside = {"DICOMDIR": b"contents", "__MACOSX/x": b"", "IMAGES/1": good, "IMAGES/2": b"no image"}
    assert became(patient, sent("disc.zip", packed(**inside))) == ["kept", "refused"]
    settings.SAPHENA_LARGEST_UPLOAD = 1
    bomb = packed(zeros=b"\0" * (3 << 20), small=picture())
    told = take(actor=cast.nora(), patient=patient, files=[sent("bomb.zip", bomb)])
    assert [each.became for each in told] == ["refused", "kept"]
    assert "more than can be taken" in told[0].sentence


def test_only_who_works_with_images_brings_them() -> None:
    for who in (cast.nell(), cast.max_(), cast.olive()):
        with pytest.raises(PermissionDenied):
            take(actor=who, patient=cast.pat(), files=[])


def test_the_page_says_of_each_file_what_became_of_it(tmp_path: Path) -> None:
    cast.clinic()
    patient, nora = cast.pat(), cast.signed_in(cast.nora())
    address = f"/images/patients/{patient.pk}/bring/"
    assert address in nora.get(f"/images/patients/{patient.pk}/").text
    assert nora.post(address, {}).status_code == 422
    files = [sent("one.jpg", picture()), sent("else.dcm", image(tmp_path, PatientName="Else^Somebody").read_bytes())]
    page = nora.post(address, {"images": files})
    assert page.status_code == 200
    assert "It is with this patient now." in page.text
    assert "It says it is of Else Somebody." in page.text
    assert "/images/tray/" in page.text


def test_a_disk_that_takes_no_more_is_said_of_each_file_and_nothing_stays_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_out: object, _piece: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpacking, "_all_of_it", full)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("leg.jpg", picture())
    files = [sent("a.jpg", picture()), sent("b.zip", archive.getvalue())]
    told = take(actor=cast.sam(), patient=cast.pat(), files=files)
    assert [(each.name, each.became) for each in told] == [("a.jpg", "refused"), ("b.zip: leg.jpg", "refused")]
    assert all("The disk did not take it" in each.sentence for each in told)
    assert not list(keeping.arrivals().iterdir())
