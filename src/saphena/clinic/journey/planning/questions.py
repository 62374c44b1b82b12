"""The questions as a form: every one is answered, if only with “I do not know”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.speaking import language
from saphena.clinic.stock.amounts import AmountField
from saphena.pathway.planning.screening import LONGEST, Answer, Known, problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saphena.pathway.planning.screening import Answers, Question

NONE, UNKNOWN = Known.NONE.value, Known.UNKNOWN.value
PLEASE = _("Please tick what is so. If you are not sure, tick “I do not know”.")
WRONG = {
    "nothing ticked": PLEASE,
    "both": _("You ticked something, and also that nothing is so. Please tick one or the other."),
    "no such item": PLEASE,
    "not likely": _("This cannot be right. Please look at the number again."),
    "too long": _("This is too long. Please shorten it."),
}


class QuestionsForm(forms.Form):
    """Some questions, in order. `known` fills in what was answered before."""

    def __init__(
        self, data: Any = None, *, questions: Sequence[Question], known: Answers | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.questions = list(questions)
        said = language()
        for question in self.questions:
            before = (known or {}).get(question.id)
            for name, field in _fields(question, said):
                self.fields[name] = field
            for name, value in _filled(question, before).items():
                self.fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            for problem in problems(question, self._answer(question, cleaned)):
                if problem.rule == "nothing ticked" and question.id in self.errors:
                    continue
                self.add_error(problem.field, WRONG[problem.rule])
        return cleaned

    @property
    def answers(self) -> dict[str, Answer]:
        return {question.id: self._answer(question, self.cleaned_data) for question in self.questions}

    def _answer(self, question: Question, cleaned: Mapping[str, Any]) -> Answer:
        more = " ".join(str(cleaned.get(f"{question.id}-more") or "").replace("\0", "").split())
        if question.kind == "words":
            words = str(cleaned.get(question.id) or "").replace("\0", "").strip()
            return Answer(Known.SOME if words else Known.NONE, more=words)
        if question.kind == "numbers":
            given = {each.name: cleaned[each.name] for each in question.numbers if cleaned.get(each.name) is not None}
            return Answer(Known.SOME if given else Known.UNKNOWN, numbers=given)
        ticked = cleaned.get(question.id) or []
        items = [ticked] if isinstance(ticked, str) else list(ticked)
        so = tuple(item for item in question.means if item in items)
        if so:  # a tick beside "none" is a contradiction, which the rules find
            return Answer(Known.NONE if {NONE, UNKNOWN} & set(items) else Known.SOME, so, more)
        return Answer(Known.NONE if NONE in items and UNKNOWN not in items else Known.UNKNOWN, (), more)


def _fields(question: Question, said: str) -> list[tuple[str, forms.Field]]:
    if question.kind == "numbers":
        return _numbers(question, said)
    if question.kind == "words":
        return [(question.id, _words(question, said))]
    found: list[tuple[str, forms.Field]] = [(question.id, _choice(question, said))]
    if question.more:
        found.append((f"{question.id}-more", _line(question.more[said])))
    return found


def _numbers(question: Question, said: str) -> list[tuple[str, forms.Field]]:
    """The help stands at the first of them."""
    helps = [question.help[said] if question.help else "", *("" for _each in question.numbers)]
    return [
        (each.name, AmountField(label=each.ask[said], unit=each.unit, required=False, help_text=words))
        for each, words in zip(question.numbers, helps, strict=False)
    ]


def _words(question: Question, said: str) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 4})
    words = question.help[said] if question.help else ""
    return forms.CharField(label=question.ask[said], required=False, max_length=LONGEST, widget=area, help_text=words)


def _line(label: str) -> forms.Field:
    return forms.CharField(label=label, required=False, max_length=LONGEST)


def _choice(question: Question, said: str) -> forms.Field:
    ask, missing = question.ask[said], {"required": PLEASE}
    if question.kind == "yes":
        (item,) = question.means
        choices = [(item, _("Yes")), (NONE, _("No")), (UNKNOWN, _("I do not know"))]
        return forms.ChoiceField(label=ask, choices=choices, widget=forms.RadioSelect, error_messages=missing)
    none = question.none[said] if question.none else _("None of these")
    several = [*((item, words[said]) for item, words in question.items.items()), (NONE, none)]
    return forms.MultipleChoiceField(
        label=ask,
        choices=[*several, (UNKNOWN, _("I do not know"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages=missing,
    )


def _filled(question: Question, before: Answer | None) -> dict[str, Any]:
    if before is None:
        return {}
    if question.kind == "numbers":
        return {name: f"{value.normalize():f}" for name, value in before.numbers.items()}
    if question.kind == "words":
        return {question.id: before.more}
    ticked = list(before.items) or [before.state.value]
    filled: dict[str, Any] = {question.id: ticked[0] if question.kind == "yes" else ticked}
    if question.more:
        filled[f"{question.id}-more"] = before.more
    return filled
