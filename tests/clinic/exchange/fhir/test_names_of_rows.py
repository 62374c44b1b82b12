"""What a row is called outside: the same each time, found again by us alone, and telling nothing."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from saphena.clinic.exchange.fhir.ids import part_id, row_id, row_of


@given(st.integers(0, 2**61 - 1))
@example(1)
@example(2**61 - 1)
def test_a_row_is_found_again_by_its_name_and_by_no_other_tables(number: int) -> None:
    name = row_id("people.patient", number)
    assert UUID(name).version == 8
    assert row_of("people.patient", name) == number
    assert row_of("booking.visit", name) is None


def test_neighbours_have_nothing_in_common() -> None:
    names = [row_id("people.patient", number) for number in range(1, 200)]
    assert len({name[:8] for name in names}) == len({name[-8:] for name in names}) == len(names)


@pytest.mark.parametrize("name", ["", "1", "x" * 36, "00000000-0000-4000-8000-000000000001", "urn:uuid:1"])
def test_what_is_no_name_of_ours_is_nobody(name: str) -> None:
    assert row_of("people.patient", name) is None


def test_a_name_is_written_in_one_way_only() -> None:
    name = row_id("people.patient", 7)
    assert row_of("people.patient", name.upper()) is None
    assert row_of("people.patient", f"{{{name}}}") is None


def test_another_clinic_calls_its_rows_otherwise() -> None:
    here, part = row_id("people.patient", 7), part_id("clinic")
    with override_settings(SECRET_KEY="another"):
        assert row_id("people.patient", 7) != here
        assert row_of("people.patient", here) is None
        assert part_id("clinic") != part
