"""The revised venous clinical severity score of one leg, the item that worsens when stockings are worn shown apart."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.pathway.mapping.signs import ITEMS, Said, vcss_items

__all__ = ["Vcss", "score"]


@dataclass(frozen=True, slots=True)
class Vcss:
    """The score. While items are missing a total is only the least that it can be."""

    items: tuple[int | None, ...]
    total: int
    without_compression: int
    compression: int | None
    missing: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_begun(self) -> bool:
        return len(self.missing) < ITEMS


def score(said: Said) -> Vcss:
    """0 to 30 in all, 0 to 27 without the compression item. Nothing is taken for zero that nobody said."""
    apart = {number for number, row in vcss_items().items() if row.get("apart")}
    numbered = dict(enumerate(said.items, 1))
    known = {number: value for number, value in numbered.items() if value is not None}
    return Vcss(
        items=said.items,
        total=sum(known.values()),
        without_compression=sum(value for number, value in known.items() if number not in apart),
        compression=next((known[number] for number in sorted(apart) if number in known), None),
        missing=tuple(number for number in numbered if number not in known),
        notes=_notes(known),
    )


def _notes(known: dict[int, int]) -> tuple[str, ...]:
    """Without an active ulcer there is neither its age nor its size; with one there are both."""
    if 7 not in known:
        return ()
    others = [known[number] for number in (8, 9) if number in known]
    if known[7] == 0 and any(others):
        return ("ulcer items without an ulcer",)
    return ("ulcer without age or size",) if known[7] and 0 in others else ()
