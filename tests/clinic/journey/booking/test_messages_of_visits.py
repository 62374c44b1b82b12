"""What patients are told of their visits: once for one act, again when it changes, before the notice runs out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from saphena.clinic.journey.booking.actions import book_course, cancel_visit, move_visit
from saphena.clinic.messages.models import PromisedMessage
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import house

if TYPE_CHECKING:
    import time_machine

    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import Patient


def booked(patient: Patient | None = None) -> list[Visit]:
    return book_course(
        actor=cast.nell(),
        course=course(patient),
        site=house(),
        starts={
            "map": at("2027-03-17T09:00"),
            "test": at("2027-03-18T09:00"),
            "procedure": at("2027-03-23T13:00"),
        },
    )


def waiting(kind: str) -> list[PromisedMessage]:
    return list(PromisedMessage.objects.filter(kind=kind, state="promised").order_by("due_at"))


def test_visits_booked_in_one_act_are_told_in_one_message() -> None:
    booked()
    assert len(waiting("booking.visits")) == 1
    assert len(waiting("courses.plan")) == 1  # the procedure's own


def test_whoever_has_no_e_mail_is_told_by_text(settings: Any) -> None:
    settings.SAPHENA_SMS_URL = "console:"
    booked(cast.pat(email="", phone="403 555 0142"))
    assert [row.channel for row in waiting("booking.visits")] == ["text"]


def test_each_is_remembered_before_it_can_no_longer_be_changed() -> None:
    first, second, _procedure = booked()
    assert [(row.about, row.due_at) for row in waiting("booking.reminder")] == [
        (first.about, first.starts_at - timedelta(hours=48 + 24)),
        (second.about, second.starts_at - timedelta(hours=48 + 24)),
    ]


def test_a_move_is_told_and_the_reminder_moves_along(clock: time_machine.Traveller) -> None:
    first, *_others = booked()
    clock.shift(timedelta(minutes=10))
    move_visit(actor=cast.nell(), visit=first, starts=at("2027-03-16T09:00"))
    assert len(waiting("booking.visits")) == 2
    mine = [row.due_at for row in waiting("booking.reminder") if row.about == first.about]
    assert mine == [at("2027-03-16T09:00") - timedelta(hours=72)]


def test_of_a_visit_that_is_called_off_nobody_is_reminded() -> None:
    first, second, _procedure = booked()
    cancel_visit(actor=cast.nell(), visit=second, reason="A fever.")
    assert [row.about for row in waiting("booking.reminder")] == [first.about]
    assert all(row.due_at > timezone.now() for row in waiting("booking.visits"))
