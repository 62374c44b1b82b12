"""Messages between patient and clinic: read on their pages; e-mail says only that there is one."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.journey.recovering.letters import write_to_clinic, write_to_patient
from saphena.clinic.journey.recovering.models import Letter, Matter
from saphena.clinic.messages.composing import compose
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.recovering.home import phone

pytestmark = pytest.mark.django_db


def test_a_patient_writes_and_it_comes_up_in_the_inbox_once_however_often_they_write() -> None:
    pat = cast.pat()
    for number in range(3):
        write_to_clinic(actor=pat, text=f"Question {number}", form_key=str(number))
    assert Letter.objects.count() == 3
    matter = Matter.objects.get()
    assert (matter.kind, matter.level, matter.steps.count()) == ("letter", 2, 2)


def test_the_same_form_sent_twice_is_one_letter() -> None:
    pat = cast.pat()
    first = write_to_clinic(actor=pat, text="May I swim?", form_key="one")
    assert write_to_clinic(actor=pat, text="May I swim?", form_key="one") == first
    assert Letter.objects.count() == 1


def test_the_answer_is_told_by_an_e_mail_that_says_nothing_of_it() -> None:
    pat = cast.pat()
    write_to_clinic(actor=pat, text="May I swim?", form_key="one")
    matter = Matter.objects.get()
    write_to_patient(actor=cast.nora(), patient=pat, text="Once the bandage is off.", matter=matter)
    assert (matter.state, matter.answered_at) == ("taken", timezone.now())
    promised = PromisedMessage.objects.get(kind="recovering.letter")
    told = compose(promised)
    assert "bandage" not in told.subject + told.body
    assert "/letters/" in told.body
    assert "bandage" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_the_patient_reads_and_answers_on_their_own_page() -> None:
    pat = cast.pat()
    write_to_patient(actor=cast.nora(), patient=pat, text="How is the <b>leg</b>?")
    browser, token = phone(pat)
    assert "(1)" in browser.get(reverse("courses:own_today", args=[token])).content.decode()
    page = reverse("recovering:own_letters", args=[token])
    assert "&lt;b&gt;leg&lt;/b&gt;" in browser.get(page).content.decode()
    assert Letter.objects.get().read_at is not None
    assert browser.post(page, {"text": "Much better", "form_key": "x"}).status_code == 302
    assert browser.post(page, {"text": "  ", "form_key": "y"}).status_code == 422
    shown = cast.signed_in(cast.nora()).get(reverse("recovering:letters", args=[pat.pk])).content.decode()
    assert "Much better" in shown


def test_nobody_reads_them_without_the_birth_date_and_a_scanner_reads_nothing() -> None:
    pat = cast.pat()
    write_to_patient(actor=cast.nora(), patient=pat, text="How is the leg?")
    _browser, token = phone(pat)
    scanner = cast.signed_in(cast.olive())
    assert "How is the leg?" not in scanner.get(reverse("recovering:own_letters", args=[token])).content.decode()
    assert Letter.objects.get().read_at is None
    assert scanner.get(reverse("recovering:letters", args=[pat.pk])).status_code == 403


def test_what_cannot_be_kept_is_refused_and_nobody_writes_for_another() -> None:
    pat = cast.pat()
    for text in ("", " \n ", "\0"):
        with pytest.raises(Refused, match="write something"):
            write_to_clinic(actor=pat, text=text, form_key="")
    with pytest.raises(Refused, match="too long"):
        write_to_clinic(actor=pat, text="x" * 4001, form_key="")
    with pytest.raises(PermissionDenied):
        write_to_patient(actor=cast.sam(), patient=pat, text="Hello")
