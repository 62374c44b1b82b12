"""Forms of the pages about images and machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.diary.models import Kind, Resource
from saphena.clinic.imaging.models import Machine

if TYPE_CHECKING:
    MachineModelForm = forms.ModelForm[Machine]
else:  # Django's own class takes no parameter when it runs
    MachineModelForm = forms.ModelForm


class MachineForm(MachineModelForm):
    """The name by which a machine calls, and from where it may."""

    class Meta:
        model = Machine
        fields: ClassVar[list[str]] = ["name", "ae_title", "addresses", "scanner", "character_set", "answer_port"]
        help_texts: ClassVar[dict[str, Any]] = {
            "ae_title": _("As it is set on the machine. Letter for letter."),
            "addresses": _("Addresses or networks, for example 192.168.10.21 or 192.168.10.0/24."),
            "scanner": _("It then sees only the visits that this scanner is held for."),
            "answer_port": _("Where it listens for the answer whether images are kept. Many have none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scanners = cast("forms.ModelChoiceField[Resource]", self.fields["scanner"])
        scanners.queryset = Resource.objects.filter(kind=Kind.SCANNER, closed_at__isnull=True)
        scanners.empty_label = str(_("any"))

    def _post_clean(self) -> None:
        """The rules are the action's; the form only reads. Two places would say them twice."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields)


class WhoseForm(forms.Form):
    """Whose the study is, and how one knows."""

    patient = forms.IntegerField(widget=forms.HiddenInput)
    order = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("How do you know?"), max_length=300)


class NotTheirsForm(forms.Form):
    """Back into the tray."""

    reason = forms.CharField(label=_("Why?"), max_length=300)


class MeasureForm(forms.Form):
    """What to measure, and at which pixels: columns from the left and rows from the top, counted from 0."""

    what = forms.ChoiceField(
        label=_("Measure"),
        choices=(
            ("distance", _("between two points")),
            ("reflux", _("reflux on the strip, by itself")),
            ("vein", _("the vein around the first point, by itself")),
        ),
    )
    x1 = forms.FloatField(label=_("First point: column"), required=False, min_value=0, max_value=8192)
    y1 = forms.FloatField(label=_("First point: row"), required=False, min_value=0, max_value=8192)
    x2 = forms.FloatField(label=_("Second point: column"), required=False, min_value=0, max_value=8192)
    y2 = forms.FloatField(label=_("Second point: row"), required=False, min_value=0, max_value=8192)
    frame = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def points(self) -> list[tuple[float, float]]:
        """Those that were given whole."""
        given = self.cleaned_data
        pairs = [(given.get("x1"), given.get("y1")), (given.get("x2"), given.get("y2"))]
        return [(x, y) for x, y in pairs if x is not None and y is not None]


class DecideForm(forms.Form):
    """What a clinician says of a measured value."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=(("accepted", _("accept it")), ("corrected", _("correct it")), ("refused", _("refuse it"))),
    )
    value = forms.FloatField(label=_("Corrected value"), required=False, min_value=0, max_value=10_000)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)
