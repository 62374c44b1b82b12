"""A broken rule and a missing right become a page that says why, or a fragment where one was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import reverse

from saphena.clinic.config.middleware import Refusals
from saphena.clinic.people.queries import the_clinic
from saphena.pathway.refused import Refused
from tests import cast

if TYPE_CHECKING:
    from django.http import HttpRequest

    from saphena.clinic.people.models import User

pytestmark = pytest.mark.django_db


def answer_to(error: Exception, *, htmx: bool = False, user: User | None = None) -> tuple[int, str]:
    request: HttpRequest = RequestFactory().get("/")
    request.user = user or cast.nora()
    request.clinic = the_clinic()  # type: ignore[attr-defined]  # as the middleware does
    request.htmx = htmx  # type: ignore[attr-defined]  # as the middleware does
    response = Refusals(lambda _request: None).process_exception(request, error)  # type: ignore[arg-type,return-value]  # never called
    assert response is not None
    return response.status_code, response.content.decode()


def test_a_broken_rule_says_which() -> None:
    status, page = answer_to(Refused("The bandage is still on."))
    assert status == 409
    assert "The bandage is still on." in page
    assert "<html" in page


def test_htmx_gets_a_fragment() -> None:
    status, page = answer_to(Refused("The bandage is still on."), htmx=True)
    assert status == 409
    assert "The bandage is still on." in page
    assert "<html" not in page


def test_a_missing_right_says_what_it_would_take() -> None:
    answer = cast.signed_in(cast.sam()).get(reverse("people:patient_add"))
    assert answer.status_code == 403
    assert "Add a patient." in answer.content.decode()


def test_a_missing_right_without_words_is_still_explained() -> None:
    status, page = answer_to(PermissionDenied())
    assert status == 403
    assert "Your role does not include this page." in page


def test_what_is_shown_is_escaped() -> None:
    assert "<b>" not in answer_to(Refused("<b>bold</b>"))[1]


def test_other_errors_are_not_ours_to_explain() -> None:
    request = RequestFactory().get("/")
    assert Refusals(lambda _request: None).process_exception(request, ValueError()) is None  # type: ignore[arg-type,return-value]  # never called
