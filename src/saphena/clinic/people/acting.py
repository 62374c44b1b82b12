"""What every page does with a form: act when it is right, and show what is wrong at its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages

from saphena.clinic.people.forms import refused
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

__all__ = ["acted"]


def acted(request: HttpRequest, form: forms.BaseForm, act: Callable[[], object], done: str = "") -> bool:
    """Whether what was typed was right and the act went through; `done` is said then. If not, the form says why.

    The act is called only when the form is valid: it may read what was cleaned.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as no:
        refused(form, no)
        return False
    if done:
        messages.success(request, done)
    return True
