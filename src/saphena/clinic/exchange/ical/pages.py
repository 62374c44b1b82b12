"""The page on which a calendar file is tried, looked through and taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from saphena.clinic.exchange.ical.forms import CalendarForm
from saphena.clinic.exchange.ical.importing import Asked, take_over, try_out
from saphena.clinic.exchange.ical.showing import rows
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diary.manage")
def calendar_page(request: StaffRequest) -> HttpResponse:
    """First what would become of each event; then, with “take”, what has."""
    form = CalendarForm(request.POST or None, request.FILES or None, initial={"whose": request.GET.get("whose", "")})
    page: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        asked = Asked(form.owners[told["whose"]], told["source"], told["text"], told["whole"], told["keep_words"])
        taking = "take" in request.POST
        with refusals_shown_in(form):
            found = (take_over if taking else try_out)(actor=request.user, asked=asked)
            shown = rows(request.user, asked, found, tried=not taking)
            changing = sum(len(each.changes) - each.counts["known"] - each.counts["kept lifted"] for each in found)
            unread = sum(each.refused for each in found)
            page |= {"rows": shown, "tried": not taking, "told": told, "changing": changing, "unread": unread}
            page |= {"owner": asked.whose, "hit": len({visit.pk for row in shown for visit in row.hits})}
            if taking:
                said = ngettext("%(count)d change in the diary.", "%(count)d changes in the diary.", changing)
                messages.success(request, said % {"count": changing})
    return render(request, "exchange_ical/calendar.html", page, status=INVALID if form.errors else None)
