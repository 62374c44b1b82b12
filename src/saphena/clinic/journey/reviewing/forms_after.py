"""What is typed beside a return visit: a drained coagulum, a complication, a photo, a rating."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.reviewing.forms import measured
from saphena.clinic.journey.reviewing.models import Fitness, FoundBy
from saphena.clinic.journey.reviewing.wording import METHODS
from saphena.clinic.journey.treating.veins import said
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = "%Y-%m-%d"


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}, format=DAY), initial=timezone.localdate
    )


class DrainForm(forms.Form):
    """A coagulum was let out: of which vein, when, how, how much, with which dressing after it."""

    segment = forms.ChoiceField(label=lazy("Which vein"))
    at = forms.DateTimeField(
        label=lazy("When"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"], initial=timezone.localtime,
    )  # fmt: skip
    method = forms.ChoiceField(label=lazy("How"), choices=list(METHODS.items()), widget=forms.RadioSelect)
    millilitres = measured("mL", lazy("How much, mL"))
    dressing_lot = forms.CharField(label=lazy("Lot of the dressing"), required=False, max_length=40)
    words = forms.CharField(label=lazy("In words"), required=False, max_length=300)

    def __init__(self, *args: Any, segments: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each, said(each, language())) for each in segments]
        self.fields["segment"].choices = choices  # type: ignore[attr-defined]  # it is a choice


class ComplicationForm(forms.Form):
    """What, how it came to be known, and when."""

    what = forms.ChoiceField(label=lazy("What"))
    found_by = forms.ChoiceField(label=lazy("How it was found"), choices=FoundBy.choices, widget=forms.RadioSelect)
    day = day_field(lazy("On which day"))
    words = forms.CharField(label=lazy("In words"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted((each.title[language()], name) for name, each in complications().items())
        choices = [("", lazy("choose")), *((name, title) for title, name in known)]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]  # it is a choice


class PhotoForm(forms.Form):
    """A JPEG, PNG or WebP; where and when it was taken is thrown away."""

    photo = forms.FileField(
        label=lazy("Photo of the skin"), widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"})
    )
    words = forms.CharField(label=lazy("What it shows"), required=False, max_length=200)


class RatingForm(forms.Form):
    """One of the accreditor's three words."""

    fitness = forms.ChoiceField(label=lazy("How appropriate"), choices=Fitness.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=lazy("Remarks"), required=False, max_length=300)
