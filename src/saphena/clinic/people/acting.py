"""What a page does about an act that may be refused.

    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            withdraw(actor=request.user, examination=examination, **form.cleaned_data)
            messages.success(request, _("Withdrawn. What was noted stays readable."))
            return redirect("mapping:examinations")
    return _page(request, examination, INVALID, reason_form=form)

What is refused ends the block and is shown; what was typed stays. Whatever else goes wrong goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.http import url_has_allowed_host_and_scheme

from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from django import forms
    from django.http import HttpRequest, QueryDict

__all__ = ["asked_next", "refusals_said_to", "refusals_shown_in", "refused"]


def asked_next(fields: QueryDict) -> str:
    """The page of this clinic that wants its reader back, as `next` says; nothing when it is none of ours."""
    wanted = fields.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else ""


def refused(form: forms.BaseForm, no: Refused, at: Mapping[str, str] | None = None) -> None:
    """Show a broken rule where it was broken; `at` has the form's own names for some fields."""
    field = (at or {}).get(no.field or "", no.field)
    form.add_error(field if field in form.fields else None, no.reason)


class _Refusals:
    """Ends the block when an act is refused, and has it shown."""

    def __init__(self, show: Callable[[Refused], None]) -> None:
        self.show = show

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, no: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(no, Refused):
            return False
        self.show(no)
        return True


def refusals_shown_in(form: forms.BaseForm, at: Mapping[str, str] | None = None) -> _Refusals:
    """Each refusal stands at the field that it names, or above the form."""
    return _Refusals(lambda no: refused(form, no, at))


def refusals_said_to(request: HttpRequest) -> _Refusals:
    """Where there is no form to show: a message on the page that comes next."""
    return _Refusals(lambda no: messages.error(request, no.reason))
