"""What is typed about a number: the clinic's own figures, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.confirming.numbers import FIGURES, amount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from saphena.clinic.confirming.numbers import Number

__all__ = ["WordForm"]


class WordForm(forms.Form):
    """Of one number: its figures, why, and, where they ask for less care than the source, that it is meant so."""

    words = forms.CharField(
        label=lazy("Why, or where you have read it"), max_length=500,
        error_messages={
            "required": lazy("Please say why, or where you have read it: product text, section, date."),
        },
    )  # fmt: skip
    sure = forms.BooleanField(label=lazy("It is meant so, although the source asks for more care"), required=False)

    def __init__(self, number: Number, data: Any = None, figures: Mapping[str, Decimal] | None = None) -> None:
        super().__init__(data, auto_id=f"{number.name.replace(' ', '-')}-%s")
        for part in number.parts:
            box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 10})
            source = _("The source has %(amount)s.") % {"amount": amount(part, part.source)}
            now = (figures or {}).get(part.name)
            self.fields[part.name] = forms.CharField(
                label=FIGURES[part.name], max_length=20, required=False, help_text=source, widget=box,
                initial=amount(part, now) if now is not None else "",
            )  # fmt: skip
        self.order_fields([*(part.name for part in number.parts), "words", "sure"])
        if not number.parts or data is None:
            self.fields["sure"].widget = forms.HiddenInput()

    @property
    def typed(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("words", "sure")}
