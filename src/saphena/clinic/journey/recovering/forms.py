"""What is filled in: a check-in on one screen, a letter, and the acts of the inbox."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.recovering import wording
from saphena.clinic.journey.recovering.letters import LONGEST
from saphena.clinic.journey.recovering.models import Outcome
from saphena.clinic.journey.recovering.reporting import Situation, Told
from saphena.pathway.recovering import Level, Row, follow_up, table

if TYPE_CHECKING:
    from saphena.clinic.people.models import User

NONE, UNSURE, YES, NO = "none", "unsure", "yes", "no"
PAINS = [(str(number), str(number)) for number in range(11)]
GROUPS = ("emergency", "leg", "small")
LONGEST_WORDS = 1000
YES_NO = [(YES, lazy("Yes")), (NO, lazy("No")), (UNSURE, lazy("I am not sure"))]


MISSING = {
    "pain": lazy("Please choose a number."),
    "bandage": lazy("Please say how the bandage is."),
    "stocking": lazy("Please say how the stocking is."),
}


class Symptom:
    """One row of the form: its tick, "I am not sure" beside it, and the detail that is asked once it is ticked."""

    def __init__(self, form: CheckInForm, row: Row) -> None:
        self.name, self.text = row.name, row.ask[language()]
        self.ticked, self.unsure = row.name in form.ticks, row.name in form.unsures
        self.details = [form[f"detail_{case.when}"] for case in row.cases]


class CheckInForm(forms.Form):
    """How is the leg? Nothing is shown that the course is past, nothing is asked twice.

    Whether yesterday's plan was followed is asked where we ask (`asks`), not where something is told to us.
    """

    pain = forms.TypedChoiceField(
        label=lazy("How much does the leg hurt? 0 is not at all, 10 is the worst that you can imagine."),
        choices=PAINS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    bandage = forms.ChoiceField(
        label=lazy("The bandage"), choices=list(wording.BANDAGES.items()), required=False, widget=forms.RadioSelect
    )
    off_on = forms.TypedChoiceField(
        label=lazy("When did it come off?"), coerce=date.fromisoformat, empty_value=None, required=False
    )
    stocking = forms.ChoiceField(
        label=lazy("The stocking"), choices=list(wording.STOCKINGS.items()), required=False, widget=forms.RadioSelect
    )
    photo = forms.FileField(
        label=lazy("A photo of the leg"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=lazy("If there is something to see. Place and time are taken out of it."),
    )
    words = forms.CharField(
        label=lazy("Anything else?"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, here: Situation, today: date, asks: bool = False
    ) -> None:
        super().__init__(data, files)
        self.at_home = here.at_home if asks else ()
        self.here, self.wrong = here, dict[str, str]()
        self.ticks: set[str] = set(self._listed("yes"))
        self.unsures: set[str] = set(self._listed(UNSURE))
        self.rows = [row for row in table().rows.values() if row.where == "home" and self._is_asked(row)]
        for row in self.rows:
            for case in row.cases:
                self.fields[f"detail_{case.when}"] = forms.ChoiceField(
                    label=case.ask[language()], choices=YES_NO, required=False, widget=forms.RadioSelect
                )
        for each in self.at_home:
            self.fields[f"followed_{each.name}"] = forms.ChoiceField(
                label=each.ask[language()], choices=YES_NO[:2], required=False, widget=forms.RadioSelect
            )
        if not here.bandage:
            del self.fields["bandage"], self.fields["off_on"]
        else:
            self.fields["off_on"].choices = _days(here.bandaged_on or today, today)  # type: ignore[attr-defined]  # a choice field
        if not here.stocking:
            del self.fields["stocking"]

    def _listed(self, name: str) -> list[str]:
        return self.data.getlist(name) if hasattr(self.data, "getlist") else list(self.data.get(name, ()))

    def _is_asked(self, row: Row) -> bool:
        """What is urgent always; of the rest what may be so at this time, so that the screen stays short."""
        if row.group not in GROUPS:
            return row.name == "mild_pain"  # for its detail
        if row.group != "small" or row.window is None:
            return True
        return row.window.holds(self.here.since) or row.name in self.ticks

    def group(self, name: str) -> list[Symptom]:
        return [Symptom(self, row) for row in self.rows if row.group == name]

    @property
    def parts(self) -> list[tuple[str, list[Symptom], bool, str]]:
        """The three lists: key, symptoms, whether "none of these" is ticked, and what is wrong with it."""
        return [
            (key, self.group(key), NONE in self._listed(f"none_{key}"), self.wrong.get(key, ""))
            for key in GROUPS
            if self.group(key)
        ]

    @property
    def followed(self) -> list[forms.BoundField]:
        """Whether the plan of yesterday was followed; nobody has to say."""
        return [self[f"followed_{each.name}"] for each in self.at_home]

    @property
    def eased(self) -> forms.BoundField:
        """The detail of mild pain."""
        return self["detail_pain_not_eased"]

    def clean(self) -> dict[str, Any]:
        """An emergency is answered as it is, whatever else is wrong; otherwise nothing is left open."""
        cleaned = super().clean() or {}
        if self.is_emergency:
            self.errors.clear()
            return cleaned | {"words": str(self.data.get("words", ""))[:LONGEST_WORDS].replace("\0", "")}
        for key in GROUPS:
            here = {row.name for row in self.rows if row.group == key}
            if here and not here & self.ticks and NONE not in self._listed(f"none_{key}"):
                self.wrong[key] = _("Please tick what is so, or “None of these”.")
        for name, text in MISSING.items():
            if name in self.fields and cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, str(text))
        if self.wrong:
            self.add_error(None, _("In a list nothing is ticked, not even “None of these”."))
        return cleaned

    @property
    def is_emergency(self) -> bool:
        return any(row.name in self.ticks for row in self.rows if row.group == "emergency")

    @property
    def told(self) -> Told:
        """What goes into the action. A detail that was not answered is one that nobody knows."""
        cleaned = self.cleaned_data
        known = {row.name for row in self.rows}
        yes, unknown = set(self.ticks & known - self.unsures), set(self.ticks & known & self.unsures)
        asked = [row for row in self.rows if row.name in self.ticks or (row.name == "mild_pain" and self._is_mild)]
        for row in asked:
            for case in row.cases:
                said = cleaned.get(f"detail_{case.when}") or UNSURE
                (yes if said == "yes" else unknown if said == UNSURE else set()).add(case.when)
        return Told(
            yes=frozenset(yes),
            unknown=frozenset(unknown),
            pain=cleaned.get("pain"),
            bandage=cleaned.get("bandage", ""),
            off_on=cleaned.get("off_on"),
            stocking=cleaned.get("stocking", ""),
            words=cleaned.get("words", ""),
            followed={
                each.name: said for each in self.at_home if (said := cleaned.get(f"followed_{each.name}")) in (YES, NO)
            },
        )

    @property
    def _is_mild(self) -> bool:
        pain = self.cleaned_data.get("pain")
        return pain is not None and 0 < pain <= table().amounts["pain_mild"]


def _days(first: date, today: date) -> list[tuple[str, str]]:
    """Today first, back to the day on which the bandage went on."""
    count = min(max((today - first).days, 0), 14)
    days = [today - timedelta(days=number) for number in range(count + 1)]
    named = {0: _("today"), 1: _("yesterday")}
    return [(day.isoformat(), named.get(number, date_format(day, "l j F"))) for number, day in enumerate(days)]


class LetterForm(forms.Form):
    """A message. `form_key` makes the same form sent twice one letter."""

    text = forms.CharField(label=lazy("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ReplyForm(forms.Form):
    """What staff write to the patient."""

    text = forms.CharField(
        label=lazy("Message to the patient"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class CalledForm(forms.Form):
    what = forms.CharField(
        label=lazy("What was said on the telephone"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EscalateForm(forms.Form):
    why = forms.CharField(
        label=lazy("What the physician has to know"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SnoozeForm(forms.Form):
    """For how long it may wait: no longer than its level allows."""

    minutes = forms.TypedChoiceField(label=lazy("For how long"), coerce=int)

    def __init__(self, data: Any = None, *, level: Level) -> None:
        super().__init__(data)
        most = int(follow_up().answering[level].snooze.total_seconds() // 60)
        steps = [step for step in (15, 30, 60, 240, 1440, 2880, 10080) if step <= most]
        self.fields["minutes"].choices = [(str(step), wording.minutes_in_words(step)) for step in steps]  # type: ignore[attr-defined]  # a choice field


class AssignForm(forms.Form):
    """Nobody stands in it at first: one touch of the button must not give an emergency to the first of the alphabet."""

    to = forms.ChoiceField(label=lazy("To whom"), error_messages={"required": lazy("Choose who is to look after it.")})

    def __init__(self, data: Any = None, *, colleagues: list[User]) -> None:
        super().__init__(data)
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "—"), *((str(each.pk), f"{each} ({each.roles_in_words})") for each in colleagues)
        ]  # fmt: skip


class CloseForm(forms.Form):
    """How it ended. `seen` is the last step that was on the page."""

    outcome = forms.ChoiceField(
        label=lazy("How it ended"),
        choices=[("", "—"), *Outcome.choices],
        error_messages={"required": lazy("Please say how it ended.")},
    )
    text = forms.CharField(
        label=lazy("What was done"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, level: Level, **how: Any) -> None:
        super().__init__(data, **how)
        self.fields["text"].required = level <= Level.TODAY
        self.fields["text"].error_messages["required"] = _("It was urgent: please write down what was done.")
