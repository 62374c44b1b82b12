"""Competence, segment by segment: what the numbers say by the chosen criteria, what was said, and where the two differ.

Not seen is never competent, absent is not not-seen, and “treated” alone says nothing of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.anatomy import Category, Segment, anatomy
from saphena.pathway.mapping.readings import WHOLE_LEG, Place, Reading

if TYPE_CHECKING:
    from saphena.pathway.mapping.criteria.sets import CriteriaSet, Limit

__all__ = ["Judged", "Noted", "State", "Why", "gather", "judge_leg"]


class State(StrEnum):
    """What a segment is, by everything that was noted of it."""

    INCOMPETENT = "incompetent"
    COMPETENT = "competent"
    CLOSED = "closed"  # not compressible, and no flow was measured
    TREATED = "treated"  # treated once, and nothing was measured today
    ABSENT = "absent"
    NOT_SEEN = "not_seen"
    UNKNOWN = "unknown"  # nothing that decides was noted


SEEN = frozenset({State.INCOMPETENT, State.COMPETENT, State.CLOSED, State.ABSENT})
"""What counts as looked at: only from these something follows about what lies between two places."""


WORDS = frozenset({"state", "ruled", "compressible", "thrombus", "earlier"})
"""The quantities whose words bear on what a segment is."""


class Why(NamedTuple):
    """Why something follows: the rule, where it was measured, the number against its limit, and the source."""

    rule: str
    place: Place
    measured: Decimal | None = None
    limit: Limit | None = None
    met: bool = True
    source: str = ""
    sure: str = ""
    note: str = ""


# Quantity -> what was noted of one place.
Noted = Mapping[str, Reading]
# Segment -> level -> what was noted there.
LegNoted = dict[str, dict[Decimal | None, dict[str, Reading]]]


class Judged(NamedTuple):
    """One segment of one leg (one perforator: a segment may have several, each at its level)."""

    leg: str
    segment: Segment
    level: Decimal | None
    state: State
    why: tuple[Why, ...]
    states: tuple[tuple[Place, State], ...]
    diameter: Decimal | None = None
    reflux: Decimal | None = None
    peak: Decimal | None = None
    depth: tuple[Decimal, Decimal] | None = None
    length: Decimal | None = None
    obstructed: bool = False
    treated: bool = False
    said_otherwise: bool = False
    """The word that was noted and the number that was measured do not agree; the number was taken."""

    @property
    def place(self) -> Place:
        return Place(self.leg, self.segment.id, self.level)

    @property
    def is_incompetent(self) -> bool:
        return self.state is State.INCOMPETENT


def gather(readings: Iterable[Reading]) -> dict[str, LegNoted]:
    """The readings by leg, segment and level. Of two of the same place and quantity the later one counts."""
    legs: dict[str, LegNoted] = {}
    for reading in readings:
        leg, segment, level = reading.place
        legs.setdefault(leg, {}).setdefault(segment, {}).setdefault(level, {})[reading.quantity] = reading
    return legs


def judge_leg(leg: str, noted: LegNoted, rules: CriteriaSet) -> tuple[dict[str, Judged], tuple[Judged, ...]]:
    """Every segment of which something was noted, by id; and the perforators, each for itself."""
    veins: dict[str, Judged] = {}
    perforators: list[Judged] = []
    for segment in anatomy():
        places = noted.get(segment.id)
        if not places or segment.id == WHOLE_LEG:
            continue
        if segment.category is Category.PERFORATOR:
            perforators += (_judged(leg, segment, {level: at}, level, rules) for level, at in places.items())
        else:
            veins[segment.id] = _judged(leg, segment, places, None, rules)
    return veins, tuple(perforators)


def _judged(
    leg: str,
    segment: Segment,
    places: Mapping[Decimal | None, Noted],
    level: Decimal | None,
    rules: CriteriaSet,
) -> Judged:
    """One pass over its places. This runs for every segment each time something is noted, so it does nothing twice."""
    states, whys = [], []
    otherwise = obstructed = treated = False
    numbers: dict[str, list[Decimal]] = {}
    deep = segment.category is Category.DEEP
    for height, noted in places.items():
        words = {name: str(reading.value) for name, reading in noted.items() if name in WORDS}
        place = Place(leg, segment.id, height)
        state, why = _at(place, noted, words, rules)
        states.append((place, state))
        whys.append(why)
        for name, reading in noted.items():
            if isinstance(reading.value, Decimal):
                numbers.setdefault(name, []).append(reading.value)
        if words:
            otherwise = otherwise or _differs(words, state)
            obstructed = obstructed or _obstructed(words, deep)
            treated = treated or "earlier" in words or words.get("state") == "treated"
    depths = numbers.get("depth")
    return Judged(
        leg=leg,
        segment=segment,
        level=level,
        state=states[0][1] if len(states) == 1 else _together([state for _place, state in states]),
        why=tuple(whys),
        states=tuple(states),
        diameter=_most(numbers, "diameter"),
        reflux=_most(numbers, "reflux"),
        peak=_most(numbers, "peak"),
        depth=(min(depths), max(depths)) if depths else None,
        length=sum(numbers["length"], Decimal(0)) if "length" in numbers else None,
        obstructed=obstructed,
        treated=treated,
        said_otherwise=otherwise,
    )


def _most(numbers: Mapping[str, list[Decimal]], quantity: str) -> Decimal | None:
    found = numbers.get(quantity)
    return None if found is None else found[0] if len(found) == 1 else max(found)


def _at(place: Place, noted: Noted, words: Mapping[str, str], rules: CriteriaSet) -> tuple[State, Why]:
    """One place. The physician's word counts before the number, the number before the sonographer's word."""
    if words:
        if "ruled" in words:
            return State(words["ruled"]), Why("ruled", place, note=noted["ruled"].note)
        said = words.get("state")
        if said in (State.ABSENT, State.NOT_SEEN):
            return State(said), Why(said, place)
    else:
        said = None
    if reading := noted.get("reflux"):
        return _measured(place, reading, words, rules)
    if words.get("compressible") == "no":
        return State.CLOSED, Why("not compressible", place)
    if said:
        return State(said), Why("said", place, note=noted["state"].origin)
    return State.UNKNOWN, Why("nothing decides", place)


def _measured(place: Place, reading: Reading, words: Mapping[str, str], rules: CriteriaSet) -> tuple[State, Why]:
    value = reading.value if isinstance(reading.value, Decimal) else Decimal(reading.value)
    if not value and words.get("compressible") == "no":
        return State.CLOSED, Why("not compressible", place, measured=value)
    row = rules.thresholds.get(place.segment)
    if row is None:
        return State.UNKNOWN, Why("no threshold", place, measured=value)
    met = row.limit.met_by(value)
    why = Why(row.id, place, value, row.limit, met, row.source, row.sure)
    return (State.INCOMPETENT if met else State.COMPETENT), why


def _differs(words: Mapping[str, str], state: State) -> bool:
    said = words.get("state")
    return said in (State.COMPETENT, State.INCOMPETENT) and "ruled" not in words and said != state


def _obstructed(words: Mapping[str, str], deep: bool) -> bool:
    """A clot, or a deep vein that cannot be pressed together. A superficial vein that was closed on purpose is not."""
    clot = words.get("thrombus", "none") != "none"
    return clot or (deep and words.get("compressible") in ("no", "partly"))


def _together(states: list[State]) -> State:
    """A segment with several places: refluxing somewhere is refluxing; unseen somewhere is not competent."""
    known = set(states) - {State.UNKNOWN}
    if not known:
        return State.UNKNOWN
    for state in (State.INCOMPETENT, State.NOT_SEEN, State.TREATED, State.COMPETENT, State.CLOSED):
        if state in known:
            return state
    return State.ABSENT
