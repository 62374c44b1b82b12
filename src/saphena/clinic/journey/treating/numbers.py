"""The numbers of the treatment room of which the clinic has a word: ceilings, clocks, stays, days, doses, bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from saphena.clinic.confirming.numbers import Number
from saphena.clinic.journey.treating.asking import language, title_of
from saphena.pathway.treating import Over, parts_of, shipped
from saphena.pathway.treating.emergencies import emergencies
from saphena.pathway.treating.figures import Careless, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.pathway.treating import Ceiling, Library
    from saphena.pathway.treating.emergencies import Emergency, Step
    from saphena.pathway.treating.rows import Observation

__all__ = ["CLOCK", "numbers"]

CLOCK = "foam "
BOUND = "amount "


def numbers() -> dict[str, Number]:
    """By name, as the sources have them, in the order in which a physician reads them."""
    rows = shipped()
    parts = parts_of(rows)
    found = {}
    for name, title, source, under in [*_ceilings(rows), *_others(rows)]:
        ships_off, ours = name in rows.switchable, name in rows.proposals
        found[name] = Number(
            name, title, source, parts.get(name, ()), ships_off=ships_off, ours=ours, under=under,
            may_be_off=(ships_off or ours) and not name.startswith(BOUND), rising=name.startswith(CLOCK),
        )  # fmt: skip
    steps = (_step(each, step) for each in emergencies().values() for step in each.steps if step.off or step.dose)
    return found | {step.name: step for step in steps}


def _ceilings(rows: Library) -> Iterator[tuple[str, str, str, str]]:
    over = {
        Over.INJECTION: _("one injection"),
        Over.DAY: _("one day, both legs"),
        Over.WEEK: _("seven days, both legs"),
    }
    for name, row in rows.every_ceiling.items():
        yield name, title_of(row), _source(row), ", ".join(filter(None, [over[row.over], _notice(row)]))


def _source(row: Ceiling) -> str:
    return f"{row.source.name}{f', {row.source.year}' if row.source.year else ''}"


def _notice(row: Ceiling) -> str:
    return _("only told") if row.level == "notice" else ""


def _others(rows: Library) -> Iterator[tuple[str, str, str, str]]:
    made = {
        "mixed": _("a foam that is mixed here: warned from %(warn)s s, stopped after %(stop)s s"),
        "canister": _("a foam from a canister: warned from %(warn)s s, stopped after %(stop)s s"),
    }
    for name, clock in rows.every_foam.items():
        yield f"{CLOCK}{name}", made[name] % {"warn": clock.warn, "stop": clock.stop}, clock.source.name, ""
    for name, ratio in rows.every_ratio.items():
        if ratio.off:
            yield f"ratio {name}", _("foam %(ratio)s") % {"ratio": name}, ratio.source.name, ""
    for name, stay in rows.every_observation.items():
        under = rows.products[name].title if name in rows.products else ""
        yield f"observation {name}", _stay(stay), stay.source.name, under
    between = _("%(product)s: %(days)s days between sessions")
    for name, days in rows.every_interval.items():
        told = between % {"product": rows.products[name].title, "days": days.days}
        yield f"interval {name}", told, days.source.name, ""
    bounds = {
        "weight_least": _("a weight below %(value)s kg is a slip of the finger"),
        "weight_most": _("a weight above %(value)s kg is a slip of the finger"),
        "volume_most": _("more than %(value)s mL in one injection is a slip of the finger"),
    }
    for name, said in bounds.items():
        bound = rows.every_amount[name]
        yield f"{BOUND}{name}", said % {"value": bound.value}, bound.source.name, ""


def _stay(row: Observation) -> str:
    if not row.walk:
        return _("watched for %(minutes)s minutes") % {"minutes": row.watch}
    if row.name != "any":
        return _("walked for %(walk)s and watched for %(watch)s minutes") % {"walk": row.walk, "watch": row.watch}
    return _("walked for %(walk)s and watched for %(watch)s minutes, whatever was given") % {
        "walk": row.walk,
        "watch": row.watch,
    }


def _step(emergency: Emergency, step: Step) -> Number:
    """With the dose in full, so that a physician can hold it against the source."""
    title, parts = f"{emergency.title[language()]}: {step.text[language()]}", tuple[Part, ...]()
    if step.dose:
        unit, far = step.dose.unit, int(shipped().amounts["own_times"])
        title += _(" %(each)s %(unit)s/kg, at the most %(most)s %(unit)s") % {
            "each": number_format(step.dose.per_kg), "most": number_format(step.dose.most), "unit": unit,
        }  # fmt: skip
        parts = (
            Part("per_kg", f"{unit}/kg", Decimal(step.dose.per_kg), Careless.ABOVE, whole=False, furthest=far),
            Part("most", unit, Decimal(step.dose.most), Careless.ABOVE, whole=False, furthest=far),
        )
    return Number(step.row, title, step.source.name, parts, ships_off=step.off, may_be_off=step.off)
