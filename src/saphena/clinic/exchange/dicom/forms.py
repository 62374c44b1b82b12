"""Forms of the pages about uploads and exports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, at least one."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        if not any(given):
            super().clean(None, initial)  # which says that there is none
        return [each for each in given if each]


class UploadForm(forms.Form):
    """Files, and when pictures without a date of their own were taken."""

    images = FilesField(
        label=_("Files"), widget=SeveralFiles,
        help_text=_("DICOM files, JPEG, PNG, or a ZIP of them, as many as you like."),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Pictures were taken on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("For JPEG and PNG. DICOM files say it themselves."),
    )  # fmt: skip

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class ExportForm(forms.Form):
    """What the copies are for. Which pictures, the page asks with thumbnails."""

    reason = forms.CharField(
        label=_("What are the copies for?"), max_length=300,
        help_text=_("It stands in the record, for example “teaching evening on 4 May”."),
    )  # fmt: skip


class BoxForm(forms.Form):
    """The part of a picture that may leave, in pixels from its upper left corner, both ends included."""

    left = forms.IntegerField(label=_("Left"), min_value=0, max_value=8192)
    top = forms.IntegerField(label=_("Top"), min_value=0, max_value=8192)
    right = forms.IntegerField(label=_("Right"), min_value=0, max_value=8192)
    bottom = forms.IntegerField(label=_("Bottom"), min_value=0, max_value=8192)

    def corners(self) -> tuple[int, int, int, int]:
        given = self.cleaned_data
        return given["left"], given["top"], given["right"], given["bottom"]
