"""A patient's pages as an app that opens without a network: the manifest and the service worker of their link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from saphena.clinic.people.access import public
from saphena.clinic.people.link_door import PROOFS
from saphena.clinic.people.links import find_link

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import ClinicRequest
    from saphena.clinic.people.link_door import PatientRequest

PAPER, ACCENT = "#faf8f3", "#0a5157"  # of design/css/tokens.css; a manifest knows no style sheet
ICONS = (
    ("mark.svg", "image/svg+xml", "any", "any"),
    ("icon-192.png", "image/png", "192x192", "any"),
    ("icon-512.png", "image/png", "512x512", "any"),
    ("icon-512-cut.png", "image/png", "512x512", "maskable"),
)
"""Of static/design: file, type, size, and whether a telephone may cut it to its own shape."""


@require_safe
@public("names the clinic and the address that was asked with; the same for every token")
def manifest(request: ClinicRequest, token: str) -> HttpResponse:
    """What a telephone needs to put the page on its first screen."""
    home = reverse("people:link", args=[token])
    told = {
        "id": home,
        "name": request.clinic.name,
        "short_name": request.clinic.name[:12],
        "start_url": reverse("courses:own_today", args=[token]),
        "scope": home,
        "display": "standalone",
        "lang": get_language() or "en",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [icon(*each) for each in ICONS],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@public("a script without anything personal; for a link that has ended, one that forgets what was kept")
def service_worker(request: ClinicRequest, token: str) -> HttpResponse:
    """It lives below this one link, because that is where its own address lies."""
    link = find_link(token)
    page = {"home": reverse("people:link", args=[token]), "ended": link is None or not link.is_live(timezone.now())}
    return render(request, "courses/offline.js", page, content_type="text/javascript")


def icon(file: str, kind: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static(f"design/{file}"), "type": kind, "sizes": sizes, "purpose": purpose}


def may_be_kept(request: PatientRequest, response: HttpResponse) -> HttpResponse:
    """The device may keep this page for as long as it is believed without asking for the birth date again."""
    until = request.session.get(PROOFS, {}).get(str(request.link.pk), 0)
    response["X-Keep-Until"] = str(int(until * 1000))
    return response
