"""Long lists, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from saphena.clinic.people.access import ClinicRequest

ROWS = 50


def page_of(request: HttpRequest, rows: QuerySet[Any], per_page: int = ROWS) -> Page[Any]:
    """The page that is asked for; a page that does not exist is the nearest one that does."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def query_of(request: HttpRequest) -> str:
    """What else stands in the address, for the links to other pages of the list."""
    rest = request.GET.copy()
    rest.pop("page", None)
    return f"&{rest.urlencode()}" if rest else ""


def listed(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, object]:
    """What the template of a list needs."""
    return {"page": page_of(request, rows), "typed": typed(request), "query": query_of(request)}


def rows_alone(request: ClinicRequest) -> bool:
    """Whether the search field asks, which replaces the rows and leaves the page."""
    return bool(request.htmx) and not request.htmx.boosted


def typed(request: HttpRequest) -> str:
    """What was typed into the list's search field."""
    return request.GET.get("q", "").strip()[:200]
