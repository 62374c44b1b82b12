"""A scanner's structured report: what it says, and which of its numbers enter the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from saphena.clinic.imaging.cards import figure
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.imaging.onward import Goal, Goals, fitting, goals_for, meanings_of, where_they_stand
from saphena.clinic.imaging.queries import instance_for, pictures_of, reports_of
from saphena.clinic.imaging.reported import Chosen, read, take_reported
from saphena.clinic.imaging.views.viewing import INVALID, head, opened
from saphena.clinic.imaging.wording import KINDS
from saphena.clinic.people.access import needs
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse
    from django_stubs_ext import StrPromise

    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.imaging.onward import Stands
    from saphena.clinic.people.access import StaffRequest
    from saphena.echo.report import Report, Reported

Grouped = list[tuple[str, list[Goal]]]
OF_THE_REPORT = frozenset({"Language of Content Item and Descendants", "Observer Type"})
"""What is said of the whole report is not repeated at each of its numbers."""
PERFORATOR = "pv"
SIDES = {"left": lazy("left"), "right": lazy("right")}


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the report on the page: what it is called, where it was measured, and where it could go."""

    item: int
    name: StrPromise | str
    code: str
    said: tuple[str, str]
    where: str
    about: str
    goals: Grouped
    has_place: bool
    asks_level: bool
    means: Sequence[tuple[str, str]]
    taken: Measurement | None
    stands: Sequence[Stands]
    chosen: Chosen | None

    @property
    def likeliest(self) -> str:
        """The vein as it was sent before, else the only one that fits what the machine says."""
        if self.chosen:
            return self.chosen.goal
        keys = [goal.key for _group, goals in self.goals for goal in goals]
        return keys[0] if len(keys) == 1 else ""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("imaging.see")
def report(request: StaffRequest, instance_id: int) -> HttpResponse:
    here = instance_for(request.user, instance_id)
    if here.modality != "SR":
        raise Http404
    if request.method == "POST":
        return _take(request, here)
    opened(request, here.study)
    return _shown(request, here)


def _take(request: StaffRequest, here: Instance) -> HttpResponse:
    chosen = [_chosen(request, int(item)) for item in request.POST.getlist("items") if item.isdecimal()][:500]
    try:
        found = take_reported(actor=request.user, instance=here, chosen=chosen)
    except Refused as no:
        return _shown(request, here, {each.item: each for each in chosen}, no.reason, doubt=no.field == "sure")
    entered = sum(bool(each.goal) for each in chosen)
    messages.success(request, _("Accepted: %(all)d values, %(entered)d of them entered.")
                     % {"all": len(found), "entered": entered})  # fmt: skip
    return redirect("imaging:report", here.pk)


def _chosen(request: StaffRequest, item: int) -> Chosen:
    sent = request.POST
    return Chosen(
        item, sent.get(f"goal_{item}", "")[:120], sent.get(f"means_{item}", "")[:60],
        sent.get(f"level_{item}", "")[:20], bool(sent.get("sure")),
    )  # fmt: skip


def _shown(
    request: StaffRequest, here: Instance, chosen: Mapping[int, Chosen] | None = None, refused: str = "",
    *, doubt: bool = False,
) -> HttpResponse:  # fmt: skip
    study = here.study
    may_accept = request.user.may("imaging.accept", study.patient)
    told, unreadable = None, ""
    try:
        told = read(here)
    except Refused as no:
        unreadable = no.reason
    goals = goals_for(request.user, study) if may_accept else []
    page = {
        "study": study,
        "instance": here,
        "told": told,
        "unreadable": unreadable,
        "lines": _lines(here, told, goals, chosen or {}) if told else [],
        "why_not": [each for each in goals if each.why],
        "may_accept": may_accept,
        "refused": refused,
        "doubt": doubt,
        "pictures": pictures_of(study),
        "reports": reports_of(study),
        **head(study),
    }
    return render(request, "imaging/report.html", page, status=INVALID if refused else None)


def _lines(here: Instance, told: Report, goals: Sequence[Goals], chosen: Mapping[int, Chosen]) -> list[Line]:
    taken = {row.item: row for row in Measurement.objects.filter(report=here)}
    stands = where_they_stand(row.pk for row in taken.values())
    return [
        _line(item, number, goals, taken.get(item), stands, chosen.get(item))
        for item, number in enumerate(told.measurements)
    ]


def _line(
    item: int, number: Reported, goals: Sequence[Goals], taken: Measurement | None,
    stands: Mapping[int, Sequence[Stands]], chosen: Chosen | None,
) -> Line:  # fmt: skip
    kind = number.name or number.code.meaning or number.code.value
    meant = meanings_of(kind, number.unit)
    offered = fitting(goals, meant, number.side or "", number.segment or "")
    rooms = {goal.key.partition(":")[0] for _group, those in offered for goal in those}
    means = [
        (f"{room}:{name}", said)
        for room, known in meant.items()
        if room in rooms and len(known) > 1
        for name, said in known
    ]
    side = str(SIDES.get(number.side or "", ""))
    return Line(
        item, KINDS.get(number.name or "", kind), "" if number.name else f"{number.code.value} ({number.code.scheme})",
        figure(number.value, number.unit), ", ".join(each for each in (*number.path[1:], side) if each),
        ", ".join(f"{name}: {value}" for name, value in number.about.items() if name not in OF_THE_REPORT), offered,
        bool(meant), not number.segment or number.segment.startswith(PERFORATOR), means, taken,
        stands.get(taken.pk, ()) if taken else (), chosen,
    )  # fmt: skip
