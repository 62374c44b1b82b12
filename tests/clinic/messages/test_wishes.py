"""What patients say about messages is kept to: the way, the hours, and what they do not want at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from saphena.clinic.messages.actions import promise
from saphena.clinic.messages.channels import best_channel
from saphena.clinic.messages.kinds import KINDS, TOPICS
from saphena.clinic.messages.models import PromisedMessage, Wishes
from saphena.clinic.messages.states import State
from saphena.clinic.messages.sweeping import sweep
from saphena.clinic.messages.wishes import change_wishes, said_by
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 10, 19, 0, tzinfo=UTC)  # in Edmonton


def says(patient: Patient, **what: Any) -> list[str]:
    patient = Patient.objects.get(pk=patient.pk)
    return change_wishes(actor=patient, said=replace(said_by(patient), **what))


def due(patient: Patient, kind: str) -> PromisedMessage:
    return promise(actor=SAPHENA, patient=patient, kind=kind, about=f"{kind}:1", due_at=NOON)


def test_what_is_stopped_does_not_leave_and_what_is_necessary_does(mailoutbox: list[EmailMessage]) -> None:
    cast.clinic()
    pat = cast.pat()
    reminder, plan = due(pat, "courses.reminder"), due(pat, "courses.plan")
    says(pat, stopped=frozenset({"reminders"}))
    with time_machine.travel(NOON, tick=False):
        sweep("w")
    states = {message.pk: message.state for message in PromisedMessage.objects.all()}
    assert states == {reminder.pk: State.CANCELLED, plan.pk: State.SENT}
    assert len(mailoutbox) == 1


def test_only_what_nobody_needs_can_be_stopped() -> None:
    """A date that is booked, has moved or is called off is told whatever was said; so are answers and links."""
    necessary = {name for name, kind in KINDS.items() if kind.topic is None}
    told = {"courses.plan", "courses.plan_moved", "courses.called_off", "booking.visits"}
    assert necessary >= told | {"recovering.letter", "people.link", "people.new_link", "requesting.question"}
    pat = cast.pat()
    says(pat, stopped=frozenset({"reminders", "courses.plan", "all"}))
    assert Wishes.objects.get().stopped == ["reminders"]
    assert {kind.topic for kind in KINDS.values()} - {None} == set(TOPICS)


@pytest.mark.parametrize(("prefers", "channel"), [("email", "email"), ("text", "text"), ("", "text")])
def test_what_the_patient_prefers_comes_before_what_suits_the_message(
    prefers: str, channel: str, settings: Any
) -> None:
    settings.SAPHENA_SMS_URL = "console:"
    pat = cast.pat()
    says(pat, prefers=prefers)
    assert best_channel(Patient.objects.get(pk=pat.pk), "recovering.check_in") == channel


def test_a_preference_does_not_bring_back_a_way_that_was_given_up(settings: Any) -> None:
    settings.SAPHENA_SMS_URL = "console:"
    pat = cast.pat()
    says(pat, prefers="text", text_allowed=False)
    assert best_channel(Patient.objects.get(pk=pat.pk), "recovering.check_in") == "email"


def test_the_patients_own_quiet_hours_come_before_the_clinics(mailoutbox: list[EmailMessage]) -> None:
    cast.clinic()
    pat = cast.pat()
    says(pat, quiet_from=time(11), quiet_until=time(15))
    message = due(pat, "courses.plan")
    with time_machine.travel(NOON, tick=False):
        sweep("w")
    message.refresh_from_db()
    assert message.try_at.astimezone(pat.zone_info).time() == time(15)
    assert not mailoutbox


def test_a_new_number_is_the_one_that_is_written_to_and_is_found_by_it(settings: Any) -> None:
    settings.SAPHENA_SMS_URL = "console:"
    pat = cast.pat()
    message = due(pat, "recovering.check_in")
    assert says(pat, phone="587 555 0199") == ["phone"]
    message = PromisedMessage.objects.select_related("patient").get(pk=message.pk)
    assert message.to == "+15875550199"
    assert "5875550199" in message.patient.search  # type: ignore[union-attr]  # it is Pat's
    assert "0199" not in Entry.objects.get(action="messages.wishes.changed").sentence


def test_what_cannot_be_is_refused_where_it_is() -> None:
    pat = cast.pat()
    with pytest.raises(Refused) as no:
        says(pat, phone="my son’s")
    assert no.value.field == "phone"
    with pytest.raises(Refused) as no:
        says(pat, quiet_from=time(22))
    assert no.value.field == "quiet_until"
    assert not Wishes.objects.exists()


def test_nothing_changed_is_nothing_recorded() -> None:
    assert says(cast.pat()) == []
    assert not Entry.objects.filter(action="messages.wishes.changed").exists()


def test_nobody_of_the_staff_says_it_for_the_patient() -> None:
    pat = cast.pat()
    with pytest.raises(PermissionDenied):
        change_wishes(actor=cast.nora(), said=said_by(pat))  # type: ignore[arg-type]  # what a mistake would hand over
