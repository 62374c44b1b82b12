"""Without a second factor, staff reach their enrolment and the pages for anybody; nothing that takes a capability."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.access import declaration_of
from saphena.clinic.people.links import make_link
from saphena.clinic.people.models import PatientLink
from saphena.clinic.record.actors import SAPHENA
from tests import cast

pytestmark = pytest.mark.django_db


def with_password_alone() -> Client:
    browser = Client()
    browser.force_login(cast.nell())
    return browser


WORDS = {"token": "none", "kind": "test"}
"""What stands in an address that is no number."""


def views(patterns: list[URLPattern | URLResolver], within: str = "") -> list[tuple[str, object, dict[str, str | int]]]:
    found: list[tuple[str, object, dict[str, str | int]]] = []
    for each in patterns:
        if isinstance(each, URLResolver):
            space = f"{within}{each.namespace}:" if each.namespace else within
            found += views(each.url_patterns, space)
        elif each.name:
            named = {**each.pattern.converters, **each.pattern.regex.groupindex}
            ends = {name: WORDS.get(name, 1) for name in named}
            found.append((f"{within}{each.name}", each.callback, ends))
    return found


@pytest.mark.once
def test_no_page_that_takes_a_capability_opens_by_the_password_alone() -> None:
    browser, asked = with_password_alone(), 0
    for name, view, ends in views(get_resolver().url_patterns):
        declared = declaration_of(view)
        if declared and declared.kind == "needs" and name != "account_email":
            asked += 1
            for answer in (browser.get(reverse(name, kwargs=ends)), browser.post(reverse(name, kwargs=ends))):
                assert (answer.status_code, answer.get("Location")) == (302, reverse("mfa_index")), name
    assert asked > 30


def test_the_password_alone_neither_sends_nor_withdraws_a_patients_link() -> None:
    pat = cast.pat()
    make_link(actor=SAPHENA, patient=pat)
    browser = with_password_alone()
    browser.post(reverse("people:link_send", args=[pat.pk]))
    browser.post(reverse("people:links_withdraw", args=[pat.pk]))
    assert not PromisedMessage.objects.exists()
    assert PatientLink.objects.filter(withdrawn_at=None).count() == 1


def test_a_patient_at_that_browser_still_reaches_their_own_pages() -> None:
    pat = cast.pat()
    token, browser = make_link(actor=SAPHENA, patient=pat), with_password_alone()
    browser.post(reverse("people:link_prove", args=[token]), {"birth_date": pat.birth_date.isoformat()})
    assert browser.get(reverse("courses:own_today", args=[token])).status_code == 200
