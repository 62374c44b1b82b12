"""A scanner's own report: shown whole, its numbers accepted one by one by a clinician, entered with their source."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pydicom import Dataset

from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.queries import sources
from saphena.clinic.imaging.reported import Chosen, take_reported
from saphena.echo.measurement import Measurement as Measured
from saphena.echo.report import Group, write_5100
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.imaging.received import received
from tests.clinic.journey.mapping.mapped import examination

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.people.models import Patient

pytestmark = pytest.mark.django_db


def report_of(patient: Patient) -> Instance:
    values = (
        Measured("upright diameter", 6.4, "mm"),
        Measured("reflux duration", 1.25, "s"),
        Measured("area", 30, "mm2"),
    )
    header = Dataset()
    header.PatientID, header.StudyInstanceUID, header.AccessionNumber = "", "1.2.3", ""
    group = Group("gsv.thigh.upper", "left", values, "1")
    made = write_5100(header, [group], datetime(2027, 2, 1, tzinfo=UTC))
    named = made.ContentSequence[-1].ContentSequence[-1].ContentSequence[-1]
    named.ConceptNameCodeSequence[0].CodeValue, named.ConceptNameCodeSequence[0].CodingSchemeDesignator = "A9", "99ACME"
    return received(made, patient)


def goal(draft_id: int) -> str:
    return f"map:{draft_id}|left|gsv.thigh.upper"


def test_it_is_shown_whole_with_the_codes_that_nobody_knows_and_the_vein_that_it_means() -> None:
    draft = examination()
    report = report_of(draft.patient)
    client = cast.signed_in(cast.sam())
    study = client.get(reverse("imaging:study", args=[report.study_id]), follow=True)
    text = study.content.decode()
    assert "6.40" in text
    assert "code A9 (99ACME), not known here" in text
    assert f'<option value="{goal(draft.pk)}" selected>' in text


def test_numbers_enter_the_map_with_the_report_as_their_origin_and_twice_is_once() -> None:
    draft = examination()
    report = report_of(draft.patient)
    chosen = [Chosen(0, goal(draft.pk)), Chosen(1, goal(draft.pk))]
    first, second = take_reported(actor=cast.sam(), instance=report, chosen=chosen)
    rows = {row.quantity: (row.value, row.origin, row.source) for row in draft.measurements.all()}
    assert rows["diameter"] == ("6.4", "report", f"measurement:{first.pk}")
    assert rows["reflux"][:2] == ("1250", "report")
    assert sources(cast.sam(), [second.pk], draft.patient_id)[second.pk].reported
    take_reported(actor=cast.sam(), instance=report, chosen=[Chosen(0)])
    assert Measurement.objects.count() == 2


def test_a_number_whose_code_is_not_known_is_accepted_and_cannot_enter() -> None:
    draft = examination()
    report = report_of(draft.patient)
    with pytest.raises(Refused, match="cannot go there"):
        take_reported(actor=cast.sam(), instance=report, chosen=[Chosen(2, goal(draft.pk))])
    assert not Measurement.objects.exists()
    (kept,) = take_reported(actor=cast.sam(), instance=report, chosen=[Chosen(2)])
    assert kept.unit == "mm2"


def test_from_the_page_nothing_enters_that_was_not_ticked() -> None:
    draft = examination()
    report = report_of(draft.patient)
    client, where = cast.signed_in(cast.sam()), reverse("imaging:report", args=[report.pk])
    sent = {"items": ["1"], "goal_0": goal(draft.pk), "goal_1": goal(draft.pk)}
    page = client.post(where, sent, follow=True).content.decode()
    assert [row.quantity for row in draft.measurements.all()] == ["reflux"]
    assert "GSV upper thigh: reflux" in page
    assert client.post(where, {}).status_code == 422


def test_a_nurse_reads_it_and_accepts_nothing() -> None:
    report = report_of(cast.pat())
    client, where = cast.signed_in(cast.nora()), reverse("imaging:report", args=[report.pk])
    assert "6.40" in client.get(where).content.decode()
    assert client.post(where, {"items": ["0"]}).status_code == 403
    assert not Measurement.objects.exists()
