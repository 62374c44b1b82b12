"""Whatever is sent to the check-in and the letters, the answer is a page that says what is wrong, or it is taken."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import cast
from tests.clinic.journey.recovering.home import FORM, asked, phone, treated
from tests.clinic.test_nonsense_in_every_field import NONSENSE

pytestmark = pytest.mark.django_db
FIELDS = ("yes", "unsure", "none_leg", "pain", "bandage", "off_on", "stocking", "words", "detail_very_ill", "photo")


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_no_field_breaks_the_check_in_or_the_letters(nonsense: str) -> None:
    made = treated()
    browser, token = phone(made.patient)
    where = reverse("recovering:own_one", args=[token, asked(made).pk])
    for field in FIELDS:
        assert browser.post(where, {**FORM, "pain": "", field: nonsense}).status_code in (302, 409, 422)
    assert browser.post(reverse("recovering:own_now", args=[token]), {**FORM, "words": nonsense}).status_code in (
        302,
        422,
    )
    for field in ("text", "form_key"):
        letter = {"text": "Hello", "form_key": "x", field: nonsense}
        assert browser.post(reverse("recovering:own_letters", args=[token]), letter).status_code in (302, 422)


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_no_address_of_the_inbox_breaks(nonsense: str) -> None:
    browser = cast.signed_in(cast.nora())
    for name in ("state", "q", "page"):
        assert browser.get("/inbox/", {name: nonsense}).status_code == 200
