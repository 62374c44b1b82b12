"""What was measured in a study, as the page shows it: a card for each act of measuring, with what can be done next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.design.figures import rounded
from saphena.clinic.imaging.curves import Curve, curve_of
from saphena.clinic.imaging.forms import DecideForm, RetireForm, TakeForm
from saphena.clinic.imaging.onward import goals_for, meanings_of, where_they_stand
from saphena.clinic.imaging.queries import measured_in
from saphena.clinic.imaging.wording import KINDS, MANUAL, STATES, spoken
from saphena.echo.reasons import Reason, Why

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrPromise

    from saphena.clinic.imaging.models import Measurement, Study
    from saphena.clinic.imaging.onward import Goals, Stands
    from saphena.clinic.people.models import User

__all__ = ["Card", "Line", "Wrong", "cards_of", "figure"]

SECOND_CHOICE = frozenset({"transverse diameter", "reflux duration to zero", "velocity difference"})
"""What is not ticked from the start where the same quantity of the vein stands beside it."""
TITLES = {
    "reflux duration": lazy("Reflux"),
    "upright diameter": lazy("Vein"),
    "foam front": lazy("Foam"),
    "distance": lazy("Caliper"),
    "time": lazy("Caliper"),
}
PLACES = {"cm/s": 1, "mm/s": 1}
"""Decimals that are shown of a value in a unit; elsewhere two."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was sent and refused: the form of a value or of an act, to stand in its place again."""

    decide: Mapping[int, DecideForm] = field(default_factory=dict)
    retire: Mapping[int, RetireForm] = field(default_factory=dict)
    take: tuple[frozenset[int], TakeForm] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One value of an act."""

    row: Measurement
    kind: StrPromise | str
    state: StrPromise | str
    said: tuple[str, str]
    spread: tuple[str, str] | None
    corrected: tuple[str, str] | None
    before: str
    means: Sequence[tuple[str, str]]
    meant: str
    ticked: bool
    takable: bool
    stands: Sequence[Stands]
    decide: DecideForm | None
    retire: RetireForm | None


@dataclass(frozen=True, slots=True)
class Card:
    """One act of measuring: its values, its warnings, and the form that accepts and enters them."""

    title: StrPromise | str
    lines: Sequence[Line]
    flags: Sequence[str]
    where: str
    by_hand: bool
    take: TakeForm | None
    why_not: Sequence[Goals]
    curve: Curve | None

    @property
    def first(self) -> Measurement:
        return self.lines[0].row

    @property
    def takable(self) -> list[Line]:
        return [line for line in self.lines if line.takable]

    @property
    def changeable(self) -> list[Line]:
        return [line for line in self.lines if line.decide or line.retire]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for line in self.lines for form in (line.decide, line.retire) if form)


def figure(value: float, unit: str) -> tuple[str, str]:
    """A number and its unit as they are read: parts of one in per cent."""
    if unit in ("", "1"):
        return rounded(100 * value), "%"
    return rounded(value, PLACES.get(unit, 2)), unit


def cards_of(viewer: User, study: Study, wrong: Wrong, may_accept: bool) -> list[Card]:
    """Everything that was measured in a study, the oldest first. A fixed number of queries."""
    rows = measured_in(viewer, study)
    stands = where_they_stand(row.pk for row in rows)
    goals = goals_for(viewer, study) if may_accept and rows else []
    acts: dict[str, list[Measurement]] = {}
    for row in rows:
        acts.setdefault(row.run or f"#{row.pk}", []).append(row)
    usual = _usual_goal(rows, stands)
    return [_card(act, stands, goals, usual, wrong, may_accept) for act in acts.values()]


def _usual_goal(rows: Sequence[Measurement], stands: Mapping[int, Sequence[Stands]]) -> dict[int, str]:
    """By image the vein that its last value went to: the next one is most likely of the same; 0 is any image."""
    found: dict[int, str] = {}
    for row in rows:
        for each in stands.get(row.pk, ()):
            found[row.instance_id] = found[0] = each.goal
    return found


def _card(
    act: Sequence[Measurement], stands: Mapping[int, Sequence[Stands]], goals: Sequence[Goals],
    usual: Mapping[int, str], wrong: Wrong, may_accept: bool,
) -> Card:  # fmt: skip
    first = act[0]
    lines = [_line(row, act, stands.get(row.pk, ()), goals, wrong, may_accept) for row in act]
    takable = [line for line in lines if line.takable]
    form = None
    if takable and may_accept:
        choices = [(line.row.pk, str(line.kind)) for line in takable]
        sent = wrong.take
        goal = usual.get(first.instance_id) or usual.get(0, "")
        form = sent[1] if sent and {row.pk for row in act} & sent[0] else TakeForm(
            rows=choices, goals=goals, auto_id=f"id_take_{first.pk}_%s", initial={"goal": goal},
        )  # fmt: skip
    left_out = [_reason(each) for each in first.series.get("left_out", [])]
    flags = list(dict.fromkeys([*(flag for row in act for flag in row.flags), *left_out]))
    return Card(
        TITLES.get(first.kind, KINDS.get(first.kind, first.kind)) if not first.report_id else _("From the report"),
        lines,
        [spoken(flag) for flag in flags if flag != MANUAL],
        reverse("imaging:instance", args=[first.instance_id]) + f"?frame={first.frame}#m{first.pk}",
        MANUAL in flags,
        form,
        [each for each in goals if each.why] if form else [],
        curve_of(first.series),
    )


def _reason(kept: str | dict[str, Any]) -> str:
    """Why a value was left out, so that it is said in the reader's language; once it was kept in English only."""
    return kept if isinstance(kept, str) else Reason(Why[kept["why"]], kept["values"])


def _line(
    row: Measurement, act: Sequence[Measurement], stands: Sequence[Stands], goals: Sequence[Goals], wrong: Wrong,
    may_accept: bool,
) -> Line:  # fmt: skip
    offered = {goal.key.partition(":")[0] for each in goals for goal in each.goals}
    meant = {room: known for room, known in meanings_of(row.kind, row.unit).items() if room in offered}
    means = [(f"{room}:{name}", said) for room, known in meant.items() if len(known) > 1 for name, said in known]
    there = {each.goal.partition(":")[0] for each in stands}
    takable = may_accept and (row.is_proposed or (row.counts and bool(meant.keys() - there)))
    forms: dict[str, Any] = {
        "decide": wrong.decide.get(row.pk) or DecideForm(auto_id=f"id_{row.pk}_%s"),
        "retire": wrong.retire.get(row.pk) or RetireForm(auto_id=f"id_retire_{row.pk}_%s"),
    }
    return Line(
        row, KINDS.get(row.kind, row.kind), STATES[row.state], figure(row.value, row.unit),
        figure(row.uncertainty, row.unit) if row.uncertainty else None,
        figure(row.corrected, row.unit) if row.corrected is not None else None,
        " ".join(figure(row.revises.value, row.revises.unit)) if row.revises else "",
        means, _meant(row, wrong), _ticked(row, act, wrong), takable, stands,
        forms["decide"] if may_accept and row.is_proposed else None,
        forms["retire"] if may_accept and row.counts else None,
    )  # fmt: skip


def _meant(row: Measurement, wrong: Wrong) -> str:
    return str(wrong.take[1].data.get(f"means_{row.pk}", "")) if wrong.take else ""


def _ticked(row: Measurement, act: Sequence[Measurement], wrong: Wrong) -> bool:
    """As it was sent, where it was refused; else all but the second of two that say the same."""
    if wrong.take and {each.pk for each in act} & wrong.take[0]:
        return row.pk in wrong.take[0]
    return len(act) == 1 or row.kind not in SECOND_CHOICE
