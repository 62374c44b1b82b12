"""How django-allauth is used here, and how what it does comes into the record.

These signals are the library's: it has no other way to say that somebody signed in. Our own acts use none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction

from saphena.clinic.people.events import (
    PasswordChanged,
    SecondFactorAdded,
    SecondFactorRemoved,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from saphena.clinic.people.models import User
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.actors import NOBODY_KNOWN
from saphena.clinic.record.announcing import announce

if TYPE_CHECKING:
    from django.http import HttpRequest

    from saphena.clinic.record.actors import Actor
    from saphena.clinic.record.events import Event


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are given by an administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{the_clinic().name}: {subject}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The name that stands in the authenticator app and on the passkey."""

    def _get_site_name(self) -> str:
        return the_clinic().name


def has_second_factor(user: User) -> bool:
    """An authenticator app or a passkey. Recovery codes alone are not one."""
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(factors.exists())


def write(event: Event, by: Actor) -> None:
    with transaction.atomic():
        announce(event, by=by)


def on_signed_in(request: HttpRequest, user: User, **_rest: Any) -> None:
    methods = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
    write(SignedIn(methods=methods), user)


def on_signed_out(request: HttpRequest, user: User | None, **_rest: Any) -> None:
    if user is not None:
        write(SignedOut(), user)


def on_sign_in_failed(credentials: dict[str, Any], **_rest: Any) -> None:
    email = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    user = User.objects.filter(email=email).first()
    write(SignInFailed(name=user.name if user else "an account that does not exist", step="password"), NOBODY_KNOWN)


def on_second_factor_failed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    write(SignInFailed(name=user.name, step=str(authenticator.type)), NOBODY_KNOWN)


def on_second_factor_added(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    write(SecondFactorAdded(factor=str(authenticator.type)), user)


def on_second_factor_removed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    write(SecondFactorRemoved(factor=str(authenticator.type)), user)


def on_password_changed(user: User, **_rest: Any) -> None:
    write(PasswordChanged(), user)


def listen() -> None:
    """Called once, at start."""
    # Django holds receivers weakly; these are functions of the module and stay.
    signed_in.connect(on_signed_in, dispatch_uid="record")
    user_logged_out.connect(on_signed_out, dispatch_uid="record")
    user_login_failed.connect(on_sign_in_failed, dispatch_uid="record")
    authentication_failed.connect(on_second_factor_failed, dispatch_uid="record")
    authenticator_added.connect(on_second_factor_added, dispatch_uid="record")
    authenticator_removed.connect(on_second_factor_removed, dispatch_uid="record")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(on_password_changed, dispatch_uid="record")
