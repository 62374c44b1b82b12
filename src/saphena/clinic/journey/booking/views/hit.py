"""A closure laid over booked visits: which it hits, each to be moved by a person. Nothing moves by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphena.clinic.diary.models import Closure
from saphena.clinic.journey.booking.queries import hit_by
from saphena.clinic.journey.booking.showing import described
from saphena.clinic.people.access import needs

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("booking.see")
def hit(request: StaffRequest, closure_id: int) -> HttpResponse:
    closure = get_object_or_404(Closure.objects.select_related("site", "resource__site"), pk=closure_id)
    manages = request.user.may("diary.manage")
    page = {
        "heading": _("Closed: %(whose)s") % {"whose": closure.resource or closure.site},
        "under": str(closure),
        "visits": described(hit_by(request.user, closure)),
        "may_move": request.user.may("booking.move"),
        "back_url": reverse("diary:diary") if manages else "",
        "back_label": _("Diary"),
    }
    return render(request, "booking/hit.html", page)
