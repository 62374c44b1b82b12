"""Copies leave only when a person has looked at each; who looked is recorded, and what leaves is what was looked at."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from PIL import Image
from pydicom import dcmread

from saphena.clinic.exchange.dicom.exporting import actions
from saphena.clinic.exchange.dicom.exporting.copies import path_of
from saphena.clinic.exchange.dicom.models import Copy, Export
from saphena.clinic.messages.worker import TIDYING
from saphena.clinic.record.models import Entry
from saphena.echo.phantom.dicom import data_set, picture_scale
from saphena.echo.regions import Box
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.imaging.received import a_jpeg, received, under_the_name_of_jpeg

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.people.models import Patient

pytestmark = pytest.mark.django_db
BOX = Box(20, 10, 79, 49)


def framed(patient: Patient, frames: int = 1, scaled: bool = True) -> Instance:
    """A picture with writing all around its measured region."""
    grey = np.full((frames, 60, 100), 255, np.uint8)
    grey[:, BOX.top : BOX.bottom + 1, BOX.left : BOX.right + 1] = 90
    made = data_set(grey, (picture_scale(BOX, 0.1),) if scaled else (), 0.1)
    made.PatientName = f"{patient.family_name}^{patient.given_names}"
    return received(made, patient)


def exported(patient: Patient, *instances: Instance) -> Export:
    chosen = [each.pk for each in instances]
    return actions.make_export(actor=cast.priya(), patient=patient, instances=chosen, reason="teaching evening")


def only(export: Export) -> Copy:
    return Copy.objects.select_related("export__patient", "instance").get(export=export)


def test_nothing_leaves_that_nobody_looked_at() -> None:
    patient = cast.pat()
    export = exported(patient, framed(patient, 3), framed(patient))
    first, second = export.copies.select_related("export__patient")
    with pytest.raises(Refused, match="1, 2"):
        actions.taken(actor=cast.priya(), export=export)
    actions.look(actor=cast.sam(), copy=first, sha256=first.sha256)
    with pytest.raises(Refused, match="these yet: 2"):
        actions.taken(actor=cast.priya(), export=export)
    actions.leave_out(actor=cast.priya(), copy=second)
    assert [copy.number for copy in actions.taken(actor=cast.priya(), export=export)] == [1]
    first.refresh_from_db()
    assert first.looked_by == cast.sam()
    said = list(Entry.objects.filter(action__startswith="dicom.export.", patient=patient).order_by("pk"))
    assert [entry.action for entry in said] == ["dicom.export.made", "dicom.export.looked", "dicom.export.taken"]
    assert said[1].actor_name == "Sam Beaulieu"


def test_a_look_counts_for_the_copy_that_was_seen_and_for_no_other() -> None:
    patient = cast.pat()
    export = exported(patient, framed(patient))
    copy = only(export)
    seen = copy.sha256
    actions.draw_box(actor=cast.priya(), copy=copy, corners=(30, 15, 60, 40))
    with pytest.raises(Refused, match="changed since it was shown"):
        actions.look(actor=cast.priya(), copy=copy, sha256=seen)
    copy.refresh_from_db()
    actions.look(actor=cast.priya(), copy=copy, sha256=copy.sha256)
    actions.draw_box(actor=cast.priya(), copy=copy, corners=(30, 15, 61, 40))
    with pytest.raises(Refused, match="Nobody has looked"):
        actions.taken(actor=cast.priya(), export=export)


def test_a_file_that_is_no_longer_what_was_looked_at_stays_here() -> None:
    patient = cast.pat()
    export = exported(patient, framed(patient))
    copy = only(export)
    actions.look(actor=cast.priya(), copy=copy, sha256=copy.sha256)
    path_of(copy).write_bytes(path_of(copy).read_bytes()[:-2] + b"??")
    with pytest.raises(Refused, match="no longer what was looked at"):
        actions.taken(actor=cast.priya(), export=export)


def test_a_picture_without_a_region_needs_a_rectangle() -> None:
    patient = cast.pat()
    export = exported(patient, framed(patient, scaled=False))
    copy = only(export)
    assert (copy.sha256, copy.boxes) == ("", [])
    assert "Draw the part" in copy.why
    with pytest.raises(Refused, match="changed"):
        actions.look(actor=cast.priya(), copy=copy, sha256="")
    for corners in ((0, 0, 5, 5), (0, 0, 100, 59), (50, 10, 20, 40)):
        with pytest.raises(Refused, match="100 x 60 pixels"):
            actions.draw_box(actor=cast.priya(), copy=copy, corners=corners)
    actions.draw_box(actor=cast.priya(), copy=copy, corners=(20, 10, 79, 49))
    copy.refresh_from_db()
    assert (copy.boxes, copy.by_hand) == ([[20, 10, 79, 49]], True)
    pixels = dcmread(path_of(copy)).pixel_array
    assert (pixels.max(), pixels[0, 0]) == (90, 0)


def test_a_copy_that_cannot_be_made_says_why_and_leaves_nothing_on_the_disk() -> None:
    patient, priya = cast.pat(), cast.signed_in(cast.priya())
    clip = under_the_name_of_jpeg(patient, a_jpeg(), b"\xff\xd8 and no more")
    made = priya.post(f"/images/patients/{patient.pk}/copies/", {"images": [clip.pk], "reason": "teaching"})
    copy = Copy.objects.get()
    assert "The compressed picture has no header that can be read." in priya.get(made["Location"]).text
    box = {"left": 25, "top": 15, "right": 60, "bottom": 40}
    drawn = priya.post(f"/images/copies/one/{copy.pk}/box/", box)
    assert (drawn.status_code, "has no header that can be read" in drawn.text, 'value="60"' in drawn.text) == (
        422, True, True,
    )  # fmt: skip
    assert list(path_of(copy).parent.iterdir()) == []
    assert priya.post(f"/images/copies/{copy.export_id}/take/").status_code == 409


def test_another_patients_picture_is_not_among_the_choices() -> None:
    patient, other = cast.pat(), cast.pat(given_names="Sylvie")
    with pytest.raises(Refused, match="at least one picture"):
        exported(patient, framed(other))
    with pytest.raises(Refused, match="what the copies are for"):
        actions.make_export(actor=cast.priya(), patient=patient, instances=[framed(patient).pk], reason=" ")


def test_who_may_not_export_makes_looks_at_and_takes_nothing() -> None:
    patient = cast.pat()
    export = exported(patient, framed(patient))
    copy = only(export)
    for who in (cast.nora(), cast.nell(), cast.ada()):
        with pytest.raises(PermissionDenied):
            actions.look(actor=who, copy=copy, sha256=copy.sha256)
        client = cast.signed_in(who)
        assert client.get(f"/images/copies/one/{copy.pk}/original/").status_code == 403
        assert client.post(f"/images/copies/{export.pk}/take/").status_code == 403


def test_the_worker_deletes_copies_after_a_month_and_they_say_so() -> None:
    patient = cast.pat()
    export = exported(patient, framed(patient))
    path = path_of(only(export))
    Export.objects.update(made_at=timezone.now() - timedelta(days=31))
    younger = exported(patient, framed(patient))
    assert path.exists()
    assert actions.forget_old in TIDYING
    assert (actions.forget_old(), actions.forget_old()) == (1, 0)
    assert not path.exists()
    assert path_of(only(younger)).exists()
    export.refresh_from_db()
    with pytest.raises(Refused, match="deleted after 30 days"):
        actions.taken(actor=cast.priya(), export=export)


def test_the_pages_from_the_choice_to_the_archive(settings: Any) -> None:
    cast.clinic()
    patient, priya = cast.pat(), cast.signed_in(cast.priya())
    still, bare = framed(patient), framed(patient, scaled=False)
    where = f"/images/patients/{patient.pk}/copies/"
    assert where in priya.get(f"/images/patients/{patient.pk}/").text
    assert priya.post(where, {"reason": "teaching"}).status_code == 422
    made = priya.post(where, {"images": [still.pk, bare.pk], "reason": "teaching"})
    export = Export.objects.get()
    assert made["Location"] == f"/images/copies/{export.pk}/"
    page = priya.get(made["Location"])
    assert "2 copies are still to be looked at." in page.text
    assert priya.post(f"/images/copies/{export.pk}/take/").status_code == 409
    one, two = export.copies.get(instance=still), export.copies.get(instance=bare)
    shown = np.asarray(Image.open(io.BytesIO(priya.get(f"/images/copies/one/{one.pk}/copy/").content)))
    assert (shown[0, 0], shown[20, 40]) == (0, 90)
    assert priya.get(f"/images/copies/one/{two.pk}/copy/").status_code == 404
    wrong = priya.post(f"/images/copies/one/{two.pk}/box/", {"left": 0, "top": 0, "right": 3, "bottom": 3})
    assert wrong.status_code == 422
    box = {"left": 25, "top": 15, "right": 60, "bottom": 40}
    assert priya.post(f"/images/copies/one/{two.pk}/box/", box).status_code == 302
    for copy in export.copies.all():
        assert priya.post(f"/images/copies/one/{copy.pk}/look/", {"seen": copy.sha256}).status_code == 302
    answer: Any = priya.post(f"/images/copies/{export.pk}/take/")
    assert answer["Content-Type"] == "application/zip"
    whole = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
        assert len(names) == 2
        copies = [dcmread(io.BytesIO(archive.read(name))) for name in names]
    assert copies[0].PatientID == copies[1].PatientID == names[0].partition("/")[0]
    assert copies[0].StudyInstanceUID == copies[1].StudyInstanceUID != still.study.uid
    assert b"Moreau" not in whole
    assert "Moreau" not in "".join(names)
