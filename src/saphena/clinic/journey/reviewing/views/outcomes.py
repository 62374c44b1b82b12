"""What became of all patients together: a page of tables with few pictures, and the cases behind every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.models import Course
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.reviewing.outcomes import asking, charts, cohort, exporting, sampling, showing
from saphena.clinic.journey.reviewing.wording import OUTCOMES
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.access import needs
from saphena.pathway.reviewing import times

if TYPE_CHECKING:
    from saphena.clinic.people.access import StaffRequest

MOST = 200


@require_safe
@needs("reviewing.see_outcomes")
def outcomes(request: StaffRequest) -> HttpResponse:
    wanted = asking.asked(request.GET)
    found = asking.figures(request.user, wanted)
    spoken = language()
    page = {
        "wanted": wanted,
        "found": found,
        "periods": [(name, label, wanted.query(period=name)) for name, label in asking.PERIODS.items()],
        "times": [(each.name, each.label[spoken], wanted.query(time=each.name)) for each in times().values()],
        "sides": [(name, label, wanted.query(by=name)) for name, label in showing.BY.items() if name != "month"],
        "window": times()[wanted.time],
        "together": showing.said_rate(found.of.together.closed),
        "waiting": found.of.together.waiting,
        "by": showing.BY[wanted.by],
        "occlusion": showing.occlusion(wanted, wanted.by, found.of.by[wanted.by]),
        "months": showing.occlusion(wanted, "month", found.of.by["month"]),
        "harms": showing.harm_rows(found.harms),
        "indicators": showing.indicator_rows(found),
        "work": showing.work_rows(found.work),
        "missed": showing.said_rate(found.work.missed),
        "draws": charts.can_draw() and found.of.together.examined > 0,
        "query": wanted.query(),
        "may_export": request.user.may("reviewing.export"),
    }
    return render(request, "reviewing/outcomes.html", page)


@require_safe
@needs("reviewing.see_outcomes")
def chart(request: StaffRequest, dimension: str) -> HttpResponse:
    if dimension not in cohort.DIMENSIONS or not charts.can_draw():
        raise Http404
    wanted = asking.asked(request.GET)
    rows = asking.figures(request.user, wanted).of.by[dimension]
    names = showing.names_of(dimension, rows)
    order = sorted(rows) if dimension in ("band", "month", "strength") else sorted(rows, key=lambda each: names[each])
    shares = [(names[value], rows[value].closed) for value in order]
    title = _("Share closed by %(what)s") % {"what": showing.BY[dimension]}
    drawn = charts.draw(shares, title, _("closed, of those examined; line: 95 % interval"), _("of"))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


@require_safe
@needs("reviewing.see_outcomes")
def cases(request: StaffRequest) -> HttpResponse:
    """The cases behind one figure, the newest first. Their charts are opened one by one, each with its record entry."""
    wanted, value = asking.asked(request.GET), request.GET.get("value", "")
    dimension = request.GET.get("by", "")
    outcomes = [each for each in request.GET.get("outcome", "").split(",") if each]
    if dimension not in cohort.DIMENSIONS or (dimension == "strength" and not value.replace(".", "", 1).isdecimal()):
        raise Http404
    period = asking.period_of(wanted.period)
    rows = cohort.cases_of(period, wanted.time, dimension, value, outcomes, MOST + 1)
    courses = Course.objects.select_related("patient").in_bulk([row.course for row in rows])
    words = {**OUTCOMES, "lost": _("lost to follow-up"), "waiting": _("not due yet")}
    page = {
        "rows": [(row, courses[row.course], said(row.segment, language()), words[row.outcome]) for row in rows[:MOST]],
        "more": len(rows) > MOST,
        "most": MOST,
        "what": showing.names_of(dimension, [value])[value] if dimension != "operator" or value.isdecimal() else value,
        "query": wanted.query(),
    }
    return render(request, "reviewing/outcome_cases.html", page)


@require_POST
@needs("reviewing.export")
def export(request: StaffRequest) -> HttpResponse:
    """The registry export of all years."""
    packed = exporting.export(actor=request.user, period=asking.period_of("all"))
    return _file(packed, "application/zip", "outcomes.zip")


@require_POST
@needs("reviewing.export")
def sample(request: StaffRequest) -> HttpResponse:
    """The accreditation sample of the last twelve months. A spreadsheet knows by the mark in front that it is UTF-8."""
    text = sampling.sample(actor=request.user, period=asking.period_of("1"))
    return _file(text.encode("utf-8-sig"), "text/csv; charset=utf-8", "sample.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=heads)
