"""What else can be done for a vein, and what guidelines put first: told before a plan is signed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from saphena.pathway.planning.reading import Texts, checked, raw, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Statement", "statements_for", "ways"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one guideline says: the ways in its order, for which veins, from or up to which diameter in mm."""

    first: tuple[str, ...]
    of: tuple[str, ...]
    says: Texts
    source: str
    sure: str
    wider_than: Decimal | None = None
    narrower_than: Decimal | None = None

    def speaks_of(self, vein: str, diameter: Decimal | None) -> bool:
        """Whether it is about this vein; one about a diameter is silent while nobody has measured."""
        if vein not in self.of:
            return False
        if self.wider_than is not None and (diameter is None or diameter <= self.wider_than):
            return False
        return self.narrower_than is None or (diameter is not None and diameter < self.narrower_than)

    @property
    def puts_heat_first(self) -> bool:
        return self.first[0] == "thermal"


def ways() -> dict[str, Texts]:
    """Everything that can be done, by name."""
    return {name: texts(name, row["name"]) for name, row in raw("alternatives")["ways"].items()}


def statements_for(vein: str, diameter: Decimal | None = None) -> list[Statement]:
    """What guidelines say for a vein ("gsv", "ssv", "accessory") of that diameter; without those only recalled."""
    every = (_statement(row) for row in raw("alternatives")["statements"])
    return [each for each in every if each.sure != "recalled" and each.speaks_of(vein, diameter)]


def _statement(row: Mapping[str, Any]) -> Statement:
    source, sure = checked("a statement", row)
    if unknown := set(row["first"]) - set(raw("alternatives")["ways"]):
        raise ValueError(f"{source} names {', '.join(sorted(unknown))}, which is not among the ways")
    bounds = [Decimal(row[name]) if name in row else None for name in ("wider_than_mm", "narrower_than_mm")]
    return Statement(tuple(row["first"]), tuple(row["of"]), texts(source, row["says"]), source, sure, *bounds)
