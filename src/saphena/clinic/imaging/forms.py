"""Forms of the pages about images and machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from saphena.clinic.diary.models import Kind, Resource
from saphena.clinic.imaging.models import Machine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.imaging.onward import Goals

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
            ("follow", _("the vein around the first point, through the clip")),
            ("foam", _("foam along the vein, from the first point to the second; a third marks a junction")),
        ),
    )
    x1 = forms.FloatField(label=_("First point: column"), required=False, min_value=0, max_value=8192)
    y1 = forms.FloatField(label=_("First point: row"), required=False, min_value=0, max_value=8192)
    x2 = forms.FloatField(label=_("Second point: column"), required=False, min_value=0, max_value=8192)
    y2 = forms.FloatField(label=_("Second point: row"), required=False, min_value=0, max_value=8192)
    x3 = forms.FloatField(label=_("Junction: column"), required=False, min_value=0, max_value=8192)
    y3 = forms.FloatField(label=_("Junction: row"), required=False, min_value=0, max_value=8192)
    frame = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def suited_to(self, frames: int, *, strip: bool, picture: bool) -> MeasureForm:
        """As it is shown beside one picture: without what cannot be measured there."""
        what = cast("forms.ChoiceField", self.fields["what"])
        unfit = (set() if strip else {"reflux"}) | (set() if picture else {"vein", "follow", "foam"})
        unfit |= {"follow", "foam"} if frames < 2 else set()
        if frames < 2:  # a junction is marked for foam alone
            del self.fields["x3"], self.fields["y3"]
        what.choices = [each for each in cast("list[tuple[str, str]]", what.choices) if each[0] not in unfit]
        return self

    @property
    def pixels(self) -> list[forms.BoundField]:
        """The columns and rows of the points: set on the picture, or typed."""
        return [field for field in self if field.name[1:].isdecimal()]

    @property
    def pixels_are_wrong(self) -> bool:
        return any(field.errors for field in self.pixels)

    def points(self) -> list[tuple[float, float]]:
        return points_of(self.cleaned_data)


def points_of(given: dict[str, Any]) -> list[tuple[float, float]]:
    """The points that were given whole, in their order."""
    pairs = [(given.get(f"x{place}"), given.get(f"y{place}")) for place in (1, 2, 3)]
    return [(x, y) for x, y in pairs if x is not None and y is not None]


class EndsForm(forms.Form):
    """The columns at which a person says that the reflux begins and ends, and the value that they set it against."""

    x1 = forms.FloatField(label=_("Begins at column"), min_value=0, max_value=8192)
    x2 = forms.FloatField(label=_("Ends at column"), min_value=0, max_value=8192)
    frame = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    of = forms.IntegerField(widget=forms.HiddenInput)


class ScaleForm(forms.Form):
    """A scale that is set by hand, by the two points that are marked on the picture."""

    kind = forms.ChoiceField(
        label=_("The scale is of"),
        choices=(
            ("picture", _("a picture: two points of its ruler")),
            ("strip", _("a Doppler strip: its upper left and lower right corner")),
            ("machine", _("nothing: take the machine’s own again")),
        ),
    )
    length = forms.FloatField(label=_("mm between the points"), required=False, min_value=0.1, max_value=1000)
    seconds = forms.FloatField(label=_("s across the strip"), required=False, min_value=0.05, max_value=120)
    upper = forms.FloatField(label=_("cm/s at its upper edge"), required=False, min_value=-1000, max_value=1000)
    lower = forms.FloatField(label=_("cm/s at its lower edge"), required=False, min_value=-1000, max_value=1000)
    x1 = forms.FloatField(label=_("First point: column"), required=False, min_value=0, max_value=8192)
    y1 = forms.FloatField(label=_("First point: row"), required=False, min_value=0, max_value=8192)
    x2 = forms.FloatField(label=_("Second point: column"), required=False, min_value=0, max_value=8192)
    y2 = forms.FloatField(label=_("Second point: row"), required=False, min_value=0, max_value=8192)
    frame = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def points(self) -> list[tuple[float, float]]:
        return points_of(self.cleaned_data)

    def numbers(self) -> list[float]:
        """What its kind needs, as far as it was given."""
        given = self.cleaned_data
        names = ("length",) if given.get("kind") == "picture" else ("seconds", "upper", "lower")
        return [given[name] for name in names if given.get(name) is not None]


class TakeForm(forms.Form):
    """Which values of one act are accepted, and where they go."""

    rows = forms.TypedMultipleChoiceField(label=_("Values"), coerce=int, widget=forms.CheckboxSelectMultiple)
    goal = forms.CharField(label=_("Enter into"), required=False, max_length=120)
    level = forms.CharField(
        label=_("Height above the floor, cm"), required=False, max_length=20, help_text=_("Always for a perforator.")
    )
    sure = forms.BooleanField(label=_("I have read this; enter it all the same"), required=False)

    def __init__(self, *args: Any, rows: Sequence[tuple[int, str]], goals: Sequence[Goals], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.TypedMultipleChoiceField", self.fields["rows"]).choices = rows
        self.fields["goal"].widget = forms.Select(choices=_grouped(goals))
        self.asks_for_level = any(goal.key.startswith("map:") for each in goals for goal in each.goals)

    def means(self) -> dict[int, str]:
        """By the number of a value what it is to the room, where that was asked."""
        asked = {name.removeprefix("means_"): value for name, value in self.data.items() if name.startswith("means_")}
        return {int(pk): str(value)[:60] for pk, value in asked.items() if pk.isdecimal() and len(pk) < 12}


def _grouped(goals: Sequence[Goals]) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for told in goals:
        for goal in told.goals:
            groups.setdefault(goal.group, []).append((goal.key, goal.label))
    return [("", _("nowhere yet: accept only")), *groups.items()]


class RetireForm(forms.Form):
    """An accepted value was wrong."""

    reason = forms.CharField(label=_("Why it is wrong"), max_length=300)


class DecideForm(forms.Form):
    """What a clinician says of a measured value."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=(("accepted", _("accept it")), ("corrected", _("correct it")), ("refused", _("refuse it"))),
    )
    value = forms.FloatField(label=_("Corrected value"), required=False, min_value=0, max_value=10_000)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)
