"""Which machines may talk to the clinic: kept by the manager, wrong entries told at their field, doors closed."""

from __future__ import annotations

import pytest

from saphena.clinic.imaging.models import Machine
from saphena.clinic.record.models import Entry
from tests import cast

pytestmark = pytest.mark.django_db
CX50 = {"name": "CX50, room 1", "ae_title": "CX50", "addresses": "192.168.10.21", "character_set": "ISO_IR 192"}


def test_the_manager_lets_one_in_and_shuts_it_out() -> None:
    cast.clinic()
    max_ = cast.signed_in(cast.max_())
    assert "No machine may call yet" in max_.get("/images/machines/").text
    assert max_.post("/images/machines/add/", CX50).status_code == 302
    machine = Machine.objects.get()
    assert "192.168.10.21" in max_.get("/images/machines/").text
    assert max_.post(f"/images/machines/{machine.pk}/close/").status_code == 302
    machine.refresh_from_db()
    assert machine.closed_at
    assert Entry.objects.filter(action__startswith="imaging.machine.").count() == 2
    assert max_.post(f"/images/machines/{machine.pk}/", CX50).status_code == 302
    machine.refresh_from_db()
    assert machine.closed_at is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"addresses": "the next room"}, "is no network address"),
        ({"ae_title": "A TITLE THAT IS MUCH TOO LONG"}, "16"),
        ({"ae_title": "Gerät"}, "plain characters"),
        ({"ae_title": "A\\B"}, "plain characters"),
        ({"answer_port": "many"}, "whole number"),
    ],
    ids=["no address", "too long", "umlaut", "backslash", "no port"],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(wrong: dict[str, str], said: str) -> None:
    cast.clinic()
    answer = cast.signed_in(cast.max_()).post("/images/machines/add/", {**CX50, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert "CX50, room 1" in answer.text
    assert not Machine.objects.exists()


def test_one_name_is_one_machine() -> None:
    cast.clinic()
    max_ = cast.signed_in(cast.max_())
    max_.post("/images/machines/add/", CX50)
    assert max_.post("/images/machines/add/", {**CX50, "name": "another"}).status_code == 422
    assert Machine.objects.count() == 1
