"""The phrases in which a protocol speaks of time and of conditions, and how they are read.

A protocol says `until = "the morning after {bandage_nights} from bandaged"`, and a nurse can read it aloud. The forms
are few and strict; anything else is refused with the list of forms (`PhraseError`). docs/mechanisms/protocol.md shows
them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Condition", "Edge", "Grain", "PhraseError", "Quantity", "Repeat", "Side",
    "parse_condition", "parse_edge", "parse_quantity", "parse_range", "parse_repeat",
]  # fmt: skip

NAME = r"[a-z][a-z0-9_]*"
RULE = r"[a-z][a-z0-9_-]*"
QUANTITY = r"\{" + NAME + r"\}|\d+(?:\.\d+)? [a-zA-Z°]+"
CLOCK = r"[0-2]\d:[0-5]\d|morning|noon|evening|bedtime|opening|closing"
EVENT = rf"start of {RULE}|end of {RULE}|next appointment|{NAME}(?: [1-9])?"


class PhraseError(ValueError):
    """A phrase that is none of the forms. `words` is what stood there."""

    def __init__(self, words: str, sentence: str) -> None:
        super().__init__(sentence)
        self.words = words


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, or the name of the parameter or fact that holds both."""

    amount: float | None = None
    unit: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{{{self.name}}}" if self.name else f"{self.amount:g} {self.unit}"


class Side(StrEnum):
    """Whether an edge hangs on an event, or on where another rule's window begins or ends."""

    EVENT = "event"
    BEGINS = "begins"
    ENDS = "ends"


class Grain(StrEnum):
    """How exactly an edge is meant: to the clock, to the date, or to a part of the day."""

    CLOCK = "clock"
    DAY = "day"
    DAY_END = "day end"
    MORNING = "morning"


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a window: an event, and how far from it."""

    words: str
    anchor: str
    side: Side = Side.EVENT
    shift: Quantity | None = None
    before: bool = False
    grain: Grain = Grain.CLOCK
    clock: str = ""
    awake: bool = False


EDGE_FORMS = (
    "home",
    "4 hours after home",
    "48 hours before procedure",
    "36 hours after bandaged, but not at night",
    "the day of procedure",
    "the day {travel_weeks} after injected",
    "bedtime on the day of home",
    "the end of the day of procedure",
    "the morning after {bandage_nights} from bandaged",
    "end of legs-up",
)
_MORNING = re.compile(rf"the morning after (?P<shift>{QUANTITY}) from (?P<event>{EVENT})")
_DAY_OF = re.compile(rf"(?:(?P<clock>{CLOCK}) on )?the (?P<end>end of the )?day of (?P<event>{EVENT})")
_DAY = re.compile(
    rf"(?:(?P<clock>{CLOCK}) on )?the (?P<end>end of the )?day (?P<shift>{QUANTITY}) (?P<way>before|after) "
    rf"(?P<event>{EVENT})"
)
_OFFSET = re.compile(rf"(?P<shift>{QUANTITY}) (?P<way>before|after) (?P<event>{EVENT})(?P<awake>, but not at night)?")
_EVENT = re.compile(rf"(?P<event>{EVENT})")


def parse_edge(words: str) -> Edge:
    """Read one end of a window. Raises `PhraseError`, naming the forms that exist."""
    text = " ".join(words.split())
    for pattern in (_MORNING, _DAY_OF, _DAY, _OFFSET, _EVENT):
        if found := pattern.fullmatch(text):
            return _edge(text, found.groupdict(), morning=pattern is _MORNING)
    forms = "”, “".join(EDGE_FORMS)
    raise PhraseError(words, f"“{words}” is no moment; write one like “{forms}”")


def _edge(words: str, parts: dict[str, str | None], *, morning: bool) -> Edge:
    anchor, side = parts["event"] or "", Side.EVENT
    for prefix, value in (("start of ", Side.BEGINS), ("end of ", Side.ENDS)):
        if anchor.startswith(prefix):
            anchor, side = anchor.removeprefix(prefix), value
    clock = parts.get("clock") or ""
    grain = Grain.CLOCK
    if morning:
        grain, clock = Grain.MORNING, "morning"
    elif words.startswith("the ") or clock:
        grain = Grain.DAY_END if parts.get("end") else Grain.DAY
    amount = parts.get("shift")
    shift = parse_quantity(amount) if amount else None
    return Edge(words, anchor, side, shift, parts.get("way") == "before", grain, clock, bool(parts.get("awake")))


def parse_quantity(words: str) -> Quantity:
    """Read `{parameter}` or `4 hours`. Raises `PhraseError`."""
    text = words.strip()
    if named := re.fullmatch(r"\{(" + NAME + r")\}", text):
        return Quantity(name=named[1])
    if plain := re.fullmatch(r"(\d+(?:\.\d+)?) ([a-zA-Z°]+)", text):
        unit = plain[2] if plain[2].endswith("s") or len(plain[2]) < 3 or plain[2] == "mmHg" else plain[2] + "s"
        return Quantity(amount=float(plain[1]), unit=unit)
    raise PhraseError(words, f"“{words}” is no amount; write one like “4 hours” or “{{elevation_hours}}”")


def parse_range(words: str) -> tuple[Quantity, Quantity]:
    """Read `10 to 15 minutes`, `{walk_least} to {walk_most}` or one amount, which then is both ends."""
    text = words.strip()
    if spread := re.fullmatch(r"(\d+(?:\.\d+)?) to (\d+(?:\.\d+)?) ([a-zA-Z°]+)", text):
        return parse_quantity(f"{spread[1]} {spread[3]}"), parse_quantity(f"{spread[2]} {spread[3]}")
    if spread := re.fullmatch(rf"({QUANTITY}) to ({QUANTITY})", text):
        return parse_quantity(spread[1]), parse_quantity(spread[2])
    one = parse_quantity(text)
    return one, one


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often inside its window a rule comes round."""

    words: str
    every: Quantity | None = None
    times_a_day: Quantity | None = None
    nightly: bool = False
    between: tuple[str, str] | None = None


_EVERY = re.compile(rf"every (?P<every>{QUANTITY})(?: between (?P<a>{CLOCK}) and (?P<b>{CLOCK}))?")
_TIMES = re.compile(r"(?P<times>\{" + NAME + r"\}|\d+ times) a day")
_DAILY = re.compile(rf"each day(?: from (?P<a>{CLOCK}) to (?P<b>{CLOCK}))?")


def parse_repeat(words: str) -> Repeat:
    """Read a recurrence. Raises `PhraseError`, naming the forms that exist."""
    text = " ".join(words.split())
    if text == "each night":
        return Repeat(text, nightly=True)
    if found := _EVERY.fullmatch(text):
        return Repeat(text, every=parse_quantity(found["every"]), between=_between(found))
    if found := _TIMES.fullmatch(text):
        return Repeat(text, times_a_day=parse_quantity(found["times"]))
    if found := _DAILY.fullmatch(text):
        return Repeat(text, every=Quantity(1, "days"), between=_between(found))
    raise PhraseError(
        words,
        f"“{words}” is no recurrence; write “every 1 hour”, “every 2 hours between morning and bedtime”, "
        "“4 times a day”, “each day”, “each day from morning to bedtime” or “each night”",
    )


def _between(found: re.Match[str]) -> tuple[str, str] | None:
    return (found["a"], found["b"]) if found["a"] else None


Lookup = Callable[[str, str], object]
"""(`"fact" | "seen" | "happened" | "number"`, name) -> value; how a condition asks about one patient."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes-or-no question about a patient: `two_light_stockings and not seen blister`."""

    words: str
    op: str
    parts: tuple[Condition, ...] = ()
    name: str = ""
    than: Quantity | None = None

    def holds(self, ask: Lookup) -> bool:
        match self.op:
            case "and":
                return all(part.holds(ask) for part in self.parts)
            case "or":
                return any(part.holds(ask) for part in self.parts)
            case "not":
                return not self.parts[0].holds(ask)
            case "fact" | "seen" | "happened":
                return bool(ask(self.op, self.name))
            case _:
                return self._compare(ask)

    def _compare(self, ask: Lookup) -> bool:
        than = self.than
        assert than is not None
        left = float(str(ask("fact", self.name)))
        right = float(str(ask("number", than.name))) if than.name else float(than.amount or 0)
        return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right, "=": left == right}[
            self.op
        ]

    def leaves(self) -> Iterator[Condition]:
        """Every single question inside, for the check and for asking only what matters."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


_TOKEN = re.compile(r"\s*(\(|\)|>=|<=|>|<|=|\{" + NAME + r"\}|" + NAME + r"|\d+(?:\.\d+)?)")


def parse_condition(words: str) -> Condition:
    """Read a condition. Raises `PhraseError` where it cannot go on."""
    return _ConditionReader(words).read()


class _ConditionReader:
    """`or` binds weakest, then `and`, then `not`; brackets as usual."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.tokens: list[str] = []
        rest = words.strip()
        while rest:
            found = _TOKEN.match(rest)
            if not found:
                raise self._refuse(rest)
            self.tokens.append(found[1])
            rest = rest[found.end() :].strip()

    def read(self) -> Condition:
        condition = self._either()
        if self.tokens:
            raise self._refuse(" ".join(self.tokens))
        return condition

    def _refuse(self, rest: str) -> PhraseError:
        return PhraseError(
            self.words,
            f"“{self.words}” is no condition (it stops making sense at “{rest}”); write one like "
            "“two_light_stockings and not seen blister” or “drive_minutes > {drive_warn}”",
        )

    def _take(self, *wanted: str) -> str:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Condition(self.words, "or", tuple(parts))

    def _both(self) -> Condition:
        parts = [self._single()]
        while self._take("and"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Condition(self.words, "and", tuple(parts))

    def _single(self) -> Condition:
        if self._take("not"):
            return Condition(self.words, "not", (self._single(),))
        if self._take("("):
            inner = self._either()
            if not self._take(")"):
                raise self._refuse(" ".join(self.tokens) or "the end")
            return inner
        if asked := self._take("seen", "happened"):
            return Condition(self.words, asked, name=self._name())
        name = self._name()
        if op := self._take(">", ">=", "<", "<=", "="):
            return Condition(self.words, op, name=name, than=self._number())
        return Condition(self.words, "fact", name=name)

    def _name(self) -> str:
        if not self.tokens or not re.fullmatch(NAME, self.tokens[0]) or self.tokens[0] in {"and", "or"}:
            raise self._refuse(" ".join(self.tokens) or "the end")
        return self.tokens.pop(0)

    def _number(self) -> Quantity:
        token = self.tokens.pop(0) if self.tokens else "the end"
        if re.fullmatch(r"\{" + NAME + r"\}", token):
            return Quantity(name=token[1:-1])
        try:
            return Quantity(amount=float(token))
        except ValueError:
            raise self._refuse(token) from None
