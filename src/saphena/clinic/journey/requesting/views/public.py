"""The public form, and what is said once it is sent. Nothing that was typed is shown again after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from saphena.clinic.journey.requesting.asking import Asker, ask
from saphena.clinic.journey.requesting.door import signs
from saphena.clinic.journey.requesting.form_key import fresh_key, opened_at
from saphena.clinic.journey.requesting.forms import AskForm
from saphena.clinic.people.access import public
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.languages import Language
from saphena.clinic.people.link_door import private
from saphena.clinic.people.trying import may_ask_for_appointment
from saphena.clinic.people.views.link import address_of
from saphena.pathway.requesting import Urgency, rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

INVALID, TOO_MANY = 422, 429
HOW_URGENT = {"emergency": Urgency.EMERGENCY, "today": Urgency.TODAY, "": Urgency.ROUTINE}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@public("asks for an appointment; limited per address, shows nothing that the clinic knows")
def ask_page(request: HttpRequest) -> HttpResponse:
    form = form_of(request)
    if not form.is_bound:
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=INVALID)
    if not may_ask_for_appointment(address_of(request), form.who.email, timezone.now()):
        form.add_error(None, _("Too many requests came from here. Please wait an hour, or call us."))
        return _form(request, form, status=TOO_MANY)
    who = form.who
    name = f"{who.given_names} {who.family_name}"
    with refusals_shown_in(form):  # what was possible before midnight may not be any more
        ask(actor=Asker(name), who=who, told=form.told, form_key=form.cleaned_data["form_key"])
        urgent = how_urgent(form)
        return redirect("requesting:received", urgent) if urgent else redirect("requesting:received")
    return _form(request, form, status=INVALID)


def form_of(request: HttpRequest) -> AskForm:
    """As it was sent, with a key where that one is lost; or an empty one in the language of the page."""
    if request.method != "POST":
        return AskForm(initial={"form_key": fresh_key(), "language": page_language()})
    data = request.POST.copy()
    if opened_at(data.get("form_key", "")) is None:
        data["form_key"] = fresh_key()
    return AskForm(data)


def page_language() -> Language:
    """What the page is read in: most probably what they want to be written in."""
    return Language.FRENCH if (get_language() or "").startswith("fr") else Language.ENGLISH


def how_urgent(form: AskForm) -> str:
    """What the flags on this form say, whatever else is known of the person."""
    flags = rows().flags
    worst = min((flags[name].urgency for name in form.flags), default=Urgency.ROUTINE)
    return next(said for said, urgency in HOW_URGENT.items() if urgency is worst)


def _form(request: HttpRequest, form: AskForm, status: int | None = None) -> HttpResponse:
    page = {"form": form, "urgent": how_urgent(form), "emergency": signs(request)}
    return private(render(request, "requesting/ask.html", page, status=status))


@require_safe
@public("says that a request came, the same for everybody")
def received(request: HttpRequest, urgent: str = "") -> HttpResponse:
    page = {"urgent": urgent, "emergency": signs(request)}
    return private(render(request, "requesting/received.html", page))
