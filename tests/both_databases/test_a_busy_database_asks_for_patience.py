"""Others write for too long: whoever waited in vain is told so and may try again; what they sent is not half kept."""

from __future__ import annotations

import json
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.people.applications.actions import let_in
from saphena.clinic.people.models import Patient
from tests import cast
from tests.both_databases.test_one_place_one_winner import clock
from tests.clinic.courses.treated import at
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import ready

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["clock"]

pytestmark = pytest.mark.django_db(transaction=True)


PATIENT = {
    "given_names": "Ada", "family_name": "Nguyen", "birth_date_day": "2", "birth_date_month": "3",
    "birth_date_year": "1961", "language": "en", "zone": "America/Edmonton",
}  # fmt: skip
# Our own patience for as short as it can be, the usual again, and how somebody else keeps the books.
IMPATIENT = {"sqlite": "PRAGMA busy_timeout = 10", "postgresql": "SET lock_timeout = '10ms'"}
USUAL = {"sqlite": "PRAGMA busy_timeout = 30000", "postgresql": "SET lock_timeout = 0"}
KEPT = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE"}


@contextmanager
def somebody_writing(table: str) -> Iterator[None]:
    """For as long as it lasts nobody else may write into the table."""
    other = connection.copy("other")
    with closing(other), other.cursor() as theirs, connection.cursor() as ours:
        theirs.execute(KEPT[connection.vendor].format(table=table))
        ours.execute(IMPATIENT[connection.vendor])
        yield
        ours.execute(USUAL[connection.vendor])
        theirs.execute("ROLLBACK")


def test_a_page_says_that_nothing_was_changed_and_asks_for_patience() -> None:
    nell = cast.signed_in(cast.nell())
    with somebody_writing("people_patient"):
        answer = nell.post(reverse("people:patient_add"), PATIENT)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Nothing was changed" in answer.content.decode()
    assert not Patient.objects.exists()
    assert nell.post(reverse("people:patient_add"), PATIENT).status_code == 302


def test_a_program_is_told_when_to_come_again() -> None:
    where, course = tiny_house(), ready()
    _row, token = let_in(actor=cast.max_(), name="The portal", scopes=["visits.write"])
    visits = [{"step": "procedure", "starts": at("2027-03-15T10:00").isoformat()}]
    told = json.dumps({"course": course.pk, "site": where.pk, "visits": visits})

    def book() -> tuple[int, str]:
        head = {"Authorization": f"Bearer {token}", "Idempotency-Key": "once"}
        address = reverse("exchange_visits:book")
        answer = Client().post(address, told, content_type="application/json", headers=head)
        return answer.status_code, answer.headers.get("Retry-After", "")

    with somebody_writing("booking_visit"):
        assert book() == (503, "5")
    assert not Visit.objects.exists()
    assert book() == (201, "")
