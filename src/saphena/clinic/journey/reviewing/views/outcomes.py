"""What became of all patients together: a page of tables with few pictures, and the cases behind every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.models import Course
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.reviewing.outcomes import (
    asking,
    casing,
    charts,
    cohort,
    exporting,
    packing,
    showing,
    showing_more,
)
from saphena.clinic.journey.reviewing.wording import OUTCOMES
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.access import needs
from saphena.pathway.reviewing import times

if TYPE_CHECKING:
    from saphena.clinic.people.access import StaffRequest

MONTH, ALL = "month", "all"


@require_safe
@needs("reviewing.see_outcomes")
def outcomes(request: StaffRequest) -> HttpResponse:
    wanted = asking.asked(request.GET)
    found = asking.figures(request.user, wanted)
    spoken, together = language(), found.together(wanted.time)
    occlusion = showing.occlusion(wanted, wanted.by, found.by(wanted.time, wanted.by))
    months = showing.over_time(wanted, found.over_time(wanted.time))
    page = {
        "wanted": wanted,
        "found": found,
        "periods": [(name, label, wanted.query(period=name)) for name, label in asking.PERIODS.items()],
        "times": [(each.name, each.label[spoken], wanted.query(time=each.name)) for each in times().values()],
        "sides": [(name, label, wanted.query(by=name)) for name, label in showing.BY.items() if name != MONTH],
        "window": times()[wanted.time],
        "together": showing.said_rate(together.closed),
        "behind_all": showing.behind_all(wanted, together),
        "by": showing.BY[wanted.by],
        "occlusion": occlusion,
        "occlusion_areas": charts.areas(occlusion[1], examined=showing.EXAMINED_COLUMN),
        "months": months,
        "month_areas": charts.areas(months[1], examined=showing.EXAMINED_COLUMN),
        "harms": showing_more.harm_rows(found, wanted),
        "skin": showing_more.skin_rows(found, wanted),
        "reported": showing_more.reported_rows(found, wanted),
        "scan": showing.said_rate(found.share("scan")),
        "scan_url": showing.share(wanted, "scan", found.share("scan")).miss_url,
        "indicators": showing.indicator_rows(found, wanted),
        "waits": showing_more.wait_rows(found, wanted),
        "rooms": showing_more.room_rows(found, wanted),
        "missed": showing.share(wanted, "missed", found.share("missed")),
        "draws": charts.can_draw() and together.examined > 0,
        "query": wanted.query(),
        "may_export": request.user.may("reviewing.export"),
    }
    return render(request, "reviewing/outcomes.html", page)


@require_safe
@needs("reviewing.see_outcomes")
def chart(request: StaffRequest, dimension: str) -> HttpResponse:
    """One picture; `narrow` is for a telephone."""
    if dimension not in (*cohort.DIMENSIONS, MONTH) or not charts.can_draw():
        raise Http404
    wanted = asking.asked(request.GET)
    found = asking.figures(request.user, wanted)
    if dimension == MONTH:
        shares = [(name, counts.closed) for name, counts in found.over_time(wanted.time).items()]
    else:
        rows = found.by(wanted.time, dimension)
        names = showing.names_of(dimension, rows)
        shares = [(names[value], rows[value].closed) for value in showing.in_order(dimension, rows, names)]
    narrow = request.GET.get("form") == "narrow"
    drawn = charts.draw(shares, _("closed, of those examined; line: 95 % interval"), _("of"), narrow=narrow)
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


@require_safe
@needs("reviewing.see_outcomes")
def segments(request: StaffRequest) -> HttpResponse:
    """The treated segments behind one figure, the newest first."""
    wanted, value = asking.asked(request.GET), request.GET.get("value", "")
    dimension = request.GET.get("by", "")
    outcomes = [each for each in request.GET.get("outcome", "").split(",") if each]
    if dimension == "strength" and not _is_number(value):
        raise Http404
    try:
        period = asking.period_of(wanted.period)
        if dimension == MONTH:
            period, dimension = asking.part_of(wanted, value, timezone.now()), ALL
        rows = cohort.cases_of(period, wanted.time, dimension, value, outcomes, casing.MOST + 1)
    except LookupError:
        raise Http404 from None
    courses = Course.objects.select_related("patient").in_bulk([row.course for row in rows])
    words = {**OUTCOMES, "lost": _("lost to follow-up"), "waiting": _("not due yet")}
    shown = rows[: casing.MOST]
    page = {
        "rows": [(row, courses[row.course], said(row.segment, language()), words[row.outcome]) for row in shown],
        "more": len(rows) > casing.MOST,
        "most": casing.MOST,
        "what": showing.names_of(dimension, [value])[value] if value else _("all segments"),
        "query": wanted.query(),
    }
    return render(request, "reviewing/outcome_segments.html", page)


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).isdecimal()


@require_safe
@needs("reviewing.see_outcomes")
def cases(request: StaffRequest) -> HttpResponse:
    """The cases behind one figure. Their charts are opened one by one, each with its record entry."""
    wanted, name, which = asking.asked(request.GET), request.GET.get("of", ""), request.GET.get("which", "all")
    try:
        found = casing.behind(name, which, wanted, timezone.now())
    except casing.Unknown:
        raise Http404 from None
    kinds = (("all", _("all")), ("hit", _("counted")), ("miss", _("not counted")))
    page = {
        "rows": found[: casing.MOST],
        "more": len(found) > casing.MOST,
        "most": casing.MOST,
        "what": showing.title_of(name),
        "has_hit": any(each.hit is not None for each in found) or which != "all",
        "kinds": [(key, label, showing.to_cases(wanted, name, key)) for key, label in kinds],
        "which": which,
        "query": wanted.query(),
    }
    return render(request, "reviewing/outcome_cases.html", page)


@require_POST
@needs("reviewing.export")
def export(request: StaffRequest) -> HttpResponse:
    """The registry export of all years."""
    return _zip(exporting.export(actor=request.user, period=asking.period_of("all")), "outcomes.zip")


@require_POST
@needs("reviewing.export")
def pack(request: StaffRequest) -> HttpResponse:
    """The accreditation pack of the last twelve months."""
    return _zip(packing.pack(actor=request.user), "accreditation.zip")


def _zip(content: bytes, name: str) -> HttpResponse:
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=heads)
