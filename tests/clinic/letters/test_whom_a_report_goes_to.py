"""Each report says whom it goes to: whoever was named for it, else as the last one, else whoever sent the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from saphena.clinic.journey.mapping.reporting import letter_of, vein_report
from saphena.clinic.journey.requesting.actions import accept_as_known
from saphena.clinic.journey.treating import signing
from saphena.clinic.journey.treating.report import report_contents
from saphena.clinic.letters.actions import address_report
from saphena.clinic.letters.models import Addressee, Paper
from saphena.clinic.letters.pages import Report
from saphena.clinic.papers.vein_report import Reader
from saphena.clinic.papers.vein_report.pages import pages
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.mapping.mapped import signed
from tests.clinic.journey.requesting.asked import asked
from tests.clinic.journey.treating.couch import gone

if TYPE_CHECKING:
    from saphena.clinic.journey.mapping.models import Examination

pytestmark = pytest.mark.django_db

DOCTOR, TOWN = "Dr. Anne Cardinal", "Cochrane Family Clinic\nCochrane AB"


def name(of: Examination, who: str = DOCTOR, address: str = TOWN) -> Addressee:
    return address_report(
        actor=cast.priya(), patient=of.patient, paper=Paper.VEINS, number=of.pk, name=who, address=address
    )


def sent_by(who: str, of: Examination) -> None:
    accept_as_known(actor=cast.nell(), asked=asked(referrer=who), patient=of.patient)


def test_the_request_says_who_sent_the_patient() -> None:
    of = signed()
    assert letter_of(of).addressed().lines == []
    sent_by("Dr. Roy, Banff", of)
    assert letter_of(of).addressed().lines == ["Dr. Roy, Banff"]
    assert vein_report(of, cast.clinic(), "en").examined.referrer == "Dr. Roy, Banff"
    page = cast.signed_in(cast.priya()).get(reverse("mapping:map", args=[of.pk])).content.decode()
    assert "As the request for an appointment says" in page


def test_whoever_was_named_for_the_report_counts_and_the_next_one_begins_with_them() -> None:
    of = signed()
    name(of)
    assert letter_of(of).addressed().lines == [DOCTOR, *TOWN.split("\n")]
    next_one = Report(of.patient, Paper.PROCEDURE, 7, "Dr. Roy, Banff")
    assert next_one.addressed().lines == [DOCTOR, *TOWN.split("\n")]
    name(of, "", "")
    assert letter_of(of).addressed().lines == []


def test_what_went_out_keeps_its_address_whatever_is_said_of_the_next() -> None:
    pytest.importorskip("typst")
    of = signed()
    sent_by("Dr. Roy, Banff", of)
    answer = cast.signed_in(cast.priya()).get(reverse("mapping:report", args=[of.pk]))
    assert answer.content.startswith(b"%PDF-")
    assert "Roy" not in answer["Content-Disposition"]
    address_report(
        actor=cast.priya(), patient=of.patient, paper=Paper.PROCEDURE, number=7, name=DOCTOR, address=TOWN
    )  # fmt: skip
    assert letter_of(of).addressed().lines == ["Dr. Roy, Banff"]
    assert letter_of(of).addressed().by == cast.priya()


def test_it_stands_on_the_report_for_the_referrer_and_not_on_the_patients() -> None:
    of = signed()
    report = vein_report(of, cast.clinic(), "en", to=["Dr. #strong[Roy]"])
    assert pages(report, "en", Reader.REFERRER)["to"] == ["Dr. #strong[Roy]"]
    pytest.importorskip("typst")
    browser = cast.signed_in(cast.priya())
    name(of)
    before = Addressee.objects.count()
    browser.get(reverse("mapping:report", args=[of.pk]), {"for": "patient"})
    assert Addressee.objects.count() == before


def test_a_nurse_addresses_it_on_the_page_of_the_note_and_what_is_wrong_is_said_at_its_field() -> None:
    session = gone()
    note = signing.sign_note(actor=cast.priya(), session=session)
    browser, where = cast.signed_in(cast.nora()), reverse("treating:address", args=[session.pk])
    wrong = browser.post(where, {"name": "", "address": "Main Street"})
    assert wrong.status_code == 422
    assert "without one the report is addressed to nobody" in wrong.content.decode()
    assert "Main Street" in wrong.content.decode()
    sent = browser.post(where, {"name": DOCTOR, "address": TOWN})
    assert sent["Location"] == reverse("treating:note", args=[session.pk])
    assert f"{DOCTOR}, Cochrane Family Clinic, Cochrane AB" in browser.get(sent["Location"]).content.decode()
    entry = Entry.objects.get(action="letters.report.addressed")
    assert f"addressed procedure report {session.pk} of Pat Moreau to {DOCTOR}" in entry.sentence
    lines = signing.letter_of(session).addressed().lines
    assert [report_contents(note, language, lines)["to"] for language in ("en", "fr")] == [lines, lines]


def test_an_examination_is_addressed_on_its_page() -> None:
    of = signed()
    browser, where = cast.signed_in(cast.sam()), reverse("mapping:address", args=[of.pk])
    assert browser.post(where, {"name": "", "address": "Main Street"}).status_code == 422
    assert browser.post(where, {"name": DOCTOR, "address": ""})["Location"] == reverse("mapping:map", args=[of.pk])
    with translation.override("fr-ca"):
        page = browser.get(reverse("mapping:map", args=[of.pk]), headers={"accept-language": "fr-ca"})
    assert DOCTOR in page.content.decode()


def test_an_address_has_a_name_and_few_lines_and_said_twice_it_is_one_row() -> None:
    of = signed()
    with pytest.raises(Refused, match="6 lines"):
        name(of, address="\n".join("abcdefg"))
    assert name(of, f"  {DOCTOR}\0 ") == name(of)
    assert Addressee.objects.count() == 1
    with pytest.raises(PermissionDenied):
        address_report(actor=cast.nell(), patient=of.patient, paper=Paper.VEINS, number=of.pk, name=DOCTOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.create(patient=of.patient, paper="rumour", number=1, by=cast.priya())
