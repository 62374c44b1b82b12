"""A date that people know by heart, asked for in three parts: day, month by its name, year.

A calendar to page through is a poor way to 1955, and "03/04" means two days. The whole date in one value is understood
too, as scripts send it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

PARTS = ("year", "month", "day")


class DateParts(forms.Widget):
    """Three fields that together say `1961-04-23`."""

    template_name = "people/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, own: bool = False) -> None:
        """`own` when people give their own date of birth, which their device may know."""
        super().__init__(attrs)
        self.own = own

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = value.isoformat() if isinstance(value, date) else str(value or "")
        year, month, day = (*text.split("-"), "", "", "")[:3]
        context["widget"] |= {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0"), "own": self.own}
        context["months"] = [(str(number), str(called)) for number, called in MONTHS.items()]
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> str | None:
        if whole := data.get(name):
            return str(whole)
        parts = [str(data.get(f"{name}_{part}", "")).strip() for part in PARTS]
        return "-".join(parts) if any(parts) else None

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> bool:
        return not any(key in data for key in (name, *(f"{name}_{part}" for part in PARTS)))

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else ""
