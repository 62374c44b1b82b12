"""What became of a treated segment: closed, partly open without or with reflux, open; and whether it opened again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from decimal import Decimal

    from saphena.pathway.reviewing.rows import Definition, Definitions

__all__ = ["Concluded", "Found", "Outcome", "conclude", "recanalised"]


class Outcome(StrEnum):
    """The class of one treated segment on one day, the best first. Not examined is none of them."""

    CLOSED = "closed"
    PARTLY = "partly"  # an open part, no reflux in it
    PARTLY_REFLUXING = "partly_refluxing"
    OPEN = "open"
    NOT_EXAMINED = "not_examined"


@dataclass(frozen=True, slots=True)
class Found:
    """What the scan found of one treated segment. Lengths in cm, diameter in mm, reflux in s; None is not measured.

    `gone`: the vein is no longer seen, drawn to a cord or absorbed, which counts as closed.
    """

    treated_length: Decimal | None = None
    open_length: Decimal | None = None
    diameter: Decimal | None = None
    compressible: bool | None = None
    flow: bool | None = None
    reflux: Decimal | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Concluded:
    """A proposal, by which rule and what was looked at; or no proposal and what is missing for one."""

    outcome: Outcome | None
    rule: Definition | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()


def check(found: Found) -> None:
    """Refuse what cannot be, at its field: a part that is longer than the whole, less than nothing."""
    for name in ("treated_length", "open_length", "diameter", "reflux"):
        value = getattr(found, name)
        if value is not None and value < 0:
            raise Refused("This is less than nothing.", name)
    whole, part = found.treated_length, found.open_length
    if whole is not None and part is not None and part > whole:
        raise Refused("The open part is longer than what was treated.", "open_length")
    if found.gone and (found.flow or found.compressible or (part or 0) > 0):
        raise Refused("A vein that is gone has no open part, no flow and nothing to compress.", "gone")


def conclude(found: Found, by: Definitions) -> Concluded:
    """Propose a class from what was measured. Raises `Refused` for what cannot be.

    Closed means not compressible and without flow over the whole treated length. An open part is judged by its reflux,
    and is the whole vein when it is as long as what was treated. What is missing is named, never guessed.
    """
    check(found)
    complete, partial = by.on("outcome.complete"), by.on("outcome.partial")
    if complete is None or partial is None:
        off = "“Closed” and “partly open” were defined from memory; a physician of the clinic has to confirm them."
        return Concluded(None, reason=off)
    if found.gone:
        return Concluded(Outcome.CLOSED, complete, "the vein is gone")
    is_open = _is_open(found)
    if is_open is None:
        return Concluded(None, reason="not enough was noted", missing=_missing(found))
    if not is_open:
        return Concluded(Outcome.CLOSED, complete, "not compressible, no flow, no open part")
    return _opened(found, by, partial)


def _is_open(found: Found) -> bool | None:
    """Any sign of an open part is one; only all signs together say that there is none."""
    if found.compressible or found.flow or (found.open_length or 0) > 0:
        return True
    if found.compressible is False and found.flow is False:
        return False
    return None


def _missing(found: Found) -> tuple[str, ...]:
    return tuple(name for name in ("compressible", "flow") if getattr(found, name) is None)


def _opened(found: Found, by: Definitions, partial: Definition) -> Concluded:
    limit = by.on("outcome.reflux")
    if found.reflux is None or limit is None:
        return Concluded(None, reason="an open part, and its reflux was not measured", missing=("reflux",))
    refluxes = limit.met(found.reflux)
    said = f"an open part with {found.reflux.normalize():f} s of reflux"
    whole = found.treated_length is not None and found.open_length == found.treated_length
    if refluxes:
        return Concluded(Outcome.OPEN if whole else Outcome.PARTLY_REFLUXING, limit, said)
    return Concluded(Outcome.PARTLY, partial, said)


def recanalised(before: Outcome, now: Found, by: Definitions) -> bool | None:
    """Whether a segment that was closed is open again, by the length of its open part; None when it cannot be said."""
    rule = by.on("outcome.recanalised")
    if rule is None:
        return None
    if before is not Outcome.CLOSED:
        return False
    if now.open_length is None:
        return False if _is_open(now) is False or now.gone else None
    return rule.met(now.open_length)
