"""The page on which appointments of another system are tried, looked through and taken over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from saphena.clinic.exchange.visits.forms import TableForm
from saphena.clinic.exchange.visits.importing import take_over, try_out
from saphena.clinic.exchange.visits.lines import COLUMNS
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs("booking.book")
def take_over_page(request: StaffRequest) -> HttpResponse:
    """First what would become of each line; then, with “book”, what has."""
    form = TableForm(request.POST or None, request.FILES or None)
    page: dict[str, object] = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("source", "site", "text")}
        booking = "book" in request.POST
        with refusals_shown_in(form):
            found = (take_over if booking else try_out)(actor=request.user, **told)
            count = Counter(each.what for each in found)
            page |= {"found": found, "tried": not booking, "text": told["text"], "count": count}
            page |= {"new": count["new"], "known": count["known"], "no": count["refused"], "told": told}
            if booking:
                said = ngettext("%(count)d visit is booked.", "%(count)d visits are booked.", count["new"])
                messages.success(request, said % {"count": count["new"]})
    return render(request, "exchange_visits/take_over.html", page, status=INVALID if form.errors else None)
