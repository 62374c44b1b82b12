"""Products and ceilings: what is in force, and what a physician of this clinic has to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.journey.treating import actions
from saphena.clinic.journey.treating.asking import language, title_of
from saphena.clinic.journey.treating.models import ConfirmedRow
from saphena.clinic.journey.treating.totals import rows_in_force
from saphena.clinic.people.access import needs
from saphena.pathway.refused import Refused
from saphena.pathway.treating import Level, Over, shipped
from saphena.pathway.treating.emergencies import emergencies

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.pathway.treating.emergencies import Emergency, Step
    from saphena.pathway.treating.library import Source

INVALID = 422


@require_safe
@needs("treating.see")
def numbers(request: StaffRequest) -> HttpResponse:
    return _shown(request)


def _shown(request: StaffRequest, said: str = "", status: int | None = None) -> HttpResponse:
    words = {
        Over.INJECTION: _("one injection"),
        Over.DAY: _("one day, both legs"),
        Over.WEEK: _("seven days, both legs"),
    }
    in_force = [
        {
            "title": title_of(row),
            "over": words[row.over],
            "notice": row.level == Level.NOTICE,
            "source": row.source.name,
        }
        for row in rows_in_force().ceilings
    ]
    page = {
        "in_force": in_force,
        "switched": _switched(),
        "said": said,
        "may_confirm": request.user.may("treating.confirm_numbers"),
    }
    return render(request, "treating/numbers.html", page, status=status)


def _switched() -> list[dict[str, object]]:
    """Every row that ships off, with the newest word of this clinic on it."""
    newest = {row.name: row for row in ConfirmedRow.objects.order_by("pk")}
    found: list[dict[str, object]] = []
    for name, title, source in _rows():
        row = newest.get(name)
        found.append(
            {
                "name": name,
                "title": title,
                "source": source,
                "on": bool(row and row.on),
                "words": row.words if row else "",
            }
        )
    return found


def _rows() -> list[tuple[str, str, str]]:
    """Name, what it says, and its source, of every row that ships off."""
    rows = shipped()
    found = [(name, title_of(row), row.source) for name, row in rows.every_ceiling.items() if row.off]
    found += [
        (f"ratio {name}", _("foam %(ratio)s") % {"ratio": name}, row.source)
        for name, row in rows.every_ratio.items()
        if row.off
    ]
    found += [
        (f"observation {name}", _("watched for %(minutes)s minutes") % {"minutes": row.watch}, row.source)
        for name, row in rows.every_observation.items()
        if row.off
    ]
    between = _("%(product)s: %(days)s days between sessions")
    found += [
        (f"interval {name}", between % {"product": rows.products[name].title, "days": row.days}, row.source)
        for name, row in rows.every_interval.items()
        if row.off
    ]
    found += [_step(emergency, step) for emergency in emergencies().values() for step in emergency.steps if step.off]
    return [(name, said, source.name) for name, said, source in found]


def _step(emergency: Emergency, step: Step) -> tuple[str, str, Source]:
    """With the dose in full, so that a physician can hold it against the source."""
    dose = f" {step.dose.per_kg} {step.dose.unit}/kg, {step.dose.most} {step.dose.unit}" if step.dose else ""
    return step.row, f"{emergency.title[language()]}: {step.text[language()]}{dose}", step.source


@require_POST
@needs("treating.confirm_numbers")
def confirm(request: StaffRequest) -> HttpResponse:
    name, words = request.POST.get("name", "")[:60], request.POST.get("words", "")
    try:
        actions.confirm_row(actor=request.user, name=name, words=words, on=request.POST.get("on") != "no")
    except Refused as no:
        return _shown(request, str(no), INVALID)
    return redirect("treating:numbers")
