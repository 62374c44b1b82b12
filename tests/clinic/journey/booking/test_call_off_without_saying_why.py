"""A patient who calls a visit off by their link may say why, and need not. Staff always say it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.journey.booking.actions import cancel_visit
from saphena.clinic.journey.booking.models import OwnChange
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import phone_of, token_of
from tests.clinic.journey.booking.booked import procedure

pytestmark = pytest.mark.django_db


def test_nothing_said_calls_it_off_and_the_record_says_that_nothing_was_said() -> None:
    visit = procedure()
    token = token_of(visit.patient)
    phone = phone_of(visit.patient, token)
    page = phone.get(reverse("booking:own_visit", args=[token, visit.pk])).content.decode()
    assert "You do not have to give a reason." in page
    phone.post(reverse("booking:own_cancel", args=[token, visit.pk]), {"reason": " ", "version": visit.version})
    visit.refresh_from_db()
    assert visit.state == "cancelled"
    assert Entry.objects.get(action="booking.visit.cancelled").sentence.endswith(": no reason given.")
    assert not visit.course.happenings.latest("pk").at  # the plan has the date no more


def test_what_was_said_is_kept_and_else_whoever_reads_it_sees_that_nothing_was() -> None:
    visit, other = procedure(), procedure("2027-03-17T10:00")
    for each, why in ((visit, "I am afraid of it."), (other, "")):
        token = token_of(each.patient)
        phone_of(each.patient, token).post(reverse("booking:own_cancel", args=[token, each.pk]), {"reason": why})
    assert list(OwnChange.objects.values_list("reason", flat=True)) == ["I am afraid of it.", ""]
    nell = cast.signed_in(cast.nell())
    page = nell.get(reverse("booking:own_changes")).content.decode()
    assert page.count("I am afraid of it.") == page.count("no reason given") == 1
    assert "no reason given" in nell.get(reverse("booking:visit", args=[other.pk])).content.decode()


def test_staff_say_why() -> None:
    with pytest.raises(Refused) as no:
        cancel_visit(actor=cast.nell(), visit=procedure(), reason=" ")
    assert no.value.field == "reason"
