"""What is typed at a return visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.reviewing.models import SKIN
from saphena.clinic.journey.reviewing.wording import DECISIONS, EXTENSIONS, OUTCOMES, SYMPTOMS, VERDICTS
from saphena.clinic.stock.amounts import AmountField
from saphena.pathway.mapping.signs import ceap_words, vcss_items
from saphena.pathway.reviewing import Found, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

    from saphena.clinic.journey.reviewing.models import Review, SegmentFound

UNKNOWN = ("", lazy("not said"))
YES_NO = [UNKNOWN, ("yes", lazy("yes")), ("no", lazy("no"))]
MOST = 10
MOST_MEASURED = "99"


class YesNo(forms.TypedChoiceField):
    """Yes, no, or nobody said: nothing is taken for no that was not answered."""

    def __init__(self, **kwargs: Any) -> None:
        asked: dict[str, Any] = {"choices": YES_NO, "required": False, "coerce": "yes".__eq__, "empty_value": None}
        super().__init__(**asked, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


def measured(unit: str, label: StrPromise, places: int = 1) -> AmountField:
    """Found with the probe, if anybody measured it; nothing of it is a finding too."""
    return AmountField(unit=unit, label=label, places=places, most=MOST_MEASURED, zero=True, required=False)


class SegmentForm(forms.Form):
    """One treated segment. A decimal comma is a point; another unit is refused."""

    treated_length = measured("cm", lazy("Treated, cm"))
    open_length = measured("cm", lazy("Open, cm"))
    diameter = measured("mm", lazy("Diameter, mm"))
    compressible = YesNo(label=lazy("Compressible"))
    flow = YesNo(label=lazy("Flow"))
    reflux = measured("s", lazy("Reflux, s"), 2)
    gone = forms.BooleanField(label=lazy("No longer seen: a cord, or absorbed"), required=False)
    outcome = forms.ChoiceField(
        label=lazy("What became of it"), required=False,
        choices=[("", lazy("as the numbers propose")), *OUTCOMES.items()],
    )  # fmt: skip
    reason = forms.CharField(label=lazy("Why otherwise than proposed"), required=False, max_length=300)

    @classmethod
    def of(cls, row: SegmentFound | None, segment: str) -> SegmentForm:
        """As it was noted. Several stand on one page: the names of their fields are told apart by the segment."""
        if row is None:
            return cls(auto_id=f"{segment}-%s")
        known = {name: getattr(row, name) for name in cls.base_fields}
        known["outcome"] = "" if row.outcome == row.proposed else row.outcome
        return cls(initial=known, auto_id=f"{segment}-%s")

    @property
    def found(self) -> Found:
        names = ("treated_length", "open_length", "diameter", "compressible", "flow", "reflux", "gone")
        return Found(**{name: self.cleaned_data[name] for name in names})


class FoundForm(forms.Form):
    """Everything about the leg as a whole."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    deep_clear = YesNo(label=lazy("Are the deep veins clear?"))
    extension = forms.ChoiceField(
        label=lazy("A clot at a junction"), required=False, choices=[UNKNOWN, *EXTENSIONS.items()]
    )
    visible = YesNo(label=lazy("Are varicose veins seen?"))
    pigmentation = forms.ChoiceField(label=lazy("Pigmentation"), required=False, choices=[UNKNOWN, *SKIN])
    matting = forms.ChoiceField(label=lazy("Matting"), required=False, choices=[UNKNOWN, *SKIN])
    reaction = YesNo(label=lazy("Was there a reaction to a session?"))
    contraindicated = YesNo(label=lazy("Is there anything new that speaks against an injection?"))
    wanted = YesNo(label=lazy("Does the patient want another injection?"))
    words = forms.CharField(
        label=lazy("In words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, review: Review) -> FoundForm:
        names = [name for name in cls.base_fields if name != "version"]
        known = {"version": review.version, **{name: getattr(review, name) for name in names}}
        return cls(initial=known, auto_id="found-%s")


class SymptomsForm(forms.Form):
    """The symptoms in our own words, 0 to 10, and the ten items of the severity score."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in SYMPTOMS.items():
            self.fields[f"symptom_{name}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=MOST
            )
        said = language()
        for number, item in vcss_items().items():
            choices = [UNKNOWN, *((str(points), f"{points}: {word}") for points, word in enumerate(item[said]))]
            self.fields[f"vcss_{number}"] = forms.ChoiceField(
                label=item["label"][said], required=False, choices=choices
            )

    @classmethod
    def with_known(cls, symptoms: Mapping[str, int], vcss: Mapping[str, int], **more: Any) -> Self:
        known = {f"symptom_{name}": value for name, value in symptoms.items()}
        whole = more | known | {f"vcss_{number}": value for number, value in vcss.items()}
        return cls(initial=whole, auto_id="scores-%s")

    @property
    def symptoms(self) -> dict[str, int]:
        found = {name: self.cleaned_data[f"symptom_{name}"] for name in SYMPTOMS}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def vcss(self) -> dict[str, int]:
        found = {str(number): self.cleaned_data[f"vcss_{number}"] for number in vcss_items()}
        return {number: int(value) for number, value in found.items() if value}


class ScoresForm(SymptomsForm):
    """At a return visit also the signs, and how satisfied the patient is."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = language()
        classes = [(name, f"{name}: {words[said]}") for name, words in ceap_words()["classes"].items()]
        self.fields["signs"] = forms.MultipleChoiceField(
            label=lazy("Signs of the leg (CEAP)"), required=False, choices=classes,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["satisfied"] = forms.IntegerField(
            label=lazy("How satisfied is the patient with the treatment? 0, not at all, to 10, wholly"),
            required=False, min_value=0, max_value=MOST,
        )  # fmt: skip

    @classmethod
    def of(cls, review: Review) -> ScoresForm:
        more = {"version": review.version, "signs": review.signs, "satisfied": review.satisfied}
        return cls.with_known(review.symptoms, review.vcss, **more)

    @property
    def noted(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in ("signs", "satisfied")}
        return told | {"symptoms": self.symptoms, "vcss": self.vcss}


class DecisionForm(forms.Form):
    """What comes next; a decision other than the proposal needs its reason."""

    decided = forms.ChoiceField(
        label=lazy("What comes next"), widget=forms.RadioSelect, choices=[(each, VERDICTS[each]) for each in DECISIONS]
    )
    reason = forms.CharField(label=lazy("Why"), required=False, max_length=500)


class OpenForm(forms.Form):
    """Which return visit it is."""

    time = forms.ChoiceField(label=lazy("Which return visit is this?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = language()
        field = self.fields["time"]
        field.choices = [(name, each.label[said]) for name, each in times().items()]  # type: ignore[attr-defined]  # it is a choice


class ReasonForm(forms.Form):
    reason = forms.CharField(label=lazy("Why"), max_length=500)


class ConfirmForm(forms.Form):
    name = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(label=lazy("Where did you read it?"), max_length=300)
