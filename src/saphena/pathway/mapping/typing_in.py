"""What is typed at the couch, understood: “gsv ak 6,2 0,8” is a segment, 6.2 mm and 0.8 s of reflux.

The order is: leg (l, r; may be left out), vein, part, diameter, reflux, depth. A number may say what it is (d6.2, r0.8,
z12, v30) or its unit (6.2mm, 800ms). @24 is the level above the floor. c, i, x, ns and t are the states. “-” leaves a
number out, # begins a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category
from saphena.pathway.mapping.codes import meant
from saphena.pathway.mapping.quantities import Number, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.pathway.anatomy import Segment

__all__ = ["Entry", "Problem", "plain_number", "read_cell", "read_line", "read_number"]

LEGS = {"l": "left", "left": "left", "g": "left", "gauche": "left", "r": "right", "right": "right", "droite": "right"}
BOTH = frozenset({"both", "bilateral", "bil", "b", "lr", "l+r", "rl", "r+l", "deux", "les2", "bilatéral", "bilaterale"})
IN_ORDER = ("diameter", "reflux", "depth")
NUMBER = re.compile(r"(?P<letters>[a-z]*)(?P<number>[-+\u2212]?\d*[.,]?\d+)(?P<unit>[a-zµ/%]*)", re.IGNORECASE)
LONGEST_NUMBER = 12
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot be kept as it is, at which field; `words.sentence` says it. Warnings are problems of values
    that are kept all the same."""

    field: str
    rule: str
    typed: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Entry:
    """One line, read: where, what, and what is wrong with it."""

    leg: str = ""
    segment: Segment | None = None
    level: Decimal | None = None
    values: dict[str, Decimal | str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_line(text: str, leg: str = "") -> Entry:
    """One line of the entry page; `leg` is the one that is being examined, unless the line names one.

    Nothing is raised: every problem stands in the entry, with its field.
    """
    entry = Entry(leg=leg)
    head, _sign, remark = text[:LONGEST_LINE].partition("#")
    words = head.replace(";", " ").split()
    if remark.strip():
        entry.values["remark"] = " ".join(remark.replace("\0", "").split())
    words = _leg(words, entry)
    words = _segment(words, entry)
    if entry.segment:
        _values(words, entry)
        _level_of_a_perforator(entry)
        if not (entry.values or entry.problems):
            entry.problems.append(Problem("line", "nothing noted", entry.segment.id))
    return entry


def _leg(words: list[str], entry: Entry) -> list[str]:
    if words and words[0].casefold() in BOTH:
        entry.problems.append(Problem("leg", "both legs", words[0]))
        return words[1:]
    if words and words[0].casefold() in LEGS:
        entry.leg = LEGS[words[0].casefold()]
        words = words[1:]
    if not entry.leg:
        entry.problems.append(Problem("leg", "no leg"))
    return words


def _segment(words: list[str], entry: Entry) -> list[str]:
    names: list[str] = []
    for word in words:
        if word.startswith("@") or (names and _is_number(word)):
            break
        names.append(word)
    if not names:
        entry.problems.append(Problem("segment", "no segment"))
        return words
    found = meant(names)
    if len(found.segments) > 1 and (numbered := _numbered(names, words)):
        entry.segment = numbered
        return words[len(names) + 1 :]
    if len(found.segments) == 1:
        entry.segment = found.segments[0]
    elif found.segments:
        several = "; ".join(segment.id for segment in found.segments)
        entry.problems.append(
            Problem("segment", "several segments", " ".join(names[: found.words]), (("ids", several),))
        )
    else:
        entry.problems.append(Problem("segment", "unknown segment", " ".join(names)))
    return words[found.words :]


def _is_number(word: str) -> bool:
    """“t2” is a name, “d6,2” a number: the letters have to be those of a quantity."""
    match = NUMBER.fullmatch(word)
    return match is not None and (not match["letters"] or match["letters"].casefold() in _letters())


def _numbered(names: list[str], words: list[str]) -> Segment | None:
    """“Cockett 2”: some older names end with a number of their own."""
    if len(words) > len(names) and words[len(names)].isdecimal():
        found = meant([*names, words[len(names)]])
        if len(found.segments) == 1 and found.words == len(names) + 1:
            return found.segments[0]
    return None


def _values(words: list[str], entry: Entry) -> None:
    waiting = _in_order(words, entry)
    for word in words:
        if word in ("-", "–"):
            next(waiting, None)
        elif word.startswith("@"):
            entry.level = _level(word[1:], entry)
        elif choice := _choices().get(word.casefold()):
            entry.values[choice[0]] = choice[1]
        elif match := NUMBER.fullmatch(word):
            _number(match, waiting, entry)
        else:
            entry.problems.append(Problem("line", "not understood", word))


def _in_order(words: list[str], entry: Entry) -> Iterator[str]:
    """Of a perforator three plain numbers are level, diameter, reflux; of fewer the level is missing, and asked for."""
    plain = [word for word in words if word in "-–" or ((match := NUMBER.fullmatch(word)) and not match["letters"])]
    perforator = entry.segment is not None and entry.segment.category is Category.PERFORATOR
    return iter(("level", *IN_ORDER) if perforator and len(plain) >= len(IN_ORDER) else IN_ORDER)


def _number(match: re.Match[str], waiting: Iterator[str], entry: Entry) -> None:
    """A number that says what it is by its letter or its unit, or else the next one in order."""
    letters, unit = match["letters"].casefold(), match["unit"]
    name = _letters().get(letters) if letters else _units().get(unit) or _next(waiting, unit, entry)
    if name is None:
        entry.problems.append(Problem("line", "not understood", match[0]))
    elif name == "level":
        entry.level = _level(match["number"] + unit, entry)
    else:
        _keep(name, match["number"] + unit, entry)


def _next(waiting: Iterator[str], unit: str, entry: Entry) -> str | None:
    """The next in order that this unit can be of: “12mm” after a diameter is not a reflux."""
    for name in waiting:
        if name == "level" and entry.level is not None:
            continue
        known = quantities().level if name == "level" else quantities().numbers[name]
        if not unit or unit in known.units:
            return name
    return None


def _level(typed: str, entry: Entry) -> Decimal | None:
    value = _checked("level", typed, quantities().level, entry)
    return value if isinstance(value, Decimal) else None


def _keep(name: str, typed: str, entry: Entry) -> None:
    value = _checked(name, typed, quantities().numbers[name], entry)
    if value is not None:
        entry.values[name] = value


def _checked(name: str, typed: str, number: Number, entry: Entry) -> Decimal | None:
    found = read_number(typed, number)
    if isinstance(found, Problem):
        entry.problems.append(found)
        return None
    if warning := doubt(found, typed, number):
        entry.warnings.append(warning)
    return found


def _level_of_a_perforator(entry: Entry) -> None:
    has = entry.level is not None or any(problem.field == "level" for problem in entry.problems)
    if entry.segment and entry.segment.category is Category.PERFORATOR and not has:
        entry.problems.append(Problem("level", "perforator without level"))


def read_cell(quantity: str, typed: str) -> tuple[Decimal | str | None, Problem | None, Problem | None]:
    """One field of the table: the value as it is kept (None when emptied), what is wrong, what is doubtful."""
    typed, known = typed.strip(), quantities()
    if not typed:
        return None, None, None
    if quantity in known.numbers:
        found = read_number(typed, known.numbers[quantity])
        if isinstance(found, Problem):
            return None, found, None
        return found, None, doubt(found, typed, known.numbers[quantity])
    if quantity in known.choices:
        choice = known.choices[quantity]
        value = typed if typed in choice.of else choice.short.get(typed.casefold())
        wrong = None if value else Problem(quantity, "not a choice", typed)
        return value, wrong, None
    text = " ".join(typed.replace("\0", "").split())
    return text[: known.texts[quantity].most], None, None


def read_number(typed: str, number: Number) -> Decimal | Problem:
    """A number as it was typed, with a comma or a point and perhaps a unit, exactly, in the unit that is kept."""
    match = NUMBER.fullmatch(typed.replace(" ", ""))
    if match is None or match["letters"] or len(match["number"]) > LONGEST_NUMBER:
        return Problem(number.name, "not a number", typed)
    unit = match["unit"] or _usual_unit(match["number"], number)
    if unit not in number.units:
        return Problem(number.name, "unknown unit", typed, (("units", ", ".join(number.units)),))
    value = _exactly(match["number"])
    if value is None:
        return Problem(number.name, "not a number", typed)
    value *= number.units[unit]
    return value if number.is_possible(value) else Problem(number.name, "impossible", typed)


def _usual_unit(typed: str, number: Number) -> str:
    """Reflux is typed in seconds; a bare 800 can only be milliseconds."""
    value = _exactly(typed)
    if number.name == "reflux" and value is not None and value >= quantities().bare_reflux_most:
        return number.unit
    return number.typed_unit


def _exactly(typed: str) -> Decimal | None:
    try:
        return Decimal(typed.replace(",", ".").replace("\u2212", "-"))
    except InvalidOperation:
        return None


def doubt(value: Decimal, typed: str, number: Number) -> Problem | None:
    """The value is kept; outside of what is plausible somebody should look again. Another unit that fits is named."""
    if number.is_plausible(value):
        return None
    facts = [("value", plain_number(value)), ("unit", number.unit)]
    facts += [("least", plain_number(number.least)), ("most", plain_number(number.most))]
    if perhaps := number.perhaps(value):
        facts += [("perhaps", plain_number(perhaps[1])), ("perhaps_unit", perhaps[0])]
        return Problem(number.name, "another unit perhaps", typed, tuple(facts))
    return Problem(number.name, "implausible", typed, tuple(facts))


def plain_number(value: Decimal) -> str:
    """6.20 as “6.2”, 800 as “800”: never with an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _choices() -> dict[str, tuple[str, str]]:
    return {
        letters: (name, value)
        for name, choice in quantities().choices.items()
        for letters, value in choice.short.items()
    }


@cache
def _letters() -> dict[str, str]:
    return {letters: name for name, number in quantities().numbers.items() for letters in number.short}


@cache
def _units() -> dict[str, str]:
    """Units that only one quantity has: ms, s, cm/s, m/s."""
    numbers = quantities().numbers
    owners: dict[str, list[str]] = {}
    for name, number in numbers.items():
        for unit in number.units:
            owners.setdefault(unit, []).append(name)
    return {unit: names[0] for unit, names in owners.items() if len(names) == 1}
