"""The clinic's own values of products and ceilings: the figures of each number, and the list with its own in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from saphena.pathway.treating.figures import Careless, Part
from saphena.pathway.treating.rows import Level, Sure, said_amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.pathway.treating.library import Library
    from saphena.pathway.treating.rows import Ceiling

__all__ = ["LABEL", "Values", "as_kept", "at_value", "kept", "parts_of", "with_own"]

Values = dict[str, dict[str, Decimal]]
"""By the name of a number: its figures."""

OWN = {"en": "the clinic’s own", "fr": "propre à la clinique"}
WORDS = {"proposed": {"en": "proposed", "fr": "proposé :"}, "label": {"en": "label", "fr": "étiquette :"}}

LABEL = " label"
"""What the name of a source's ceiling ends with where the clinic's own is higher: it is still told."""

MADE = {
    "foam": "every_foam",
    "observation": "every_observation",
    "interval": "every_interval",
    "amount": "every_amount",
}


def parts_of(library: Library) -> dict[str, tuple[Part, ...]]:
    """By name: the figures of every number of which the clinic may have its own value, as the source has them."""
    far = int(library.every_amount["own_times"].value)

    def part(name: str, unit: str, value: Any, side: Careless, *, whole: bool = True) -> Part:
        return Part(name, unit, Decimal(value), side, whole, far)

    above, below = Careless.ABOVE, Careless.BELOW
    found: dict[str, tuple[Part, ...]] = {
        name: (part("value", row.unit.value, row.value, above, whole=False),)
        for name, row in library.every_ceiling.items()
    }
    for name, clock in library.every_foam.items():
        found[f"foam {name}"] = (part("warn", "s", clock.warn, above), part("stop", "s", clock.stop, above))
    for name, stay in library.every_observation.items():
        times = [("walk", stay.walk), ("watch", stay.watch)]
        found[f"observation {name}"] = tuple(part(which, "min", value, below) for which, value in times if value)
    for name, days in library.every_interval.items():
        found[f"interval {name}"] = (part("days", "d", days.days, below),)
    sides = {"weight_least": below, "weight_most": above, "volume_most": above}
    for name, side in sides.items():
        bound = library.every_amount[name]
        found[f"amount {name}"] = (part("value", bound.unit, bound.value, side, whole=False),)
    return found


def with_own(library: Library, own: Mapping[str, Mapping[str, Decimal]]) -> Library:
    """The same list with the clinic's own values in it. Where its ceiling is above the source's, that one is told too.

    `KeyError` for a number or a figure that there is not.
    """
    known = parts_of(library)
    for name, values in own.items():
        if unknown := set(values) - {part.name for part in known[name]}:
            raise KeyError(f"{name} has no figure called {', '.join(sorted(unknown))}")
    ceilings: dict[str, Ceiling] = {}
    for name, row in library.every_ceiling.items():
        ceilings[name] = ceiling = _own_ceiling(row, own.get(name, {}).get("value"))
        if ceiling.value > row.value:
            ceilings[name + LABEL] = replace(row, name=name + LABEL, level=Level.NOTICE, off=False)
    changed: dict[str, Any] = {"every_ceiling": ceilings}
    for kind, table in MADE.items():
        rows = dict(getattr(library, table))
        for name in rows:
            if figures := own.get(f"{kind} {name}"):
                rows[name] = replace(rows[name], **_figures(kind, figures))
        changed[table] = rows
    return replace(library, **changed)


def kept(library: Library) -> dict[str, dict[str, str]]:
    """What holds now, to be kept with what is done: the value of each ceiling; of the clinic's own the source's too."""
    limits = [row for row in library.ceilings if row.level is Level.LIMIT]
    return {
        row.name: {"value": _plain(row.value)} | ({"source": _plain(row.printed)} if row.printed is not None else {})
        for row in limits
    }


def as_kept(library: Library, held: Mapping[str, Mapping[str, str]]) -> Library:
    """The list as it held when that was written down: those ceilings at those values, and no others."""
    found = {}
    for name, figures in held.items():
        if name in library.every_ceiling:  # a later list may not know it
            row = replace(library.every_ceiling[name], off=False, printed=None)
            shown = at_value(row, Decimal(figures.get("source", figures["value"])))
            found[name] = _own_ceiling(shown, Decimal(figures["value"]) if "source" in figures else None)
    return replace(library, every_ceiling=found, put_off=frozenset())


def at_value(row: Ceiling, value: Decimal) -> Ceiling:
    """The ceiling with another value, and its words with it."""
    title = {name: words.replace("{amount}", said_amount(value, row.unit, name)) for name, words in row.pattern.items()}
    return replace(row, value=value, title=title)


def _own_ceiling(row: Ceiling, value: Decimal | None) -> Ceiling:
    """With the clinic's own value; its words say so, and what the source has."""
    if value is None or value == row.value:
        return row
    ours, source = at_value(row, value), "proposed" if row.sure is Sure.ENGINEERING else "label"
    words = {
        name: f"{title} ({OWN[name]}; {WORDS[source][name]} {said_amount(row.value, row.unit, name)})"
        for name, title in ours.title.items()
    }
    return replace(ours, title=words, printed=row.value)


def _figures(kind: str, values: Mapping[str, Decimal]) -> dict[str, Any]:
    return dict(values) if kind == "amount" else {name: int(value) for name, value in values.items()}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
