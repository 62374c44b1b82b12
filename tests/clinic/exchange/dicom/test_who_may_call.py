"""A machine in the list is answered, from where it may call and under our name; nobody else is."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.utils import timezone

from saphena.clinic.exchange.dicom import door
from saphena.clinic.exchange.dicom.door import MOST_STRANGERS, _note_stranger
from saphena.clinic.imaging.models import Machine, TurnedAway
from saphena.clinic.imaging.states import NotLetIn
from tests import cast
from tests.clinic.exchange.dicom.machines import Side, machine


def test_a_machine_in_the_list_is_answered(side: Side) -> None:
    assert side.run("echoscu").returncode == 0


def test_a_stranger_is_turned_away_and_the_log_holds_nothing_that_it_typed(
    side: Side, caplog: pytest.LogCaptureFixture
) -> None:
    done = side.run("echoscu", title="STRANGER")
    assert done.returncode != 0
    assert "Calling AE Title Not Recognized" in done.stdout
    assert "turned away" in caplog.text
    assert "STRANGER" not in caplog.text


def test_who_calls_another_name_is_turned_away(side: Side) -> None:
    assert "Called AE Title Not Recognized" in side.run("echoscu", called="ELSEWHERE").stdout


def test_a_machine_that_calls_from_elsewhere_is_turned_away(side: Side, caplog: pytest.LogCaptureFixture) -> None:
    machine("FAR", addresses="192.0.2.0/24")
    assert side.run("echoscu", title="FAR").returncode != 0
    assert "its machine may not call from this address" in caplog.text


def test_a_machine_whose_door_was_closed_is_turned_away(side: Side, caplog: pytest.LogCaptureFixture) -> None:
    Machine.objects.update(closed_at=timezone.now())
    assert side.run("echoscu").returncode != 0
    assert "its machine may call no more" in caplog.text


@pytest.mark.parametrize("title", ["STRANGER", "CX50"])
def test_while_the_list_cannot_be_read_nobody_is_let_in(
    side: Side, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, title: str
) -> None:
    def locked(*_any: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(door, "_why_not", locked)
    done = side.run("echoscu", title=title)
    assert done.returncode != 0
    assert "Rejected Transient" in done.stdout
    assert "was not let in" in caplog.text
    monkeypatch.undo()
    assert side.run("echoscu").returncode == 0


def test_the_page_says_when_a_machine_called_and_what_whoever_was_turned_away_said(side: Side) -> None:
    max_ = cast.signed_in(cast.max_())
    assert "never yet" in max_.get("/images/machines/").text
    side.run("echoscu")
    side.run("echoscu", title="STRANGER")
    page = max_.get("/images/machines/").text
    assert "never yet" not in page
    assert "?ae_title=STRANGER&amp;addresses=127.0.0.1" in page
    form = max_.get("/images/machines/add/?ae_title=STRANGER&addresses=127.0.0.1").text
    assert 'value="STRANGER"' in form
    side.run("echoscu", called="ELSEWHERE")
    page = max_.get("/images/machines/").text
    assert "It called us ELSEWHERE" in page
    assert "STRANGER" not in page  # one row for each address


def test_whoever_hammers_at_the_door_fills_no_table(transactional_db: None) -> None:
    for number in range(MOST_STRANGERS + 5):
        for _again in range(2):
            _note_stranger(f"192.0.2.{number}", "X" * 40, "Y", NotLetIn.STRANGER)
    assert TurnedAway.objects.count() == MOST_STRANGERS
    assert TurnedAway.objects.latest("at").address == f"192.0.2.{MOST_STRANGERS + 4}"


@pytest.mark.parametrize(
    ("addresses", "caller", "may"),
    [
        ("192.168.10.21", "192.168.10.21", True),
        ("192.168.10.21", "192.168.10.22", False),
        ("192.168.10.0/24, 10.0.0.1", "192.168.10.200", True),
        ("192.168.10.0/24, 10.0.0.1", "10.0.0.1", True),
        ("fd00::/8", "fd00::5", True),
        ("fd00::/8", "192.168.10.21", False),
        ("192.168.10.0/24", "no address", False),
    ],
)
def test_an_address_is_inside_or_it_is_not(addresses: str, caller: str, may: bool) -> None:
    assert Machine(addresses=addresses).may_call_from(caller) is may
