"""Moments, texts and numbers as FHIR writes them, whatever the clock does and whatever was typed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from saphena.clinic.exchange.fhir import codes
from saphena.clinic.exchange.fhir.naming import Naming
from saphena.clinic.exchange.fhir.people import patient
from saphena.clinic.exchange.fhir.shapes import LOINC, SNOMED, moment, narrative, number, resource, tidy, words
from saphena.clinic.people.models import Clinic, Patient
from saphena.clinic.people.zones import zone_names
from saphena.pathway.anatomy import anatomy
from tests.clinic.exchange.fhir.checked import valid

INSTANT = re.compile(
    r"([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?(Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
)
"""The specification's own pattern."""
EDMONTON = ZoneInfo("America/Edmonton")
EARLIEST, LATEST = datetime(1850, 1, 1), datetime(2150, 1, 1)  # noqa: DTZ001 - given a zone below


@given(st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)), st.sampled_from(zone_names()))
@example(datetime(1870, 6, 1, tzinfo=UTC), "America/Edmonton")  # by the sun: 7 h 33 min 52 s behind
@example(datetime(1970, 6, 1, tzinfo=UTC), "Africa/Monrovia")  # 44 min 30 s behind
def test_every_moment_is_a_valid_instant_and_the_same_moment(at: datetime, zone: str) -> None:
    told = moment(at, ZoneInfo(zone))
    assert INSTANT.fullmatch(told)
    assert datetime.fromisoformat(told) == at


@pytest.mark.parametrize(
    ("utc", "told"),
    [
        ("2026-03-08T08:59", "2026-03-08T01:59:00-07:00"),  # the hour after this one is skipped
        ("2026-03-08T09:00", "2026-03-08T03:00:00-06:00"),
        ("2026-11-01T07:30", "2026-11-01T01:30:00-06:00"),  # half past one, twice
        ("2026-11-01T08:30", "2026-11-01T01:30:00-07:00"),
    ],
)
def test_on_the_weekends_of_the_clock_change_the_offset_says_which_hour(utc: str, told: str) -> None:
    assert moment(datetime.fromisoformat(utc).replace(tzinfo=UTC), EDMONTON) == told


@given(st.text(max_size=60))
@example("\x00\x0b\ud800\ufffe\x1f")
@example("]]> & <script>")
def test_whatever_was_typed_stays_readable_as_xml(text: str) -> None:
    said = narrative([text])
    if words(text):
        root = ElementTree.fromstring(said["div"])  # noqa: S314 - what we have just written
        # XML reads every end of a line as one sign.
        assert "".join(root.itertext()) == words(text).replace("\r\n", "\n").replace("\r", "\n")
    else:
        assert said == {}


@given(st.text(max_size=100), st.text(max_size=100), st.text(max_size=100))
@example("Anne-Marie “Minou”", "O’Neil <b>&", "")
@example("\u202e\u05de\u05e8\u05d9\u05dd", "de\x00 la Peña", "+1 403 555")
def test_a_name_of_any_letters_makes_a_valid_patient(given_names: str, family_name: str, phone: str) -> None:
    row = Patient(
        pk=7, given_names=given_names, family_name=family_name, phone=phone, birth_date=date(1961, 4, 23), address=phone
    )
    naming = Naming(row, Clinic(name="Bow River", zone="America/Edmonton"), "en")
    told = valid(patient(naming, datetime(2027, 3, 9, tzinfo=UTC)))
    assert told["name"][0].get("family", "") == words(family_name)


Leaf = st.none() | st.booleans() | st.integers() | st.text(max_size=5)


@given(
    st.recursive(Leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("a"), inner), max_leaves=9)
)
def test_nothing_empty_is_left_at_any_depth(value: Any) -> None:
    def looked_through(each: Any, *, top: bool = False) -> None:
        assert top or (each is not None and each not in ("", [], {}))
        for inner in each.values() if isinstance(each, dict) else each if isinstance(each, list) else ():
            looked_through(inner)

    looked_through(tidy(value), top=True)


def test_nought_and_no_are_something() -> None:
    assert tidy({"valueInteger": 0, "valueBoolean": False, "note": [{"text": " "}]}) == {
        "valueInteger": 0,
        "valueBoolean": False,
    }


@given(st.decimals(-1000, 1000, places=3))
def test_a_number_is_the_number_that_is_kept(value: Decimal) -> None:
    assert Decimal(repr(number(value))) == value


def test_without_a_known_change_there_is_no_meta() -> None:
    assert "meta" not in resource("Basic", "1", said=["x"], language="en")


def test_every_code_of_others_is_in_the_tables_of_dicom() -> None:
    from pydicom.sr.codedict import codes as listed

    snomed = {getattr(listed.SCT, name).value for name in listed.SCT.dir()}
    sent = {
        each["code"]
        for segment in anatomy()
        for each in codes.vein_codings("left", segment.id)
        if each["system"] == SNOMED
    }
    assert sent | {each["code"] for each in codes.SURE.values()} <= snomed
    assert len(sent) > 20
    assert {"system": LOINC, "code": listed.LN.USVeinReport.value} == codes.REPORT
