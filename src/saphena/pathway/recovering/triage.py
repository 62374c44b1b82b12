"""From a patient's answers to how urgent they are, with every row that fired and the answers that fired it.

The most urgent row decides. What nobody knows counts as worse, never as better; two findings for the same day are
looked at by a clinician at once; and what has been looked after at home for too long becomes a call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saphena.pathway.recovering.levels import Level
from saphena.pathway.recovering.rows import Row, Table, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta

__all__ = ["BANDAGE", "STOCKING", "Finding", "Fired", "Report", "triage"]

BANDAGE = ("on", "trouble", "off")
STOCKING = ("fine", "cannot", "in_bed")
WORST_PAIN = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What a patient told at one time.

    `since` is the time since the last injection (negative before it). `yes` and `unknown` name rows and details.
    `pain` is None when it was not answered. `bandage` and `stocking` are one of BANDAGE and STOCKING, or empty when not
    asked. `lasting` says since how long a row has been reported without a break, `words` whether something was written.
    """

    since: timedelta
    yes: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    pain: int | None = 0
    bandage: str = ""
    bandage_is_due: bool = False
    stocking: str = ""
    words: bool = False
    lasting: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fired:
    """One row that fired: the level it came to, the names of the answers that fired it, and why it is not the usual.

    `row` is the row that was ticked, `number` the one that it counts as. `because` holds "unknown" (an answer nobody
    knew), "outside" (earlier or later than usual) and "lasts" (at home for too long).
    """

    row: Row
    number: int
    level: Level
    answers: tuple[str, ...]
    because: tuple[str, ...] = ()
    detail: str = ""

    def tell(self, language: str) -> str:
        """What the patient does now; {number} and the amounts are still to be put in."""
        for case in self.row.cases:
            if case.when == self.detail:
                return case.tell[language]
        return self.row.tell[language]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a report comes to. `review`: urgent by what is together or unknown, not by one emergency sign."""

    level: Level
    fired: tuple[Fired, ...] = ()
    review: bool = False
    words: bool = False

    @property
    def key(self) -> str:
        """Which text the patient reads: a level of the table, or "review"."""
        return "review" if self.review else self.level.key


def triage(report: Report, rows: Table | None = None) -> Finding:
    """How urgent a report is, and every row that fired, the most urgent first.

    A written word that somebody has to read is worth office hours. Names that the table does not know weigh nothing.
    """
    known = rows or table()
    fired = sorted(_fired(report, known), key=lambda each: (each.level, each.number))
    level = min((each.level for each in fired), default=Level.NOTHING)
    if report.words:
        level = min(level, Level.OFFICE)
    sure = any(each.level is Level.EMERGENCY and not _raised(each, known) for each in fired)
    urgent = sum(each.level <= Level.TODAY for each in fired)
    if urgent >= known.amounts["review_from"]:
        level = Level.EMERGENCY
    return Finding(level, tuple(fired), level is Level.EMERGENCY and not sure, report.words)


def _raised(fired: Fired, known: Table) -> bool:
    """Whether it is an emergency only because of an answer that nobody knew."""
    return "unknown" in fired.because and _plain(fired.row, fired.detail) is not Level.EMERGENCY


def _plain(row: Row, detail: str) -> Level:
    return next((case.level for case in row.cases if case.when == detail), row.level)


def _fired(report: Report, known: Table) -> Iterator[Fired]:
    said = _said(report, known)
    for row in known.rows.values():
        if row.where == "home" and row.name in said:
            yield _one(row, report, known, unknown=not said[row.name])


def _said(report: Report, known: Table) -> dict[str, bool]:
    """The rows that were reported, each with whether it was for certain."""
    said = dict.fromkeys(report.unknown, False) | dict.fromkeys(report.yes, True)
    if report.pain is None:
        said["mild_pain"] = False
    elif report.pain > known.amounts["pain_mild"]:
        said["more_pain"] = True
    elif report.pain > 0:
        said["mild_pain"] = True
    if report.bandage == "trouble":
        said["bandage_trouble"] = True
    elif report.bandage == "off" and report.bandage_is_due:
        said["bandage_early"] = True
    if report.stocking in STOCKING[1:]:
        said["stocking_" + report.stocking] = True
    return said


def _one(row: Row, report: Report, known: Table, *, unknown: bool) -> Fired:
    level, because, answers, detail, number = row.level, [], [row.name], "", row.number
    if row.window and not row.window.holds(report.since):
        level, because = row.window.outside, ["outside"]
    lasting = report.lasting.get(row.name)
    if row.lasts is not None and lasting is not None and lasting > row.lasts:
        level = min(level, Level.OFFICE)
        because.append("lasts")
    for case in row.cases:
        if case.when in report.yes and case.level < level:
            level, detail, number = case.level, case.when, case.number
            answers.append(case.when)
        elif case.when in report.unknown and case.when not in report.yes:
            unknown = True
            answers.append(case.when)
    if unknown:
        level = level.up(known.amounts["unknown_up"])
        because.append("unknown")
    return Fired(row, number, level, tuple(answers), tuple(because), detail)
