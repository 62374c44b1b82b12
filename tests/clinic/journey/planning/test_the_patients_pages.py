"""What the patient meets behind their link: one group of questions at a time, and texts to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.consenting import approve_text, consent_for
from saphena.clinic.journey.planning.models import Consent
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.screening import questionnaire, unanswered
from tests import cast
from tests.clinic.courses.treated import course, happened, own, phone_of, planned, token_of
from tests.clinic.journey.planning.prepared import answers, asked
from tests.clinic.journey.planning.test_the_staff_pages import typed

if TYPE_CHECKING:
    import time_machine


def at(name: str, token: str, *more: object) -> str:
    return reverse(f"planning:{name}", args=[token, *more])


def test_all_groups_one_after_the_other_until_nothing_is_left() -> None:
    pats = course()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    assert "Answer the questions" in phone.get(at("own_questions", token)).content.decode()
    name = questionnaire().groups_for("patient")[0]
    seen = []
    while True:
        seen.append(name)
        assert phone.get(at("own_group", token, name)).status_code == 200
        answer = phone.post(at("own_group", token, name), typed(answers(name)))
        assert answer.status_code == 302
        if answer["Location"] == at("own_questions", token):
            break
        name = answer["Location"].rstrip("/").rpartition("/")[2]
    assert seen == questionnaire().groups_for("patient")
    assert unanswered(answers_of(pats.patient)) == []
    assert "you have answered everything" in phone.get(at("own_questions", token)).content.decode()


def test_what_is_not_ticked_is_asked_for_in_french_too() -> None:
    pats = course(cast.pat(language="fr"))
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    answer = phone.post(at("own_group", token, "clots"), {})
    assert answer.status_code == 422
    assert "cochez « Je ne sais pas »" in answer.content.decode()


def test_the_clinics_own_questions_are_not_there() -> None:
    pats = course()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    assert phone.get(at("own_group", token, "clinic")).status_code == 404
    assert phone.get(at("own_group", token, "nonsense")).status_code == 404


def test_without_the_birth_date_nothing_is_shown() -> None:
    pats = course()
    token = token_of(pats.patient)
    shown = Client().get(at("own_group", token, "clots")).content.decode()
    assert "in the lung" not in shown


def test_the_tab_is_there_before_the_injection_and_not_after() -> None:
    pats = course()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    assert at("own_questions", token) in phone.get(own("today", token)).content.decode()
    happened(pats, injected="2027-03-01T10:20")
    assert at("own_questions", token) not in phone.get(own("today", token)).content.decode()


def test_today_asks_for_the_answers_once_a_day_is_set_and_until_all_are_given() -> None:
    pats = course()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    said = "we need to know a few things about your health"
    assert said not in phone.get(own("today", token)).content.decode()
    planned(pats, procedure="2027-03-20T10:00")
    assert said in phone.get(own("today", token)).content.decode()
    asked(pats.patient)
    assert said not in phone.get(own("today", token)).content.decode()


def test_then_today_asks_for_the_consent_until_it_is_signed() -> None:
    pats = course()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    planned(pats, test="2027-03-20T10:00")
    asked(pats.patient)
    said = "there is a consent to read and sign"
    assert said not in phone.get(own("today", token)).content.decode()  # no physician has approved the text
    approve_text(actor=cast.priya(), kind=ConsentKind.TEST)
    assert said in phone.get(own("today", token)).content.decode()
    where = at("own_consent", token, pats.pk, "test")
    seen = phone.get(where).context["form"].initial["seen"]
    phone.post(where, {"seen": seen, "typed": "Pat Moreau"})
    assert said not in phone.get(own("today", token)).content.decode()


def test_a_consent_is_read_signed_and_withdrawn_by_link() -> None:
    pats = course()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    where = at("own_consent", token, pats.pk, "test")
    assert phone.get(where).status_code == 404  # no physician has approved it
    approve_text(actor=cast.priya(), kind=ConsentKind.TEST)
    page = phone.get(where)
    assert "It does not prove that you are not allergic" in page.content.decode()
    seen = page.context["form"].initial["seen"]
    assert phone.post(where, {"seen": seen, "typed": " "}).status_code == 422
    assert phone.post(where, {"seen": seen, "typed": "Pat Moreau"}).status_code == 302
    assert Consent.objects.get().by_link
    assert "signed" in phone.get(at("own_questions", token)).content.decode()
    phone.post(at("own_withdraw", token, pats.pk, "test"))
    assert consent_for(pats, ConsentKind.TEST) is None
    assert phone.post(at("own_withdraw", token, pats.pk, "test")).status_code == 302  # pressed twice


def test_another_patients_consent_is_not_there() -> None:
    approve_text(actor=cast.priya(), kind=ConsentKind.TEST)
    pats, other = course(), course(cast.pat(given_names="Robin"))
    token = token_of(pats.patient)
    assert phone_of(pats.patient, token).get(at("own_consent", token, other.pk, "test")).status_code == 404


def test_what_was_answered_is_filled_in_the_next_time(clock: time_machine.Traveller) -> None:
    pats = course()
    asked(pats.patient)
    token = token_of(pats.patient)
    form = phone_of(pats.patient, token).get(at("own_group", token, "general")).context["form"]
    assert form["weight"].initial == "70"
    assert form["Q24"].initial == ["none"]
