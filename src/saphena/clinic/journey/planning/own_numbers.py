"""Rule sets, and numbers that no source gives: as shipped, and what a physician of the clinic may say of each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.confirming.numbers import Number
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.weighing import number_of
from saphena.clinic.journey.planning.wording import LEVELS, SURE, rule_text
from saphena.pathway.planning.testing import Limits, source_of
from saphena.pathway.planning.weighing import bounds_shipped, means, rule_sets
from saphena.pathway.treating import shipped
from saphena.pathway.treating.figures import Careless, Part

if TYPE_CHECKING:
    from saphena.pathway.planning.weighing import Rule, RuleSet

__all__ = ["number_called", "own_numbers", "rule_number"]


def number_called(name: str) -> Number | None:
    """A rule set, one rule of it, or a number of our own, by the name under which the clinic has its word on it."""
    if one := rule_sets().sets.get(name):
        off = one.sure == "recalled" or not one.default
        return Number(
            name, one.title[language()], one.source, ships_off=off, may_be_off=True, under=str(SURE[one.sure])
        )
    of, _space, called = name.partition(" ")
    if (one := rule_sets().sets.get(of)) and (rule := one.whole.get(called)):
        return rule_number(one, rule)
    return own_numbers().get(name)


def rule_number(one: RuleSet, rule: Rule) -> Number:
    """One rule of a set: “UIP 2023: pregnancy” and what the set says of it."""
    title = f"{one.title[language()]}: {rule_text(rule)}"
    return Number(
        f"{one.name} {rule.name}", title, rule.source, ships_off=one.ships_off(rule), may_be_off=True,
        under=str(LEVELS[rule.level]),
    )  # fmt: skip


def own_numbers() -> dict[str, Number]:
    """The numbers of our own, by the name under which the clinic has its word on each."""
    derived, limits, bounds = rule_sets().derived, Limits.shipped(), bounds_shipped()
    risks = ", ".join(means(name)[language()] for name in derived["several_risks"]["of"])
    told = {
        "obesity": _("Obesity: a body mass index of %(least)s or more") % {"least": bounds["obesity"]},
        "several_risks": _("Several clotting risks: %(least)s or more of %(risks)s")
        % {"least": bounds["several_risks"], "risks": risks},
        "test_gap_days": _("A test session: at least %(days)s calendar day before the procedure")
        % {"days": limits.gap_days},
        "test_valid_days": _("A tolerated test counts for %(days)s days") % {"days": limits.valid_days},
    }
    far = int(shipped().amounts["own_times"])
    parts = {
        "obesity": Part("value", "kg/m²", bounds["obesity"], Careless.ABOVE, whole=False, furthest=far),
        "several_risks": Part("value", "", bounds["several_risks"], Careless.ABOVE, whole=True, furthest=far),
        "test_gap_days": Part("value", "d", Decimal(limits.gap_days), Careless.BELOW, whole=True, furthest=far),
        "test_valid_days": Part("value", "d", Decimal(limits.valid_days), Careless.ABOVE, whole=True, furthest=far),
    }
    sources = {name: derived[name]["source"] if name in derived else source_of(name[5:]) for name in told}
    return {
        number_of(name): Number(
            number_of(name), title, sources[name], (parts[name],), ours=True, may_be_off=name in derived
        )
        for name, title in told.items()
    }
