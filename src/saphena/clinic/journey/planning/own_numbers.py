"""Numbers that no source gives: our own proposals, in force and marked, until a physician of the clinic has a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.weighing import number_of
from saphena.pathway.planning.testing import Limits, source_of
from saphena.pathway.planning.weighing import means, rule_sets

if TYPE_CHECKING:
    from saphena.clinic.journey.planning.models import RuleSetChoice

__all__ = ["OwnNumber", "own_numbers"]


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """What it says, why, and whether it may be put off; `choice` is the newest word of the clinic on it."""

    name: str
    title: str
    source: str
    may_be_off: bool
    choice: RuleSetChoice | None = None

    @property
    def on(self) -> bool:
        return self.choice.on if self.choice else True


def own_numbers(said: dict[str, RuleSetChoice] | None = None) -> dict[str, OwnNumber]:
    """By the name under which the clinic has its word on it."""
    derived, limits = rule_sets().derived, Limits.shipped()
    obesity, several = derived["obesity"], derived["several_risks"]
    risks = ", ".join(means(name)[language()] for name in several["of"])
    told = {
        "obesity": _("Obesity: a body mass index of %(least)s or more") % {"least": obesity["bmi_least"]},
        "several_risks": _("Several clotting risks: %(least)s or more of %(risks)s")
        % {"least": several["least"], "risks": risks},
        "test_gap_days": _("A test session: at least %(days)s calendar day before the procedure")
        % {"days": limits.gap_days},
        "test_valid_days": _("A tolerated test counts for %(days)s days") % {"days": limits.valid_days},
    }
    sources = {name: derived[name]["source"] if name in derived else source_of(name[5:]) for name in told}
    return {
        number_of(name): OwnNumber(
            number_of(name), title, sources[name], name in derived, (said or {}).get(number_of(name))
        )
        for name, title in told.items()
    }
