"""What is filled in to bring in a calendar: whose it is, what it is called, and the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from saphena.clinic.diary.models import Resource, Site

MOST_BYTES = 2_000_000


class CalendarForm(forms.Form):
    """A file, or the text that was shown and is sent again to be taken over."""

    whose = forms.ChoiceField(label=_("Whose calendar"))
    source = forms.CharField(
        label=_("What it is called"),
        max_length=60,
        help_text=_("Colleagues read it beside the times, as “Outlook”."),
    )
    file = forms.FileField(label=_("Calendar file (.ics)"), required=False)
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    keep_words = forms.BooleanField(
        label=_("Show what each entry is called, not just the name of the calendar"), required=False
    )
    whole = forms.BooleanField(
        label=_("This is the whole calendar: what is no longer in it is free again"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.filter(closed_at__isnull=True)
        resources = Resource.objects.filter(closed_at__isnull=True, site__in=sites).select_related("site")
        self.owners: dict[str, Site | Resource] = {f"resource:{each.pk}": each for each in resources}
        self.owners |= {f"site:{each.pk}": each for each in sites}
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", "—"), *((key, str(each)) for key, each in self.owners.items())]
        if not self.data.get("text"):  # what was shown once is sent again as it was read
            self.fields["file"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["source"] = " ".join(cleaned.get("source", "").split())
        file = cleaned.get("file")
        if isinstance(file, UploadedFile):
            cleaned["text"] = self._read(file)
        if len(cleaned.get("text") or "") > MOST_BYTES:
            self.add_error("file", _("This is too long. Please export a shorter time."))
        return cleaned

    def _read(self, file: UploadedFile) -> str:
        if (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("This is too long. Please export a shorter time."))
            return ""
        try:
            return bytes(file.read()).decode("utf-8-sig").replace("\0", "")
        except UnicodeDecodeError as no:
            line = bytes(no.object[: no.start]).count(b"\n") + 1
            self.add_error("file", _("Line %(line)d is not in UTF-8: this is no calendar file.") % {"line": line})
            return ""
