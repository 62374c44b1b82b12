"""Products and ceilings: what is in force, and what a physician of this clinic has to confirm."""

from __future__ import annotations

from dataclasses import dataclass
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
    from saphena.pathway.treating.rows import Observation, Source

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
    rows = _rows()
    page = {
        "in_force": in_force,
        "switched": [row for row in rows if not row.ours],
        "ours": [row for row in rows if row.ours],
        "said": said,
        "may_confirm": request.user.may("treating.confirm_numbers"),
    }
    return render(request, "treating/numbers.html", page, status=status)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the clinic has a word on: what it says, from where, whether it holds, and the newest word."""

    name: str
    title: str
    source: str
    ours: bool
    word: ConfirmedRow | None

    @property
    def on(self) -> bool:
        """Our own holds until it is put off; what was only recalled, once it is confirmed."""
        return self.word.on if self.word else self.ours

    @property
    def may_be_off(self) -> bool:
        return not self.name.startswith("amount ")


def _rows() -> list[Number]:
    """What ships off because it was only recalled, and what is in force and our own."""
    rows, newest = shipped(), {row.name: row for row in ConfirmedRow.objects.select_related("by").order_by("pk")}
    told = {name: (title_of(row), row.source) for name, row in rows.every_ceiling.items()}
    told |= {f"ratio {name}": (_("foam %(ratio)s") % {"ratio": name}, row.source)
             for name, row in rows.every_ratio.items()}  # fmt: skip
    clock = _("a foam that is mixed here: warned from %(warn)s s, stopped after %(stop)s s")
    told |= {f"foam {name}": (clock % {"warn": row.warn, "stop": row.stop}, row.source)
             for name, row in rows.every_foam.items()}  # fmt: skip
    told |= {f"observation {name}": (_stay(row), row.source) for name, row in rows.every_observation.items()}
    between = _("%(product)s: %(days)s days between sessions")
    told |= {f"interval {name}": (between % {"product": rows.products[name].title, "days": row.days}, row.source)
             for name, row in rows.every_interval.items()}  # fmt: skip
    bounds = {
        "weight_least": _("a weight below %(value)s kg is a slip of the finger"),
        "weight_most": _("a weight above %(value)s kg is a slip of the finger"),
        "volume_most": _("more than %(value)s mL in one injection is a slip of the finger"),
    }
    told |= {f"amount {name}": (said % {"value": rows.amounts[name]}, rows.every_amount[name].source)
             for name, said in bounds.items()}  # fmt: skip
    told |= dict(_step(emergency, step) for emergency in emergencies().values() for step in emergency.steps if step.off)
    wanted = [*rows.switchable, *(row for row in told if row.startswith("emergency ")), *rows.proposals]
    return [
        Number(name, told[name][0], told[name][1].name, name in rows.proposals, newest.get(name)) for name in wanted
    ]


def _stay(row: Observation) -> str:
    if not row.walk:
        return _("watched for %(minutes)s minutes") % {"minutes": row.watch}
    return _("walked for %(walk)s and watched for %(watch)s minutes, whatever was given") % {
        "walk": row.walk,
        "watch": row.watch,
    }


def _step(emergency: Emergency, step: Step) -> tuple[str, tuple[str, Source]]:
    """With the dose in full, so that a physician can hold it against the source."""
    dose = f" {step.dose.per_kg} {step.dose.unit}/kg, {step.dose.most} {step.dose.unit}" if step.dose else ""
    return step.row, (f"{emergency.title[language()]}: {step.text[language()]}{dose}", step.source)


@require_POST
@needs("treating.confirm_numbers")
def confirm(request: StaffRequest) -> HttpResponse:
    name, words = request.POST.get("name", "")[:60], request.POST.get("words", "")
    try:
        actions.confirm_row(actor=request.user, name=name, words=words, on=request.POST.get("on") != "no")
    except Refused as no:
        return _shown(request, str(no), INVALID)
    return redirect("treating:numbers")
