"""Closed by default: a page that does not say who may open it fails here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from saphena.clinic.people.access import Declaration, declaration_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# The views of django-allauth cannot be decorated, so each that is mounted is listed with the reason why it may stand
# open. Whatever needs an account asks for one by itself.
OF_THE_LIBRARY = {
    "account_login": "signing in",
    "account_logout": "signing out",
    "account_inactive": "says that an account is closed",
    "account_signup": "shadowed by our own address, which leads to the sign-in page",
    "account_email": "shadowed by our own address, which leads to sign-in and security",
    "account_reauthenticate": "asks the signed-in person for their password once more",
    "account_email_verification_sent": "a sentence; nothing is verified by mail here",
    "account_confirm_email": "works with a signed key alone, which is never sent here",
    "account_change_password": "asks for an account and the old password",
    "account_set_password": "asks for an account",
    "account_reset_password": "sends a link to the address of the account and says the same for every address",
    "account_reset_password_done": "a sentence",
    "account_reset_password_from_key": "works with the signed key from that link alone",
    "account_reset_password_from_key_done": "a sentence",
    "account_confirm_login_code": "works within a sign-in that has begun; codes are not offered here",
    "mfa_index": "the account's own second factors",
    "mfa_authenticate": "the second step of signing in",
    "mfa_reauthenticate": "asks the signed-in person for their second factor once more",
    "mfa_activate_totp": "asks for an account, freshly signed in",
    "mfa_deactivate_totp": "asks for an account, freshly signed in",
    "mfa_view_recovery_codes": "asks for an account, freshly signed in",
    "mfa_generate_recovery_codes": "asks for an account, freshly signed in",
    "mfa_download_recovery_codes": "asks for an account, freshly signed in",
    "mfa_list_webauthn": "asks for an account",
    "mfa_add_webauthn": "asks for an account, freshly signed in",
    "mfa_reauthenticate_webauthn": "asks the signed-in person for their key once more",
    "mfa_remove_webauthn": "asks for an account, freshly signed in",
    "mfa_edit_webauthn": "asks for an account",
    "mfa_login_webauthn": "signing in with a passkey",
}


def views(patterns: list[URLPattern | URLResolver], above: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        else:
            yield address, pattern


ALL = list(views(get_resolver().url_patterns))


@pytest.mark.parametrize(("address", "pattern"), ALL, ids=[address or "/" for address, _pattern in ALL])
def test_the_view_says_who_may_open_it(address: str, pattern: URLPattern) -> None:
    declaration = declaration_of(pattern.callback)
    if pattern.callback.__module__.startswith("allauth."):
        assert OF_THE_LIBRARY.get(pattern.name or ""), f"{address} of allauth is mounted without a reason"
    else:
        assert isinstance(declaration, Declaration), f"{address}: use @needs, @public or @patient_link"
        assert declaration.capability or declaration.reason


def test_the_list_of_library_views_names_nothing_that_is_not_mounted() -> None:
    mounted = {pattern.name for _address, pattern in ALL}
    assert set(OF_THE_LIBRARY) <= mounted
