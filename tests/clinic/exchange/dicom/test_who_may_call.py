"""A machine in the list is answered, from where it may call and under our name; nobody else is."""

from __future__ import annotations

import pytest
from django.utils import timezone

from saphena.clinic.imaging.models import Machine
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
    assert "FAR may not call from this address" in caplog.text


def test_a_machine_whose_door_was_closed_is_turned_away(side: Side, caplog: pytest.LogCaptureFixture) -> None:
    Machine.objects.update(closed_at=timezone.now())
    assert side.run("echoscu").returncode != 0
    assert "CX50 may call no more" in caplog.text


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
