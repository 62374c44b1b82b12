"""How a patient wants to be reached, as they fill it in."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.messages.kinds import TOPICS
from saphena.clinic.messages.models import Channel
from saphena.clinic.messages.wishes import Said
from saphena.clinic.people.languages import Language

if TYPE_CHECKING:
    from saphena.clinic.people.models import Clinic

USUAL = "usual"
HOURS = [f"{hour:02d}:00" for hour in range(24)]


class ReachingForm(forms.Form):
    """What is not asked, because the clinic does not offer it, stays as it was."""

    email_allowed = forms.BooleanField(label=lazy("E-mail"), required=False)
    text_allowed = forms.BooleanField(label=lazy("Text messages"), required=False)
    prefers = forms.ChoiceField(
        label=lazy("If we can choose"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", lazy("As it suits the message")),
            (Channel.EMAIL.value, lazy("E-mail")),
            (Channel.TEXT.value, lazy("A text message")),
        ],
    )
    phone = forms.CharField(
        label=lazy("Your telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=lazy("Language"), choices=Language.choices, widget=forms.RadioSelect)
    quiet_from = forms.ChoiceField(label=lazy("No messages from"))
    quiet_until = forms.ChoiceField(label=lazy("No messages until"))
    wanted = forms.MultipleChoiceField(label=lazy("Send me"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, said: Said, clinic: Clinic) -> None:
        self.before = said
        super().__init__(data, initial=self._shown(said))
        hours = {"quiet_from": clinic.quiet_from, "quiet_until": clinic.quiet_until}
        for name, usual in hours.items():
            as_usual = _("as the clinic: %(hour)s") % {"hour": f"{usual:%H:%M}"}
            known = sorted({*HOURS, *([f"{own:%H:%M}"] if (own := getattr(said, name)) else [])})
            self.fields[name].choices = [(USUAL, as_usual), *((hour, hour) for hour in known)]  # type: ignore[attr-defined]  # a choice field
        self.fields["wanted"].choices = [(topic.name, topic.label) for topic in TOPICS]  # type: ignore[attr-defined]  # the same
        if not settings.SAPHENA_SMS_URL:
            del self.fields["text_allowed"], self.fields["prefers"]

    @staticmethod
    def _shown(said: Said) -> dict[str, Any]:
        return {
            "email_allowed": said.email_allowed,
            "text_allowed": said.text_allowed,
            "prefers": said.prefers,
            "phone": said.phone,
            "language": said.language,
            "quiet_from": f"{said.quiet_from:%H:%M}" if said.quiet_from else USUAL,
            "quiet_until": f"{said.quiet_until:%H:%M}" if said.quiet_until else USUAL,
            "wanted": [topic.name for topic in TOPICS if topic.name not in said.stopped],
        }

    @property
    def said(self) -> Said:
        """What goes into the action."""
        told = self.cleaned_data
        return Said(
            email_allowed=told["email_allowed"],
            text_allowed=told.get("text_allowed", self.before.text_allowed),
            prefers=told.get("prefers", self.before.prefers),
            phone=told["phone"].strip(),
            language=told["language"],
            quiet_from=_hour(told["quiet_from"]),
            quiet_until=_hour(told["quiet_until"]),
            stopped=frozenset(topic.name for topic in TOPICS if topic.name not in told["wanted"]),
        )


def _hour(text: str) -> time | None:
    return None if text == USUAL else time.fromisoformat(text)
