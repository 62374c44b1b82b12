"""A physician puts their name to a version; until then it is given to nobody, and whoever has one keeps it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from saphena.clinic.courses.actions import open_course
from saphena.clinic.courses.keeping import approve_protocol, keep_protocol
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.queries import protocols_to_give
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, leaflet, plan_of, planned, text_of, window


def test_the_approval_carries_a_name_and_a_day_into_the_protocol() -> None:
    version = approve_protocol(actor=cast.priya(), version_id=leaflet(approved=False).pk)
    assert (version.approved_by, version.approved_at) == (cast.priya(), at("2027-03-09T13:10"))
    approval = version.protocol.approval
    assert (approval.physician, str(approval.on)) == ("Priya Raman", "2027-03-09")
    sentence = Entry.objects.get(action="courses.protocol.approved").sentence
    assert sentence == f"Priya Raman approved version {version.version} of the protocol leaflet."


def test_the_day_of_the_approval_is_the_clinics_own() -> None:
    evening = at("2027-03-09T18:30")  # already the tenth in Greenwich
    version = approve_protocol(actor=cast.priya(), version_id=leaflet(approved=False).pk, now=evening)
    assert str(version.protocol.approval.on) == "2027-03-09"


def test_only_a_physician_approves() -> None:
    version = leaflet(approved=False)
    for person in (cast.sam(), cast.nora(), cast.nell(), cast.max_(), cast.ada(), cast.olive()):
        with pytest.raises(PermissionDenied):
            approve_protocol(actor=person, version_id=version.pk)
    version.refresh_from_db()
    assert version.approved_at is None


def test_a_version_is_approved_once() -> None:
    with pytest.raises(Refused, match="approved already"):
        approve_protocol(actor=cast.priya(), version_id=leaflet().pk)


def test_a_version_that_is_not_there_is_not_there() -> None:
    with pytest.raises(Http404):
        approve_protocol(actor=cast.priya(), version_id=404)


def test_an_unapproved_version_is_given_to_nobody() -> None:
    version = leaflet(approved=False)
    assert not protocols_to_give().exists()
    with pytest.raises(Refused, match="No physician has approved"):
        open_course(actor=cast.priya(), patient=cast.pat(), protocol=version, leg="left")
    assert not Course.objects.exists()


def test_a_patient_keeps_the_version_they_were_given() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    before = window(plan_of(pats), "bandage")
    newer = text_of().replace('version = "2026.11"', 'version = "2027.1"')
    newer = newer.replace("[parameters.bandage_nights]\nvalue = 5", "[parameters.bandage_nights]\nvalue = 3")
    kept = keep_protocol(actor=cast.max_(), text=newer)
    approve_protocol(actor=cast.priya(), version_id=kept.pk)
    kept.refresh_from_db()
    assert window(plan_of(pats), "bandage") == before
    robins = open_course(actor=cast.priya(), patient=cast.pat(given_names="Robin"), protocol=kept, leg="left")
    planned(robins, procedure="2027-03-20T10:00")
    assert window(plan_of(robins), "bandage") == ("2027-03-20 10:20", "2027-03-23 07:00")
    assert before == ("2027-03-20 10:20", "2027-03-25 07:00")
