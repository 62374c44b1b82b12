"""CEAP 2020 for one leg on one date: A and P proposed from the scan, C and E as a clinician said them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category
from saphena.pathway.mapping.judging import SEEN, Judged
from saphena.pathway.mapping.signs import Said, ceap_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from saphena.pathway.mapping.perforators import Perforator

__all__ = ["Ceap", "classify"]

OPEN = "?"


@dataclass(frozen=True, slots=True)
class Ceap:
    """One leg's class. `to_say` names the axes that a clinician must still say, `unseen` what stands against “none”."""

    signs: tuple[str, ...]
    symptoms: str
    origin: str
    anatomy: tuple[str, ...]
    process: tuple[str, ...]
    veins: tuple[str, ...]
    obstructed: tuple[str, ...]
    to_say: tuple[str, ...]
    unseen: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def basic(self) -> str:
        """The highest sign, and the other axes: “C4b,s, Ep, As,p, Pr”. What nobody said is a question mark."""
        return f"{self._c(self.signs[-1:])}, {self._rest()}"

    def full(self, on: date | None = None) -> str:
        """Every sign, and the veins by name: “C2,4b,s, Ep, As,p, Pr: GSVa, GSVb, CPV (2026-11-25, L II)”."""
        veins = f": {', '.join(self.veins)}" if self.veins else ""
        dated = f" ({on.isoformat()}, {ceap_words()['level']['duplex']})" if on else ""
        return f"{self._c(self.signs)}, {self._rest()}{veins}{dated}"

    def _c(self, signs: Sequence[str]) -> str:
        letters = ",".join(sign.removeprefix("C") for sign in signs) or OPEN
        suffix = ceap_words()["symptoms"].get(self.symptoms, {}).get("letter", "")
        return f"C{letters}{',' if suffix else ''}{suffix}"

    def _rest(self) -> str:
        anatomy, process = ",".join(self.anatomy) or OPEN, ",".join(self.process) or OPEN
        return f"{self.origin or f'E{OPEN}'}, A{anatomy}, P{process}"


def classify(said: Said, veins: Mapping[str, Judged], perforators: Sequence[Perforator]) -> Ceap:
    """The class as far as it can be said. “None” is proposed only when the main veins were all seen."""
    refluxing = [judged for judged in veins.values() if judged.is_incompetent]
    leaking = [each.judged for each in perforators if each.judged.is_incompetent or each.pathologic]
    blocked = [judged for judged in (*veins.values(), *(each.judged for each in perforators)) if judged.obstructed]
    at_fault = [*refluxing, *leaking, *blocked]
    unseen = _unseen(veins)
    anatomy = _systems(at_fault)
    process = tuple(letter for letter, so in (("r", refluxing or leaking), ("o", blocked)) if so)
    if not at_fault and not unseen:
        anatomy, process = ("n",), ("n",)
    return Ceap(
        signs=said.signs,
        symptoms=said.symptoms,
        origin=said.origin,
        anatomy=anatomy,
        process=process,
        veins=_names(at_fault),
        obstructed=tuple(judged.segment.id for judged in blocked),
        to_say=tuple(axis for axis, told in (("C", said.signs), ("s", said.symptoms), ("E", said.origin)) if not told),
        unseen=unseen if not at_fault else (),
        notes=_notes(said, veins, perforators),
    )


def _systems(at_fault: Iterable[Judged]) -> tuple[str, ...]:
    letters = {_system(judged.segment.category) for judged in at_fault}
    return tuple(letter for letter in "spd" if letter in letters)


def _system(category: Category) -> str:
    return {Category.PERFORATOR: "p", Category.DEEP: "d"}.get(category, "s")


def _names(at_fault: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(judged.segment.ceap for judged in at_fault if judged.segment.ceap))


def _unseen(veins: Mapping[str, Judged]) -> tuple[str, ...]:
    return tuple(id for id in ceap_words()["none"]["needs"] if id not in veins or veins[id].state not in SEEN)


def _notes(said: Said, veins: Mapping[str, Judged], perforators: Sequence[Perforator]) -> tuple[str, ...]:
    """What does not fit together: said, never settled."""
    signs = set(said.signs)
    treated = any(each.treated for each in (*veins.values(), *(one.judged for one in perforators)))
    ulcers = said.items[6]
    found = (
        ("recurrent without treatment", bool(signs & {"C2r"}) and not treated),
        ("recurrence without its letter", "C2" in signs and treated),
        ("ulcer without a score", bool(signs & {"C6", "C6r"}) and ulcers == 0),
        ("score without an ulcer", bool(signs) and not signs & {"C6", "C6r"} and bool(ulcers)),
        ("none beside signs", "C0" in signs and len(signs) > 1),
    )
    return tuple(name for name, so in found if so)
