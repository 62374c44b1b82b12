"""What is filled in to take appointments over: where they come from, where they are, and the table itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from saphena.clinic.diary.models import Site

MOST_BYTES = 300_000


class TableForm(forms.Form):
    """A file, or the text that was shown and is sent again to be booked."""

    source = forms.CharField(label=_("Which system they come from"), max_length=60)
    site = forms.ModelChoiceField(label=_("Where"), queryset=Site.objects.none(), empty_label=None)
    file = forms.FileField(label=_("Table (CSV)"), required=False)
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Site.objects.filter(closed_at__isnull=True)
        if not self.data.get("text"):  # what was shown once is sent again as it was read
            self.fields["file"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if isinstance(file, UploadedFile):
            cleaned["text"] = self._read(file)
        if len(cleaned.get("text") or "") > MOST_BYTES:
            self.add_error("file", _("This is too long."))
        return cleaned

    def _read(self, file: UploadedFile) -> str:
        if (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("This is too long."))
            return ""
        try:
            return bytes(file.read()).decode("utf-8-sig")
        except UnicodeDecodeError as no:
            line = bytes(no.object[: no.start]).count(b"\n") + 1
            told = {"line": line}
            self.add_error("file", _("Line %(line)d is not in UTF-8. Save the table as “CSV UTF-8”.") % told)
            return ""
