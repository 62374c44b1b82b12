"""What somebody who asked meets at their link: how far it is, the clinic's question, and what they may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.journey.requesting import asking
from saphena.clinic.journey.requesting.asking import Asker
from saphena.clinic.journey.requesting.door import LinkedRequest, page, remember_proof, request_link
from saphena.clinic.journey.requesting.forms import AnswerForm, PhoneForm
from saphena.clinic.journey.requesting.links import prove as prove_link
from saphena.clinic.journey.requesting.states import State
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.forms import BirthDateForm
from saphena.clinic.people.links import Proof
from saphena.clinic.people.views.link import address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

INVALID, TOO_MANY = 422, 429


def _shown(request: LinkedRequest, status: int | None = None, **forms_in_hand: object) -> HttpResponse:
    """The page with its forms: fresh ones, and the one that somebody is filling in."""
    asked = request.asked
    answering = asked.state == State.ASKED
    question = asked.questions.filter(answered_at__isnull=True).last() if answering else None
    shown: dict[str, object] = {"question": question}
    if request.proved and asked.is_open:
        shown |= {"phone_form": PhoneForm(), "answer_form": AnswerForm() if question else None}
    elif not request.proved:
        shown |= {"birth_form": BirthDateForm()}
    return page(request, status, **{**shown, **forms_in_hand})


@require_safe
@request_link()
def own(request: LinkedRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@request_link()
def prove(request: LinkedRequest) -> HttpResponse:
    form = BirthDateForm(request.POST)
    if not form.is_valid():
        return _shown(request, INVALID, birth_form=form)
    proof = prove_link(asked=request.asked, birth_date=form.cleaned_data["birth_date"], address=address_of(request))
    if proof is Proof.RIGHT:
        remember_proof(request, request.asked, timezone.now())
        return redirect("requesting:own", request.token)
    if proof is Proof.TOO_MANY:
        return _shown(request, TOO_MANY, locked=True, birth_form=None)
    form.add_error("birth_date", _("This is not the date of birth that you gave us. Please try again."))
    return _shown(request, INVALID, birth_form=form)


def _act(request: LinkedRequest, form: forms.Form, name: str, act: Callable[[], None], done: str) -> HttpResponse:
    """One of the three acts: what is wrong stands at its field, what was typed stays."""
    if form.is_valid():
        with refusals_shown_in(form):
            act()
            messages.success(request, done)
            return redirect("requesting:own", request.token)
    request.asked.refresh_from_db()
    return _shown(request, INVALID, **{name: form})


def _asker(request: LinkedRequest) -> Asker:
    return Asker(str(request.asked))


@require_POST
@request_link(acting=True)
def answer(request: LinkedRequest) -> HttpResponse:
    form = AnswerForm(request.POST)

    def act() -> None:
        asking.answer(actor=_asker(request), asked=request.asked, text=form.cleaned_data["answer"])

    return _act(request, form, "answer_form", act, _("Thank you. We have your answer."))


@require_POST
@request_link(acting=True)
def phone(request: LinkedRequest) -> HttpResponse:
    form = PhoneForm(request.POST)

    def act() -> None:
        asking.change_phone(actor=_asker(request), asked=request.asked, phone=form.cleaned_data["phone"])

    return _act(request, form, "phone_form", act, _("We will call you at your new number."))


@require_POST
@request_link(acting=True)
def withdraw(request: LinkedRequest) -> HttpResponse:
    if request.asked.state != State.WITHDRAWN:  # pressed twice, it is withdrawn once
        asking.withdraw(actor=_asker(request), asked=request.asked)
    messages.success(request, _("Your request is withdrawn. You may ask again at any time."))
    return redirect("requesting:own", request.token)
