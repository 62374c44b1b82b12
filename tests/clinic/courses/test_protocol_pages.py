"""The clinic's protocols on pages: a list, each in plain words, one to add with its faults named."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from saphena.clinic.courses.models import ProtocolVersion
from tests import cast
from tests.clinic.courses.treated import leaflet, text_of

LIST, ADD = reverse("courses:protocols"), reverse("courses:protocol_add")


def test_without_one_the_list_says_what_a_protocol_is() -> None:
    assert "No protocol yet" in cast.signed_in(cast.priya()).get(LIST).content.decode()


def test_the_list_says_who_approved_each() -> None:
    leaflet()
    page = cast.signed_in(cast.sam()).get(LIST).content.decode()
    assert "five days and five nights" in page
    assert "Priya Raman, 1 Dec 2026" in page
    assert "Add a protocol" not in page


@pytest.mark.parametrize(("language", "said"), [("en-ca", "Leave the bandage on"), ("fr-ca", "Gardez le bandage")])
def test_a_protocol_is_read_as_sentences_with_its_numbers_bounds_and_reasons(language: str, said: str) -> None:
    browser = cast.signed_in(cast.sam())
    browser.cookies["language"] = language
    page = browser.get(reverse("courses:protocol", args=[leaflet().pk])).content.decode()
    assert said in page
    assert "LEAFLET body" in page
    assert "{" not in page.partition("<main")[2]
    assert ("1 night – 14 nights" if language == "en-ca" else "1 nuit – 14 nuits") in page


def test_only_a_physician_is_offered_to_approve_and_only_once() -> None:
    version = leaflet(approved=False)
    page, approve = (
        reverse("courses:protocol", args=[version.pk]),
        reverse("courses:protocol_approve", args=[version.pk]),
    )
    assert approve not in cast.signed_in(cast.max_()).get(page).content.decode()
    assert cast.signed_in(cast.max_()).post(approve).status_code == 403
    priya = cast.signed_in(cast.priya())
    assert approve in priya.get(page).content.decode()
    done = priya.post(approve, follow=True).content.decode()
    assert "From now on it can be given to patients." in done
    assert approve not in done
    assert "has been approved already" in priya.post(approve, follow=True).content.decode()


def test_a_text_is_pasted_or_uploaded() -> None:
    max_ = cast.signed_in(cast.max_())
    answer = max_.post(ADD, {"text": text_of().replace("\n", "\r\n")})
    assert answer["Location"] == reverse("courses:protocol", args=[ProtocolVersion.objects.get().pk])
    file = SimpleUploadedFile("mic.toml", text_of("mic_2d_plus_12d").encode(), "application/toml")
    assert max_.post(ADD, {"file": file}).status_code == 302
    assert ProtocolVersion.objects.count() == 2


def test_what_is_wrong_is_named_and_the_text_stays() -> None:
    wrong = text_of().replace('kind = "gate"', 'kind = "gait"', 1)
    answer = cast.signed_in(cast.max_()).post(ADD, {"text": wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "protocol.toml:" in page
    assert "did you mean gate?" in page
    assert "five days and five nights" in page
    assert not ProtocolVersion.objects.exists()


def test_a_picture_is_no_protocol() -> None:
    file = SimpleUploadedFile("plan.png", b"\x89PNG\xff\xfe", "image/png")
    answer = cast.signed_in(cast.max_()).post(ADD, {"file": file})
    assert answer.status_code == 422
    assert "This file is not text." in answer.content.decode()


def test_an_empty_form_asks_for_one_or_the_other() -> None:
    answer = cast.signed_in(cast.max_()).post(ADD, {"text": "  "})
    assert answer.status_code == 422
    assert "Choose a file or paste the text." in answer.content.decode()


def test_who_may_not_keep_protocols_adds_none() -> None:
    for person in (cast.sam(), cast.nora(), cast.nell()):
        assert cast.signed_in(person).get(ADD).status_code == 403
