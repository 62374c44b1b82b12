"""The test session: what its result opens, why the gate stays shut, and when it is void.

A tolerated test never means "not allergic". It opens the gate of a procedure on a later calendar day with the same
substance and the same other ingredients, for as long as the clinic lets it count, unless allergies have changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from saphena.pathway.planning.reading import Texts, checked, raw, texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, tzinfo

__all__ = [
    "VOID",
    "DoneTest",
    "Limits",
    "Result",
    "Standing",
    "Wanted",
    "is_serious",
    "label_notes",
    "observe_minutes",
    "reason",
    "source_of",
    "stand",
]

VOID = ("substance", "excipients", "allergies", "too old")
"""The reasons for which a test that was tolerated says nothing about this procedure; a new test is needed."""


class Result(StrEnum):
    """What a test session showed. There is no "not allergic"."""

    OPEN = "open"  # still being watched
    TOLERATED = "tolerated"
    LOCAL = "local"
    SYSTEMIC = "systemic"
    NOT_DONE = "not done"


@dataclass(frozen=True, slots=True)
class DoneTest:
    """One test session: when the first injection was, with what, and what it showed."""

    at: datetime
    substance: str
    excipients: frozenset[str]
    result: Result
    product: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the procedure will inject, and when; either may not be known yet."""

    substance: str = ""
    excipients: frozenset[str] = frozenset()
    product: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many calendar days have to lie between test and procedure, and how many the test counts for."""

    gap_days: int
    valid_days: int

    @classmethod
    def shipped(cls) -> Limits:
        amounts = raw("testing")["amounts"]
        for name, row in amounts.items():
            checked(name, row)
        return cls(amounts["gap_days"]["value"], amounts["valid_days"]["value"])


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the gate stands open, by which test, or the reason why not (a name of testing.toml)."""

    open: bool
    reason: str = ""
    test: DoneTest | None = None

    @property
    def void(self) -> bool:
        """Whether there is a test that was tolerated and no longer counts."""
        return self.reason in VOID


def stand(
    tests: Iterable[DoneTest],
    wanted: Wanted,
    *,
    today: date,
    zone: tzinfo,
    allergies_changed: datetime | None = None,
    limits: Limits | None = None,
) -> Standing:
    """Whether a test opens the gate of this procedure. Days are calendar days in `zone`.

    A systemic reaction to the substance shuts the gate whatever came later; of the other tests the newest that says
    anything about this substance decides. Without a day for the procedure the test has to count today.
    """
    known = sorted(tests, key=lambda test: test.at, reverse=True)
    for test in known:
        if test.result is Result.SYSTEMIC and wanted.substance in ("", test.substance):
            return Standing(False, "systemic", test)
    shut = Standing(False, "none")
    for test in known:
        why = _why_not(test, wanted, today, zone, allergies_changed, limits or Limits.shipped())
        if not why:
            return Standing(True, "", test)
        if shut.test is None:
            shut = Standing(False, why, test)
        if why == "local":
            return Standing(False, why, test)
    return shut


def _why_not(
    test: DoneTest, wanted: Wanted, today: date, zone: tzinfo, allergies_changed: datetime | None, limits: Limits
) -> str:
    if test.result is Result.NOT_DONE:
        return "not done"
    if wanted.substance and test.substance != wanted.substance:
        return "substance"
    if test.result is not Result.TOLERATED:
        return str(test.result)
    if wanted.substance and test.excipients != wanted.excipients:
        return "excipients"
    if allergies_changed is not None and allergies_changed > test.at:
        return "allergies"
    return _why_not_that_day(test, wanted, today, zone, limits)


def _why_not_that_day(test: DoneTest, wanted: Wanted, today: date, zone: tzinfo, limits: Limits) -> str:
    day = wanted.at.astimezone(zone).date() if wanted.at else today
    apart = (day - test.at.astimezone(zone).date()).days
    if apart > limits.valid_days:
        return "too old"
    if wanted.at is None:
        return ""
    if apart < 1:
        return "same day"
    return "too soon" if apart < limits.gap_days else ""


@cache
def reason(name: str) -> Texts:
    """The sentence for a reason, with {day}, {tested} and {product} to fill in."""
    return texts(name, raw("testing")["reasons"][name])


def source_of(amount: str) -> str:
    """Where a number about test sessions comes from. Raises `KeyError` for one that there is not."""
    return checked(amount, raw("testing")["amounts"][amount])[0]


def observe_minutes() -> int:
    """How long somebody is watched after a test injection, in minutes. Source: testing.toml."""
    return int(raw("testing")["amounts"]["observe_minutes"]["value"])


def is_serious(seen: str) -> bool:
    """Whether what is seen may be the beginning of a severe reaction. Raises `KeyError` for what is not in the list."""
    known = raw("testing")["seen"]
    checked("what is seen", known)
    if seen not in (*known["serious"], *known["other"]):
        raise KeyError(seen)
    return seen in known["serious"]


def label_notes(product: str) -> list[tuple[Texts, str]]:
    """What the product's texts say of a first, small injection, with the source; nothing that was only recalled."""
    rows = raw("testing")["labels"]
    told = [(texts("a label's note", row["says"]), *checked("a label's note", row)) for row in rows]
    return [
        (says, source)
        for row, (says, source, sure) in zip(rows, told, strict=True)
        if product in row["products"] and sure != "recalled"
    ]
