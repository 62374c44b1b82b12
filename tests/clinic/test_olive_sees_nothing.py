"""Olive has an account and no role; a stranger has not even that. No page of the staff opens to either."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from saphena.clinic.people.access import declaration_of
from tests import cast
from tests.clinic.test_every_view_declares_its_capability import views

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NUMBERS = {"patient_id", "user_id", "message_id", "course_id"}


def staff_pages() -> list[str]:
    """Every address that needs a capability; what has a number in it gets one that may well exist."""
    found = []
    for address, pattern in views(get_resolver().url_patterns):
        declaration = declaration_of(pattern.callback)
        if declaration is not None and declaration.kind == "needs":
            found.append("/" + concrete(address, pattern))
    return found


GROUP = re.compile(r"\(\?P<\w+>([^()]*)\)")


def concrete(address: str, pattern: URLPattern) -> str:
    address = GROUP.sub(lambda group: "1" if "d" in group[1][:2] else group[1].partition("|")[0], address)
    address = address.replace("^", "").removesuffix("$")
    for name in pattern.pattern.converters:
        address = address.replace(f"<int:{name}>", "1").replace(f"<str:{name}>", "x").replace(f"<slug:{name}>", "x")
    return address


@pytest.mark.parametrize("address", staff_pages())
def test_no_page_of_the_staff_opens_to_olive(address: str) -> None:
    cast.pat()
    olive = cast.signed_in(cast.olive())
    for answer in (olive.get(address), olive.post(address)):
        assert answer.status_code in (403, 405), address
        assert b"Moreau" not in answer.content


@pytest.mark.parametrize("address", staff_pages())
def test_a_stranger_is_asked_to_sign_in(address: str) -> None:
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code in (302, 405), address
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("account_login"))
