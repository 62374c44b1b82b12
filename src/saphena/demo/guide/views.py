"""The first page, and the two doors that it opens: to the staff's pages as somebody, to a patient's own page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.contrib.auth import authenticate, logout
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.people.access import public
from saphena.clinic.people.links import make_link
from saphena.clinic.people.models import Patient, User
from saphena.clinic.people.roles import ROLE_NAMES
from saphena.clinic.people.views.home import home
from saphena.clinic.record.actors import SAPHENA
from saphena.demo.guide.steps import TELEPHONES, steps
from saphena.demo.people import PASSWORD, STAFF

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

STALE_AFTER = timedelta(hours=12)  # whoever lay at home with the legs up is up again by then


@require_safe
@public("leads on: to the guide, or to the first page of whoever is signed in")
def front_door(request: HttpRequest) -> HttpResponse:
    return home(request) if request.user.is_authenticated else redirect("guide")  # type: ignore[return-value]


@require_safe
@public("is there in the pretend clinic alone, and says what its start has printed")
def guide(request: HttpRequest) -> HttpResponse:
    built = User.objects.earliest("created_at").created_at
    people = {name.split()[0]: (name, ", ".join(str(ROLE_NAMES[role]) for role in roles)) for name, _, roles in STAFF}
    context = {
        "steps": steps(),
        "people": people,
        "password": PASSWORD,
        "built": built if timezone.now() - built > STALE_AFTER else None,
    }
    return render(request, "guide/guide.html", context)


@require_POST
@public("signs in by the password that the guide shows to everybody, and by no other")
def come_in(request: HttpRequest) -> HttpResponse:
    """As somebody of the staff, whoever was signed in before."""
    emails = {name.split()[0]: email for name, email, _ in STAFF}
    who = emails.get(request.POST.get("who", ""))
    if who is None:
        raise Http404
    where = request.POST.get("where", "")
    logout(request)
    user = authenticate(request, email=who, password=PASSWORD)
    if user is None:  # somebody has tried out how a password is changed
        return redirect("account_login")
    safe = url_has_allowed_host_and_scheme(where, allowed_hosts=None)
    return perform_login(request, user, email_verification="none", redirect_url=where if safe else None)  # type: ignore[no-any-return]


@require_POST
@public("a link to the page of a made-up patient; it asks for the birth date as any other does")
def telephone(request: HttpRequest) -> HttpResponse:
    who = TELEPHONES.get(request.POST.get("who", ""))
    if who is None:
        raise Http404
    patient = get_object_or_404(Patient, family_name=who.family, given_names=who.given)
    return redirect("people:link", make_link(actor=SAPHENA, patient=patient))
