"""What the pages show: findings as a table of rule sets, tests and consents as rows, signatures as drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.wording import LEVEL_BADGES, LEVELS, SURE, finding_text, segment_name
from saphena.pathway.planning.screening import Known, questionnaire
from saphena.pathway.planning.weighing import Level, rule_sets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.planning.models import Consent, FindingDecision
    from saphena.clinic.journey.planning.weighing import Findings, WeighedFinding
    from saphena.pathway.planning.screening import Answers
    from saphena.pathway.planning.weighing import Verdict

__all__ = [
    "AnswerRow",
    "FindingRow",
    "VerdictCell",
    "answer_rows",
    "finding_rows",
    "shown_items",
    "signature_of",
    "sites_said",
]

SHEET = (1000, 320)


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """What one rule set says of one finding."""

    heading: str
    badge: str
    word: str
    note: str
    source: str
    sure: str
    put_off: str = ""
    """Under which name the clinic has put it off, where it has."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with a cell for each chosen rule set, and what was decided."""

    condition: str
    text: str
    question: str
    badge: str
    level: str
    disagree: bool
    cells: tuple[VerdictCell, ...]
    silent: tuple[str, ...]
    basis: str
    stops: bool
    absolute: bool
    decision: FindingDecision | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question as staff read it: what was asked, what was answered."""

    id: str
    ask: str
    text: str
    unknown: bool


def finding_rows(findings: Findings) -> list[FindingRow]:
    """Every finding, the strongest first."""
    return [_finding(each) for each in findings.found]


def _finding(each: WeighedFinding) -> FindingRow:
    finding, said = each.finding, language()
    faced = [each for each in finding.verdicts if each.level or each.put_off or _is_facing(each.rule_set)]
    silent = [verdict for verdict in finding.verdicts if verdict not in faced]
    speaks = finding.level or any(verdict.put_off for verdict in faced)
    cells = tuple(_cell(verdict, said) for verdict in faced) if speaks else ()
    titles = tuple(rule_sets().sets[verdict.rule_set].title[said] for verdict in silent)
    return FindingRow(
        finding.condition,
        finding_text(finding),
        finding.question,
        LEVEL_BADGES[finding.level],
        str(LEVELS[finding.level]),
        finding.disagree,
        cells,
        titles,
        each.basis,
        each.stops,
        finding.level is Level.ABSOLUTE,
        each.decision,
    )


def _is_facing(rule_set: str) -> bool:
    """Label and guideline always stand beside each other: that one of them is silent is to be seen."""
    return rule_sets().sets[rule_set].kind in ("guideline", "label")


def _cell(verdict: Verdict, said: str) -> VerdictCell:
    title, rule = rule_sets().sets[verdict.rule_set].title[said], verdict.put_off
    if rule:
        word = _("%(level)s, but the clinic has switched this off") % {"level": LEVELS[rule.level]}
        return VerdictCell(title, "", word, "", rule.source, "", f"{verdict.rule_set} {rule.name}")
    return VerdictCell(
        title,
        LEVEL_BADGES[verdict.level],
        str(LEVELS[verdict.level]),
        verdict.note[said] if verdict.note else "",
        verdict.source,
        str(SURE.get(verdict.sure, "")),
    )


def answer_rows(answers: Answers, who: str) -> list[AnswerRow]:
    """Every answer that was given, in the order of the questions."""
    said = language()
    rows = []
    for question in questionnaire().questions.values():
        answer = answers.get(question.id)
        if question.of != who or answer is None:
            continue
        parts = [question.means[item][said] for item in answer.items if item in question.means]
        parts += [f"{number.ask[said]}: {answer.numbers[number.name].normalize():f}"
                  for number in question.numbers if number.name in answer.numbers]  # fmt: skip
        parts += [answer.more] if answer.more else []
        unknown = answer.state is Known.UNKNOWN
        text = "; ".join(parts) or ("?" if unknown else _("none"))
        rows.append(AnswerRow(question.id, question.ask[said], text, unknown))
    return rows


def shown_items(consent: Consent) -> tuple[str, list[tuple[str, str]], str]:
    """The words as they were shown: title, items (heading, words), and what was agreed to."""
    _mark, title, *lines = consent.shown.split("\n")
    return title, list(zip(lines[:-1:2], lines[1:-1:2], strict=False)), lines[-1]


def signature_of(consent: Consent) -> SafeString:
    """The drawn signature as a picture; nothing where it was typed. The points are numbers, checked when they came."""
    if not consent.drawn:
        return SafeString("")
    path = " ".join(
        "M" + " L".join(f"{int(x)} {int(y)}" for x, y in stroke) for stroke in consent.drawn if len(stroke) > 1
    )
    width, height = SHEET
    return format_html(
        '<svg class="signature" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        width, height, consent.course.patient, mark_safe(path),  # noqa: S308 - whole numbers only
    )  # fmt: skip


def sites_said(sites: Iterable[str]) -> str:
    return "; ".join(segment_name(site) for site in sites)
