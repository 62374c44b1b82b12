"""What every answer says to the browser, and what is never in it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from saphena.clinic.people.roles import Role
from tests import cast

pytestmark = pytest.mark.django_db

PAGES = ["account_login", "healthy"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_from_anywhere_else(name: str) -> None:
    policy = Client().get(reverse(name))["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == ["'none'"]
    for kind in ("script", "style", "img", "font", "connect", "manifest", "worker"):
        assert rules[f"{kind}-src"] == ["'self'"]
    assert rules["frame-ancestors"] == rules["base-uri"] == ["'none'"]
    assert rules["form-action"] == ["'self'"]
    assert "unsafe" not in policy


def test_every_answer_is_guarded() -> None:
    answer = Client().get(reverse("account_login"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("name", ["people:patients", "people:record", "people:staff", "mfa_index"])
def test_no_page_is_kept_by_a_cache(name: str) -> None:
    everything = cast.member("Robin Both", Role.MANAGER, Role.ADMINISTRATOR)
    assert "no-store" in cast.signed_in(everything).get(reverse(name))["Cache-Control"]


def test_what_a_page_says_of_a_patient_stands_in_no_cookie() -> None:
    nora, pat = cast.signed_in(cast.nora()), cast.pat()
    nora.post(reverse("people:link_send", args=[pat.pk]))
    assert set(nora.cookies) <= {"sessionid", "csrftoken"}
    assert "A link goes to Pat Moreau" in nora.get(reverse("people:patients")).content.decode()


def test_every_answer_has_an_id_and_a_stranger_cannot_choose_it() -> None:
    first = Client().get(reverse("healthy"), headers={"X-Request-ID": "chosen-by-a-stranger"})["X-Request-ID"]
    second = Client().get(reverse("healthy"))["X-Request-ID"]
    assert first != "chosen-by-a-stranger"
    assert first != second


INLINE = re.compile(
    r"<script(?![^>]*(\bsrc=|type=\"application/json\"))|<style|\son[a-z]+=\"|\sstyle=\"|javascript:", re.I
)


@pytest.mark.parametrize(
    ("who", "name"),
    [
        (cast.nell, "people:patients"),
        (cast.nell, "people:patient_add"),
        (cast.nell, "messages:outbox"),
        (cast.max_, "people:record"),
        (cast.max_, "people:clinic"),
        (cast.ada, "people:staff"),
        (cast.ada, "people:staff_add"),
        (cast.nell, "mfa_index"),
    ],
)
def test_no_page_holds_a_script_or_a_style_of_its_own(who: object, name: str) -> None:
    assert callable(who)
    page = cast.signed_in(who()).get(reverse(name)).content.decode()
    assert not INLINE.search(page)


def test_the_pages_are_in_the_language_of_whoever_is_signed_in() -> None:
    nell = cast.nell()
    nell.language = "fr"
    nell.save()
    assert '<html lang="fr-ca">' in cast.signed_in(nell).get(reverse("people:patients")).content.decode()


def test_times_are_told_on_the_clinics_clock() -> None:
    clinic = cast.clinic()
    clinic.zone = "Pacific/Apia"
    clinic.save()
    cast.pat()
    cast.signed_in(cast.nora()).post(reverse("people:link_send", args=[cast.pat(given_names="Robin").pk]))
    page = cast.signed_in(cast.max_()).get(reverse("people:record")).content.decode()
    assert "+13:00" in page or "+14:00" in page


def test_a_page_that_does_not_exist_is_said_so() -> None:
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_form_from_before_signing_in_is_said_to_be_stale() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()
