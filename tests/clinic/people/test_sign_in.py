"""Staff sign in with e-mail, password and a second factor; nobody signs up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from saphena.clinic.people.models import User
from saphena.clinic.record.models import Entry
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.conf import LazySettings

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def the_code_lasts() -> Iterator[None]:
    """A code is good for its half minute. Each test begins well inside one, or now and then it would end between."""
    with time_machine.travel(datetime(2027, 3, 9, 18, 0, 5, tzinfo=UTC)):
        yield


def with_app(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


def code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time()))))


def sign_in(browser: Client, user: User, password: str = cast.PASSWORD) -> str:
    answer = browser.post(reverse("account_login"), {"login": user.email, "password": password})
    return str(answer.get("Location", ""))


def test_password_and_code_lead_to_the_day() -> None:
    browser, nell = Client(), with_app(cast.nell())
    assert sign_in(browser, nell) == reverse("mfa_authenticate")
    answer = browser.post(reverse("mfa_authenticate"), {"code": code()}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("board:board")
    assert Entry.objects.get(action="people.sign_in.done").sentence == "Nell Okafor signed in with password, totp."


def test_the_password_alone_opens_nothing() -> None:
    browser = Client()
    sign_in(browser, with_app(cast.nell()))
    assert browser.get(reverse("people:patients")).status_code == 302


def test_whoever_has_no_second_factor_is_led_to_enrol_one_and_reaches_nothing_else() -> None:
    browser = Client()
    sign_in(browser, cast.nell())
    for name in ("people:patients", "home", "messages:outbox"):
        assert browser.get(reverse(name))["Location"] == reverse("mfa_index")
    assert browser.get(reverse("mfa_index")).status_code == 200


def test_enrolling_asks_for_the_password_once_more_and_shows_a_code_to_scan() -> None:
    browser = Client()
    sign_in(browser, cast.nell())
    asked = browser.get(reverse("mfa_activate_totp"))["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    page = browser.post(asked, {"password": cast.PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert page.status_code == 200


def test_recovery_codes_alone_are_no_second_factor() -> None:
    nell = cast.nell()
    Authenticator.objects.create(user=nell, type=Authenticator.Type.RECOVERY_CODES, data={})
    browser = Client()
    browser.force_login(nell)
    assert browser.get(reverse("people:patients"))["Location"] == reverse("mfa_index")


def test_the_demo_may_do_without(settings: LazySettings) -> None:
    settings.SAPHENA_REQUIRE_MFA = False
    browser = Client()
    sign_in(browser, cast.nell())
    assert browser.get(reverse("people:patients")).status_code == 200


def test_a_wrong_password_is_recorded_without_what_was_typed() -> None:
    sign_in(Client(), cast.nell(), "not it at all")
    entry = Entry.objects.get()
    assert entry.sentence == "Somebody could not sign in as Nell Okafor (password)."
    assert "not it" not in str(entry.facts)


def test_an_address_without_an_account_is_not_kept() -> None:
    Client().post(reverse("account_login"), {"login": "mallory@evil.test", "password": "x"})
    assert "mallory" not in Entry.objects.get().search


def test_a_wrong_code_is_recorded() -> None:
    browser, nell = Client(), with_app(cast.nell())
    sign_in(browser, nell)
    browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert Entry.objects.get().sentence == "Somebody could not sign in as Nell Okafor (totp)."


def test_guessing_passwords_is_stopped_even_for_the_right_one() -> None:
    nell = with_app(cast.nell())
    for _try in range(6):
        sign_in(Client(), nell, "wrong again")
    assert sign_in(Client(), nell) == ""


def test_nobody_signs_up() -> None:
    answer = Client().get("/account/signup/")
    assert answer["Location"] == reverse("account_login")
    new = {"email": "mallory@evil.test", "password1": cast.PASSWORD, "password2": cast.PASSWORD}
    Client().post("/account/signup/", new)
    assert not User.objects.exists()


def test_an_accounts_address_is_not_changed_by_its_owner() -> None:
    assert cast.signed_in(cast.nell()).get(reverse("account_email"))["Location"] == reverse("mfa_index")


def test_whoever_was_let_go_cannot_sign_in() -> None:
    nell = cast.nell()
    nell.is_active = False
    nell.save()
    browser = Client()
    sign_in(browser, nell)
    assert browser.get(reverse("people:patients"))["Location"].startswith(reverse("account_login"))


def test_signing_out_is_recorded_and_ends_the_session() -> None:
    nell = cast.signed_in(cast.nell())
    nell.post(reverse("account_logout"))
    assert nell.get(reverse("people:patients")).status_code == 302
    assert Entry.objects.get(action="people.sign_in.ended").actor_name == "Nell Okafor"


def test_the_sign_in_page_offers_a_passkey() -> None:
    assert reverse("mfa_login_webauthn") in Client().get(reverse("account_login")).content.decode()


def test_signing_in_leads_to_where_one_wanted_to_go() -> None:
    browser, nell = Client(), with_app(cast.nell())
    wanted = reverse("people:patients") + "?q=moreau"
    asked = browser.get(wanted)["Location"]
    browser.post(asked, {"login": nell.email, "password": cast.PASSWORD, "next": wanted})
    assert browser.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == wanted
