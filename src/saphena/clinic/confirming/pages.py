"""A word on a number as a page sends it: the same on every page that shows numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.contrib import messages
from django.utils.translation import gettext as _

from saphena.clinic.people.acting import refusals_shown_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.clinic.confirming.forms import WordForm
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import User

__all__ = ["word_given"]


class Give(Protocol):
    """The room's own act, which knows what may be said of the number and by whom."""

    def __call__(
        self, *, actor: User, name: str, words: str, on: bool, typed: Mapping[str, str] | None, sure: bool
    ) -> object: ...


def word_given(request: StaffRequest, form: WordForm, name: str, give: Give) -> bool:
    """Whether it was; if not, the form says why."""
    if not form.is_valid():
        return False
    to = request.POST.get("on", "yes")
    with refusals_shown_in(form):
        give(
            actor=request.user, name=name, words=form.cleaned_data["words"], on=to != "no",
            typed=form.typed if to == "own" else None, sure=form.cleaned_data["sure"],
        )  # fmt: skip
        messages.success(request, _("Decided for the whole clinic, with your name and reason."))
        return True
    return False
