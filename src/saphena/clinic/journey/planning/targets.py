"""The veins of a plan: which feeds which, which come too early, and for which guidelines put heat first."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.planning.alternatives import statements_for
from saphena.pathway.planning.ordering import in_order, too_early
from saphena.pathway.treating.library import Vein

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.journey.planning.models import PlannedInjection, TreatmentPlan
    from saphena.pathway.planning.alternatives import Statement

KINDS = {
    Category.TRUNK: Vein.TRUNK,
    Category.JUNCTION: Vein.TRUNK,
    Category.TRIBUTARY: Vein.TRIBUTARY,
    Category.PERFORATOR: Vein.PERFORATOR,
    Category.SKIN: Vein.RETICULAR,
}
TRUNKS = {"gsv": Vein.GSV, "sfj": Vein.GSV, "ssv": Vein.SSV, "spj": Vein.SSV}
SPOKEN_OF: dict[str, str] = {Vein.GSV: "gsv", Vein.SSV: "ssv", Vein.TRUNK: "accessory"}


@cache
def feeds() -> dict[str, tuple[str, ...]]:
    """Blood that falls back comes from where the vein drains into: the superficial veins above it."""
    veins = anatomy()
    return {
        segment.id: tuple(
            inflow.segment
            for inflow in segment.drains
            if veins.segment(inflow.segment).category not in (Category.DEEP, Category.JUNCTION)
        )
        for segment in veins
    }


def in_feeding_order(segments: Sequence[str]) -> list[str]:
    return in_order(segments, feeds())


def early(plan: TreatmentPlan) -> list[tuple[str, str]]:
    """Veins that come in an earlier session than a trunk that feeds them."""
    sessions: dict[int, list[str]] = {}
    for row in plan.injections.all():
        sessions.setdefault(row.session, []).append(row.segment)
    return too_early([sessions[number] for number in sorted(sessions)], feeds())


def vein_of(segment: str) -> str:
    """The kind of vein that ceilings and guidelines tell apart; empty for a deep one, which nobody injects."""
    known = anatomy().segment(segment)
    if known.id == "tel":
        return Vein.SPIDER
    kind: Vein | None = TRUNKS.get(known.vein.id) or KINDS.get(known.category)
    return kind or ""


def statements(plan: TreatmentPlan) -> list[tuple[PlannedInjection, Statement]]:
    """What guidelines say about each trunk of the plan, each statement once."""
    told: list[tuple[PlannedInjection, Statement]] = []
    for row in plan.injections.all():
        for statement in statements_for(SPOKEN_OF.get(vein_of(row.segment), ""), row.diameter_mm):
            if statement not in [each for _row, each in told]:
                told.append((row, statement))
    return told


def heat_first(plan: TreatmentPlan) -> str:
    """The first vein of the plan for which a guideline puts heat first; empty when there is none."""
    return next((row.segment for row, statement in statements(plan) if statement.puts_heat_first), "")
