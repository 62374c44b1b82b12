"""What a patient meets at their link: the birth date, their own page, a new link when the old one has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.people.access import public
from saphena.clinic.people.forms import BirthDateForm
from saphena.clinic.people.link_door import (
    ask_birth_date,
    forget_proof,
    link_has_ended,
    patient_link,
    remember_proof,
    speaking,
)
from saphena.clinic.people.links import Proof, ask_for_new_link, find_link
from saphena.clinic.people.links import prove as prove_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from saphena.clinic.people.link_door import PatientRequest


@require_safe
@patient_link
def own_page(request: PatientRequest) -> HttpResponse:
    """Where the link leads. The patient's own plan takes this place as soon as there is one."""
    if settings.SAPHENA_PATIENT_HOME:
        return redirect(settings.SAPHENA_PATIENT_HOME, request.token)
    return render(request, "people/own_page.html", {"patient": request.patient, "token": request.token})


@require_POST
@public("asks for the birth date and shows nothing; five wrong ones lock the link for a while")
def prove(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    link = find_link(token)
    if link is None or not link.is_live(now):
        return link_has_ended(request, token)
    with speaking(request, link.patient):
        form = BirthDateForm(request.POST)
        if not form.is_valid():
            return ask_birth_date(request, token, form=form, status=422)
        proof = prove_link(link=link, birth_date=form.cleaned_data["birth_date"], address=address_of(request), now=now)
        if proof is Proof.RIGHT:
            remember_proof(request, link, now)
            return redirect(where_to(request, token))
        if proof is Proof.WRONG:
            form.add_error("birth_date", _("This is not the date of birth that the clinic has. Please try again."))
        return ask_birth_date(request, token, form=form, locked=proof is Proof.TOO_MANY, status=422)


@require_POST
@public("asks for a new link to the address on file; the answer is the same for every token")
def renew(request: HttpRequest, token: str) -> HttpResponse:
    ask_for_new_link(token=token, address=address_of(request))
    return link_has_ended(request, token, asked=True)


@require_POST
@patient_link
def leave(request: PatientRequest) -> HttpResponse:
    """This device asks for the birth date again."""
    forget_proof(request, request.link)
    return redirect("people:link", request.token)


def address_of(request: HttpRequest) -> str:
    """Where on the network the request comes from, past as many proxies as the clinic says it has."""
    return str(get_adapter().get_client_ip(request))


def where_to(request: HttpRequest, token: str) -> str:
    """The page of this link that was asked for first; never anywhere else."""
    home = reverse("people:link", args=[token])
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    return wanted if safe else home
