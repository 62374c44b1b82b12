"""Where signing in leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from saphena.clinic.design.styleguide import examples
from saphena.clinic.people.access import needs, public

if TYPE_CHECKING:
    from saphena.clinic.people.access import StaffRequest

# The first of these that somebody may open is where they begin.
BEGINNINGS = (
    ("booking.see", "board:board"),
    ("people.see_patients", "people:patients"),
    ("people.see_staff", "people:staff"),
)


@require_safe
@needs("people.home")
def home(request: StaffRequest) -> HttpResponse:
    for capability, page in BEGINNINGS:
        if request.user.may(capability):
            return redirect(page)
    return render(request, "people/home.html")


@require_safe
@needs("people.home")
def style_guide(request: StaffRequest) -> HttpResponse:
    """Every component of the design in both voices, with made-up examples."""
    voice = "_patient" if request.GET.get("voice") == "patient" else ""
    return render(request, f"design/styleguide{voice}.html", examples())


@require_safe
@public("says only that the clinic answers; for whoever watches over the machine")
def healthy(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Saphena answers. {settings.SAPHENA_VERSION}\n", content_type="text/plain")
