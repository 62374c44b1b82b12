"""What is refused ends the block and is shown where it was broken; anything else goes on."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from saphena.clinic.people.acting import refusals_said_to, refusals_shown_in
from saphena.pathway.refused import Refused


class DayForm(forms.Form):
    day = forms.CharField()


@pytest.fixture
def form() -> DayForm:
    typed = DayForm({"day": "Monday"})
    assert typed.is_valid()
    return typed


@pytest.mark.parametrize(("field", "shown"), [("day", "day"), ("at", "day"), ("dragon", "__all__"), (None, "__all__")])
def test_a_refusal_stands_at_its_field_or_above_the_form(form: DayForm, field: str | None, shown: str) -> None:
    done = []
    with refusals_shown_in(form, {"at": "day"}):
        done.append("begun")
        raise Refused("The clinic is closed.", field)
    assert form.errors == {shown: ["The clinic is closed."]}
    assert done == ["begun"]
    assert form["day"].value() == "Monday"


def test_what_was_done_is_not_an_error_and_a_fault_goes_on(form: DayForm) -> None:
    with refusals_shown_in(form):
        pass
    assert form.is_valid()
    with pytest.raises(ZeroDivisionError), refusals_shown_in(form):
        raise ZeroDivisionError
    assert form.is_valid()


def test_where_there_is_no_form_it_is_a_message() -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # what the middleware does
    with refusals_said_to(request):
        raise Refused("The clinic is closed.")
    assert [(str(each), each.level_tag) for each in get_messages(request)] == [("The clinic is closed.", "error")]
