"""Products and ceilings: what is in force, what a physician of this clinic has to confirm, and its own values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.confirming.forms import WordForm
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.numbers import shown
from saphena.clinic.confirming.pages import word_given
from saphena.clinic.confirming.queries import said_of
from saphena.clinic.journey.treating import actions
from saphena.clinic.journey.treating.numbers import numbers as known
from saphena.clinic.people.access import needs
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("treating.see")
def numbers(request: StaffRequest) -> HttpResponse:
    return _shown(request)


def _shown(request: StaffRequest, wrong: WordForm | None = None, name: str = "") -> HttpResponse:
    """The clinic's own values first, then what holds by its source, what is our own, and what is off."""
    said, may = said_of(About.TREATING), request.user.may("treating.confirm_numbers")
    groups: dict[str, list[object]] = {"own": [], "ours": [], "off": [], "in_force": []}
    for each in known().values():
        words = said.get(each.name, [])
        figures = words[0].figures if words else {}
        form = wrong if each.name == name else WordForm(each, figures=figures) if may else None
        row = shown(each, words, form)
        groups["own" if row.own else "off" if not row.on else "ours" if each.ours else "in_force"].append(row)
    page = groups | {"may_confirm": may, "post_to": reverse("treating:confirm")}
    return render(request, "treating/numbers.html", page, status=INVALID if wrong else None)


@require_POST
@needs("treating.confirm_numbers")
def confirm(request: StaffRequest) -> HttpResponse:
    name = request.POST.get("name", "")[:60]
    number = known().get(name)
    if number is None:
        raise Refused(_("There is no number of that name that could be switched."), "name")
    form = WordForm(number, request.POST)
    if word_given(request, form, name, actions.confirm_row):
        return redirect(f"{reverse('treating:numbers')}#n-{name.replace(' ', '-')}")
    return _shown(request, form, name)
