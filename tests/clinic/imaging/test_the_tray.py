"""Images of which nobody knows whose they are: a person looks, says it and why; nothing is matched by a likeness."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.imaging import actions
from saphena.clinic.imaging.matching import NO_ORDER
from saphena.clinic.imaging.models import Study
from saphena.clinic.imaging.queries import candidates, studies_of, tray
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.exchange.dicom.machines import scan
from tests.clinic.imaging.received import section_of

pytestmark = pytest.mark.django_db


def lost(uid: str = "1.2.3", **claims: str) -> Study:
    said = {"claimed_name": "Moreau^Pat", "claimed_id": "X1", "claimed_birth_date": "19610423", **claims}
    return Study.objects.create(uid=uid, why=NO_ORDER, **said)


def test_a_person_says_whose_it_is_and_why() -> None:
    study, patient = lost(), cast.pat()
    order = scan(patient)
    actions.match_study(actor=cast.sam(), study=study, patient=patient, order=order, reason="I scanned her at ten")
    assert (study.patient, study.order, study.matched_by) == (patient, order, "Sam Beaulieu")
    assert list(studies_of(cast.priya(), patient)) == [study]
    assert list(tray(cast.sam())) == []
    assert "I scanned her at ten" in Entry.objects.get(action="imaging.study.matched", patient=patient).sentence


def test_without_a_reason_it_stays() -> None:
    with pytest.raises(Refused, match="how you know"):
        actions.match_study(actor=cast.sam(), study=lost(), patient=cast.pat(), reason="  ")


def test_a_scan_of_somebody_else_is_not_theirs() -> None:
    order = scan(cast.pat(given_names="Sylvie"))
    with pytest.raises(Refused, match="another patient"):
        actions.match_study(actor=cast.sam(), study=lost(), patient=cast.pat(), order=order, reason="sure")


def test_the_second_of_two_is_told_that_somebody_was_quicker() -> None:
    study, patient = lost(), cast.pat()
    seen_by_both = Study.objects.get(pk=study.pk)
    actions.match_study(actor=cast.sam(), study=study, patient=patient, reason="I scanned her")
    with pytest.raises(Refused, match="quicker"):
        actions.match_study(actor=cast.priya(), study=seen_by_both, patient=patient, reason="I saw it")


def test_it_goes_back_with_a_reason() -> None:
    study, patient = lost(), cast.pat()
    actions.match_study(actor=cast.sam(), study=study, patient=patient, reason="I scanned her")
    actions.put_in_tray(actor=cast.priya(), study=study, reason="this is a right leg, she has the left one mapped")
    assert (study.whose, study.patient) == ("tray", None)
    assert list(studies_of(cast.priya(), patient)) == []


def test_who_it_might_be_is_shown_best_first_and_never_chosen() -> None:
    cast.pat(given_names="Sylvie", birth_date=cast.pat().birth_date)
    known = cast.pat(given_names="Patricia")
    names = [str(patient) for patient, _scans in candidates(cast.sam(), lost(claimed_id=f"P{known.pk:07d}"))]
    assert names[0] == "Patricia Moreau"
    assert "Sylvie Moreau" in names


def test_the_receptionist_sees_no_images() -> None:
    with pytest.raises(PermissionDenied):
        actions.match_study(actor=cast.nell(), study=lost(), patient=cast.pat(), reason="it says so")
    assert cast.signed_in(cast.nell()).get("/images/tray/").status_code == 403


def test_the_pages_from_the_list_to_the_patient() -> None:
    cast.clinic()
    study, patient = lost(), cast.pat()
    sam = cast.signed_in(cast.sam())
    assert "Moreau, Pat" in sam.get("/images/tray/").text
    assert "Patricia" not in sam.get("/images/tray/?q=nobody").text
    assert "Moreau, Pat" in sam.get(f"/images/tray/{study.pk}/").text
    refused = sam.post(f"/images/tray/{study.pk}/whose/", {"patient": patient.pk, "reason": ""})
    assert refused.status_code == 422
    done = sam.post(f"/images/tray/{study.pk}/whose/", {"patient": patient.pk, "reason": "I scanned her"})
    assert (done.status_code, done.headers["Location"]) == (302, "/images/tray/")
    study.refresh_from_db()
    assert study.patient == patient


def test_whoever_says_whose_it_is_sees_the_pictures_and_who_sent_them() -> None:
    image, _section = section_of(cast.pat())
    actions.put_in_tray(actor=cast.priya(), study=image.study, reason="the name on the picture is another")
    Study.objects.update(claimed_birth_date="19610423")
    page = cast.signed_in(cast.sam()).get(f"/images/tray/{image.study_id}/").text
    assert f"/images/instances/{image.pk}/frames/0/?small" in page
    assert "a test" in page
    assert "23 Apr 1961" in page
    Study.objects.update(claimed_birth_date="spring61")
    assert "spring61" in cast.signed_in(cast.sam()).get(f"/images/tray/{image.study_id}/").text


def test_whoever_is_not_alike_is_found_by_typing() -> None:
    study, patient = lost(claimed_name="Mureau^^^", claimed_birth_date=""), cast.pat()
    assert candidates(cast.sam(), study) == []
    assert [each for each, _scans in candidates(cast.sam(), study, "moreau")] == [patient]
    page = cast.signed_in(cast.sam()).get(f"/images/tray/{study.pk}/?q=moreau").content.decode()
    assert patient.formal_name in page
    assert "Mureau<" in page
