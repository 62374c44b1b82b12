"""What patients have changed by themselves, until somebody of the staff has seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.journey.booking.models import Own
from saphena.clinic.journey.booking.noticing import how_many_unseen, own_changes, see
from saphena.clinic.journey.booking.refusing import clock_of
from saphena.clinic.journey.booking.showing import capital, step_said
from saphena.clinic.journey.requesting.hanging import DeskNote
from saphena.clinic.people.access import needs

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.journey.booking.models import OwnChange
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import User


def at_desk(viewer: User) -> DeskNote | None:
    """“3 visits were changed by patients themselves.”"""
    count = how_many_unseen(viewer)
    if not count:
        return None
    said = ngettext(
        "%(count)d change by patients themselves has not been seen yet.",
        "%(count)d changes by patients themselves have not been seen yet.",
        count,
    )
    return DeskNote(said % {"count": count}, _("Look at them"), reverse("booking:own_changes"))


@require_safe
@needs("booking.see")
def changes(request: StaffRequest) -> HttpResponse:
    rows = [described(row) for row in own_changes(request.user, timezone.now())]
    page = {
        "new": [row for row in rows if row.seen_at is None],
        "seen": [row for row in rows if row.seen_at is not None][::-1],
        "may_see": request.user.may("booking.book"),
    }
    return render(request, "booking/own_changes.html", page)


def described(row: OwnChange) -> OwnChange:
    zone = row.site.zone_info
    was, now = (clock_of(at.astimezone(zone)) if at else "" for at in (row.was_at, row.now_at))
    row.said = capital(step_said(row.step))  # type: ignore[attr-defined]  # for the template
    row.what_said = Own(row.what).label  # type: ignore[attr-defined]  # the same
    told = {"before": was, "after": now}
    row.when = _("from %(before)s to %(after)s") % told if was and now else was or now  # type: ignore[attr-defined]  # the same
    return row


@require_POST
@needs("booking.book")
def seen(request: StaffRequest) -> HttpResponse:
    """One of them, or all that the page showed."""
    wanted = request.POST.getlist("shown") if "all" in request.POST else [request.POST.get("seen", "")]
    count = see(actor=request.user, changes=[int(each) for each in wanted if each.isdecimal() and len(each) < 19])
    if not count:
        messages.warning(request, _("Somebody was quicker: they are seen already."))
    return redirect("booking:own_changes")
