"""Entries read as prose: one sentence per action, kept with the event that it tells of (events.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.record.events import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Mapping


class Known(dict[str, object]):
    """Facts by name. An entry from before a fact was kept still reads: what is not known is said to be so."""

    def __missing__(self, name: str) -> str:
        return f"(unknown {name.replace('_', ' ')})"


def in_words(action: str, facts: Mapping[str, object], *, who: str, patient: str) -> str:
    """`Nell Okafor added Pat Moreau to the clinic's patients.`"""
    pattern = SENTENCES.get(action)
    if pattern is None:  # an act of a version of Saphena that knew more
        told = ", ".join(f"{name} {plainly(fact)}" for name, fact in facts.items())
        return f"{who}: {action}" + (f" ({told})" if told else "") + "."
    known = Known({name: plainly(fact) for name, fact in facts.items()})
    known["patient"] = patient or "(no patient)"
    return f"{who} {pattern.format_map(known)}."


def plainly(fact: object) -> str:
    """A fact as it stands in a sentence: lists with commas, nothing at all as "nothing"."""
    if isinstance(fact, list):
        return ", ".join(map(str, fact)) or "nothing"
    if fact is None or fact == "":
        return "nothing"
    return str(fact)
