"""Who may send much at once. Asked before a large body is read, so that a stranger cannot fill the disk."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.utils import timezone

from saphena.clinic.exchange.dicom.web.entering import bearer
from saphena.clinic.people.applications.actions import token_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["may_send_much"]


def may_send_much(path: str, headers: Mapping[str, str]) -> bool:
    """A program that may store, at the addresses of DICOMweb; staff who are signed in, at those of the images.

    `headers` by name, in capitals with low lines. Whether they really may is asked again by the page.
    """
    close_old_connections()
    try:
        if path.startswith("/dicomweb/"):
            return _is_program(headers.get("AUTHORIZATION", ""))
        return path.startswith("/images/") and _is_signed_in(headers.get("COOKIE", ""))
    finally:
        close_old_connections()


def _is_program(authorization: str) -> bool:
    program = token_of(bearer(authorization), timezone.now())
    return program is not None and program.may("imaging.receive")


def _is_signed_in(cookies: str) -> bool:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if morsel is None:
        return False
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=morsel.value)
    return session.get(SESSION_KEY) is not None
