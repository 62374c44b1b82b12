"""Where everybody stands: each course with its open step, what is shut, what comes next; and those that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saphena.clinic.courses.chart import whereabouts
from saphena.clinic.courses.queries import courses_for
from saphena.clinic.courses.speaking import language
from saphena.clinic.people.access import needs
from saphena.clinic.people.paging import listed, rows_alone, typed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

DISCHARGED = "discharged"
TABS = (("", _("On their way")), (DISCHARGED, _("Discharged")))


@require_safe
@needs("courses.see_chart")
def journeys(request: StaffRequest) -> HttpResponse:
    """The list; its rows alone when the search field asks for them."""
    discharged = request.GET.get("state") == DISCHARGED
    page = listed(request, courses_for(request.user, typed(request), discharged))
    page |= {"state": DISCHARGED if discharged else "", "tabs": TABS}
    said, now = language(), timezone.now()
    page["rows"] = [whereabouts(course, said, now) for course in page["page"]]  # type: ignore[attr-defined]  # a Page
    return render(request, "courses/journey_rows.html" if rows_alone(request) else "courses/journeys.html", page)
