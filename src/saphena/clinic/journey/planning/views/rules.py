"""The rule sets of the clinic, one rule of a set, numbers of our own, and the texts of the consents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.confirming.forms import WordForm
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.numbers import shown
from saphena.clinic.confirming.pages import word_given
from saphena.clinic.confirming.queries import said_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.consenting import approve_text, is_approved
from saphena.clinic.journey.planning.deciding import switch_rule_set
from saphena.clinic.journey.planning.models import ConsentApproval
from saphena.clinic.journey.planning.own_numbers import number_called, own_numbers, rule_number
from saphena.clinic.journey.planning.wording import LEVELS, rule_text
from saphena.clinic.people.access import needs
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.planning.weighing import rule_sets
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.confirming.numbers import Shown
    from saphena.clinic.people.access import StaffRequest
    from saphena.pathway.planning.weighing import Rule, RuleSet

    Given = dict[str, list[Word]]

INVALID = 422


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the table of its set: what it says, whether it holds here, and where to read more."""

    text: str
    level: str
    note: str
    foam: bool
    on: bool
    word: Word | None
    url: str


@require_safe
@needs("planning.see")
def rules(request: StaffRequest) -> HttpResponse:
    return _rules(request)


@require_safe
@needs("planning.see")
def rule(request: StaffRequest) -> HttpResponse:
    """One rule of a set, by the name under which the clinic has its word on it."""
    return _rule(request, request.GET.get("name", ""))


def _rule(request: StaffRequest, name: str, wrong: WordForm | None = None) -> HttpResponse:
    one = rule_sets().sets.get(name.partition(" ")[0])
    if one is None or number_called(name) is None:
        raise Http404
    given = said_of(About.PLANNING)
    page = {
        "row": _row(request, name, given, wrong),
        "set": one,
        "set_is_on": _row(request, one.name, given).on,
        "said": language(),
        "post_to": reverse("planning:rules_switch"),
    }
    return render(request, "planning/rule.html", page, status=INVALID if wrong else None)


def _row(request: StaffRequest, name: str, given: Given, wrong: WordForm | None = None) -> Shown:
    number, words = number_called(name), given.get(name, [])
    assert number is not None  # noqa: S101 - it comes from the list
    if wrong is None and request.user.may("planning.decide"):
        wrong = WordForm(number, figures=words[0].figures if words else {})
    return shown(number, words, wrong)


def _rules(request: StaffRequest, wrong: WordForm | None = None, wrong_name: str = "") -> HttpResponse:
    """Every rule set with its source and its rules, whether it is on, and the consents' texts."""
    given = said_of(About.PLANNING)

    def row(name: str) -> Shown:
        return _row(request, name, given, wrong if name == wrong_name else None)

    consents = [
        (kind, text_of(kind, language(), "left"), is_approved(kind),
         ConsentApproval.objects.filter(kind=kind).select_related("approved_by").order_by("-pk").first())
        for kind in ConsentKind
    ]  # fmt: skip
    page = {
        "sets": [
            {"set": one, "row": row(name), "rules": [_rule_row(one, rule, given) for rule in one.whole.values()]}
            for name, one in rule_sets().sets.items()
        ],
        "own": [row(name) for name in own_numbers()],
        "consents": consents,
        "post_to": reverse("planning:rules_switch"),
        "may_sign": request.user.may("planning.sign"),
    }
    return render(request, "planning/rules.html", page, status=INVALID if wrong else None)


def _rule_row(one: RuleSet, rule: Rule, given: Given) -> RuleRow:
    number = rule_number(one, rule)
    word = next(iter(given.get(number.name, ())), None)
    return RuleRow(
        rule_text(rule),
        str(LEVELS[rule.level]),
        rule.note[language()] if rule.note else "",
        rule.form == "foam",
        number.holds(word),
        word,
        f"{reverse('planning:rule')}?{urlencode({'name': number.name})}",
    )


@require_POST
@needs("planning.decide")
def switch(request: StaffRequest) -> HttpResponse:
    """A word on a set, on one rule of it, or on a number of our own; back to where it was said."""
    name = request.POST.get("name", "")[:60]
    number = number_called(name)
    if number is None:
        raise Refused(_("There is no such rule set."), "name")
    form, of, in_a_set = WordForm(number, request.POST), *name.partition(" ")[::2]
    alone = bool(in_a_set) and of in rule_sets().sets
    if word_given(request, form, name, switch_rule_set):
        return redirect(f"{reverse('planning:rule')}?{urlencode({'name': name})}" if alone else "planning:rules")
    return _rule(request, name, form) if alone else _rules(request, form, name)


@require_POST
@needs("planning.sign")
def approve(request: StaffRequest, kind: str) -> HttpResponse:
    approve_text(actor=request.user, kind=ConsentKind(kind))
    messages.success(request, _("Approved. It may be given to patients."))
    return redirect("planning:rules")
