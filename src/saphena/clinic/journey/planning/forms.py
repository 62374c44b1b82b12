"""What is filled in about plans, consents and test sessions."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saphena.clinic.courses.forms import CLOCK, DAY, whose_clock
from saphena.clinic.courses.speaking import language
from saphena.clinic.courses.writing import check_day
from saphena.clinic.journey.planning.models import Access
from saphena.clinic.journey.planning.states import TestMove
from saphena.clinic.journey.planning.wording import GASES, OBSERVED, product_title, segment_name
from saphena.clinic.stock.amounts import AmountField
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.clock import settle
from saphena.pathway.planning.alternatives import ways
from saphena.pathway.treating.library import Form, Kind, library

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from saphena.clinic.stock.models import Lot

LONGEST_DRAWING = 400_000
FORMS = {Form.LIQUID: _("liquid"), Form.FOAM: _("foam")}
MOVES = {
    TestMove.TOLERATED: _("tolerated"),
    TestMove.LOCAL: _("local reaction"),
    TestMove.SYSTEMIC: _("systemic reaction"),
}


def veins() -> list[tuple[str, str]]:
    """Everything that may be injected, a vein after the other; the deep ones are not offered."""
    return [
        (segment.id, segment.name(language()))
        for segment in anatomy()
        if segment.category not in (Category.DEEP, Category.JUNCTION)
    ]


def syringes() -> list[tuple[str, str]]:
    """Every sclerosant in every strength: “fibrovein 1” is shown as “Fibrovein 1 %”."""
    return [
        (f"{product.name} {strength}", f"{product.title} {strength.normalize():f} %")
        for product in library().products.values()
        if product.kind is Kind.SCLEROSANT
        for strength in product.strengths
    ]


class InjectionForm(forms.Form):
    """One vein of a plan."""

    segment = forms.ChoiceField(label=_("Vein"), choices=lambda: [("", "—"), *veins()])
    syringe = forms.ChoiceField(label=_("Product and strength"), choices=lambda: [("", "—"), *syringes()])
    form = forms.ChoiceField(label=_("Liquid or foam"), choices=list(FORMS.items()), widget=forms.RadioSelect)
    ratio = forms.CharField(
        label=_("Parts of liquid + gas"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"size": 6, "autocomplete": "off"}),
        help_text=_("For a foam that is mixed here: 1+4 is one part of liquid and four of gas."),
    )
    ml = AmountField(label=_("Volume, in mL"), most="50")
    access = forms.ChoiceField(label=_("Access"), choices=Access.choices, widget=forms.RadioSelect)
    session = forms.IntegerField(label=_("Session"), min_value=1, max_value=9, initial=1)
    diameter_mm = AmountField(
        label=_("Diameter standing, in mm"), unit="mm", places=1, most="40", required=False,
        help_text=_("As on the map. Guidelines speak of some diameters."),
    )  # fmt: skip

    @property
    def columns(self) -> dict[str, Any]:
        """What the action takes."""
        told = dict(self.cleaned_data)
        product, percent = told.pop("syringe").rsplit(" ", 1)
        return {**told, "product": product, "percent": Decimal(percent)}


class PlanForm(forms.Form):
    """What holds for the whole plan."""

    gas = forms.ChoiceField(label=_("Gas of the foam"), choices=[("", "—"), *GASES.items()], required=False)
    compression = forms.CharField(
        label=_("Compression afterwards"),
        required=False,
        max_length=300,
        help_text=_("Bandage, pads, stocking with its class in mmHg, and for how long."),
    )
    alternatives = forms.MultipleChoiceField(
        label=_("Talked about with the patient"),
        choices=lambda: [(name, words[language()]) for name, words in ways().items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    alternatives_note = forms.CharField(label=_("What was said"), required=False, max_length=1000)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class SignForm(forms.Form):
    over_reason = forms.CharField(
        label=_("Why more than a ceiling"),
        required=False,
        max_length=500,
        help_text=_("Only if a volume above passes a ceiling, or the weight is not known."),
    )


class DecisionForm(forms.Form):
    """A physician on one finding: the button says which way."""

    condition = forms.CharField(max_length=40, widget=forms.HiddenInput)
    basis = forms.CharField(max_length=64, widget=forms.HiddenInput)
    goes_on = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes", widget=forms.HiddenInput
    )
    reason = forms.CharField(label=_("Why"), max_length=500)


class SignatureForm(forms.Form):
    """A signature, typed or drawn, under the text with this fingerprint."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)
    typed = forms.CharField(
        label=_("Your name, written out"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("A written name counts as your signature. You can draw it below instead."),
    )

    def clean_drawn(self) -> list[list[list[int]]]:
        """The path of the pen as the page sends it; what is not one is nothing."""
        text = self.cleaned_data["drawn"]
        if not text:
            return []
        if len(text) > LONGEST_DRAWING:
            raise ValidationError(_("The drawing is too long. Please draw only your name."))
        try:
            strokes = json.loads(text)
            return [[[int(x), int(y)] for x, y in stroke] for stroke in strokes]
        except (ValueError, TypeError, RecursionError, OverflowError):
            raise ValidationError(_("The drawing cannot be read. Please draw it again, or write your name.")) from None


class StaffSignatureForm(SignatureForm):
    interpreter = forms.CharField(
        label=_("Interpreter"), required=False, max_length=200, help_text=_("If one translated the text.")
    )


class MomentForm(forms.Form):
    """When: on the patient's clocks; the present moment unless said otherwise."""

    day = forms.DateField(label=_("Day"), widget=DAY, validators=[check_day])
    clock = forms.TimeField(label=_("Time"), widget=CLOCK)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        here = timezone.localtime(timezone=zone)
        self.fields["clock"].help_text = whose_clock(zone)
        self.fields["day"].initial, self.fields["clock"].initial = here.date(), here.time().replace(second=0)

    @property
    def at(self) -> datetime:
        return settle(self.cleaned_data["day"], self.cleaned_data["clock"], self.zone)


class TestForm(MomentForm):
    """The injection of a test session."""

    __test__ = False  # its name begins like a test's

    lot = forms.TypedChoiceField(label=_("Lot"), coerce=int)
    ml = AmountField(label=_("Volume, in mL"), most="10")
    sites = forms.MultipleChoiceField(
        label=pgettext_lazy("on the leg", "Sites"),
        choices=lambda: [(site, segment_name(site)) for site in test_sites()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)
    field_order = ("lot", "ml", "sites", "day", "clock", "note")

    def __init__(self, *args: Any, lots: Iterable[Lot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lot"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", "—"), *((lot.pk, lot_label(lot)) for lot in lots)]


def test_sites() -> list[str]:
    """Where small veins are: the regions of the leg."""
    return [segment.id for segment in anatomy() if segment.vein.id.startswith("tr") or segment.id.startswith("tr.")]


test_sites.__test__ = False  # type: ignore[attr-defined]  # its name begins like a test's


def lot_label(lot: Lot) -> str:
    """As it stands in the list of lots, with what it has to be drawn through."""
    said = f"{product_title(lot.product)} {lot.strength.normalize():f} %, {lot.number} ({lot.expires_on:%Y-%m-%d})"
    return f"{said}, {lot.filter_note}" if lot.filter_note else said


class ObserveForm(MomentForm):
    """What is seen at one moment."""

    seen = forms.ChoiceField(label=_("Seen"), choices=list(OBSERVED.items()), widget=forms.RadioSelect)
    words = forms.CharField(label=_("In words"), required=False, max_length=300)
    field_order = ("seen", "words", "day", "clock")


class CloseForm(forms.Form):
    """The result of a test session."""

    move = forms.TypedChoiceField(
        label=_("Result"), choices=list(MOVES.items()), coerce=TestMove, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)


class SkipForm(forms.Form):
    """A test session that is not done."""

    syringe = forms.ChoiceField(label=_("Product and strength"), choices=lambda: [("", "—"), *syringes()])
    reason = forms.CharField(label=_("Why it is not done"), max_length=500)

    @property
    def product(self) -> str:
        return str(self.cleaned_data["syringe"].rsplit(" ", 1)[0])

    @property
    def percent(self) -> Decimal:
        return Decimal(self.cleaned_data["syringe"].rsplit(" ", 1)[1])
