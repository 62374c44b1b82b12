"""Where everybody stands: every course with its open step, what is shut, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from saphena.clinic.courses.chart import whereabouts
from saphena.clinic.courses.queries import courses_for
from saphena.clinic.courses.speaking import language
from saphena.clinic.people.access import needs
from saphena.clinic.people.paging import listed, rows_alone, typed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("courses.see_chart")
def journeys(request: StaffRequest) -> HttpResponse:
    """The list; its rows alone when the search field asks for them."""
    page = listed(request, courses_for(request.user, typed(request)))
    said, now = language(), timezone.now()
    page["rows"] = [whereabouts(course, said, now) for course in page["page"]]  # type: ignore[attr-defined]  # a Page
    return render(request, "courses/journey_rows.html" if rows_alone(request) else "courses/journeys.html", page)
