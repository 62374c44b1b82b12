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
