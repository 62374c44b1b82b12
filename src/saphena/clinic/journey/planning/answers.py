"""Answers as rows and as what the rules read: the newest answer to each question counts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from saphena.clinic.journey.planning.models import ScreeningAnswer, ScreeningRound
from saphena.pathway.planning.screening import Answer, Known

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.clinic.people.models import Patient
    from saphena.pathway.planning.screening import Answers

__all__ = ["allergies_changed_at", "answers_of", "as_answer", "as_row", "last_confirmed"]


def answers_of(patient: Patient) -> dict[str, Answer]:
    """What is known of the patient now. One query."""
    rows = ScreeningAnswer.objects.filter(patient=patient).order_by("pk").values_list("question", "answer")
    return {question: as_answer(answer) for question, answer in rows}


def as_answer(row: Mapping[str, Any]) -> Answer:
    numbers = {name: Decimal(value) for name, value in row.get("numbers", {}).items()}
    return Answer(Known(row["state"]), tuple(row.get("items", ())), row.get("more", ""), numbers)


def as_row(answer: Answer) -> dict[str, Any]:
    """As JSON keeps it: numbers as text, so that nothing rounds them."""
    numbers = {name: str(value) for name, value in answer.numbers.items()}
    row = {"state": answer.state.value, "items": list(answer.items), "more": answer.more, "numbers": numbers}
    return {name: value for name, value in row.items() if value or name == "state"}


def allergies_changed_at(patient: Patient) -> datetime | None:
    """When an answer about allergies last became another one."""
    rounds = ScreeningRound.objects.filter(patient=patient, allergies_changed=True).order_by("-pk")
    return rounds.values_list("said_at", flat=True).first()


def last_confirmed(patient: Patient) -> ScreeningRound | None:
    """The last time that staff asked again on the day."""
    return ScreeningRound.objects.filter(patient=patient, on_the_day=True).order_by("-pk").first()


def differing(before: Answers, after: Answers) -> dict[str, Answer]:
    """The answers that are new or are not what they were: only these are kept again."""
    return {name: answer for name, answer in after.items() if before.get(name) != answer}
