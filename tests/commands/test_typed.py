"""Whatever is typed becomes something usable or one line that says why not; never a traceback."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from saphena.commands import CommandFailed
from saphena.commands.typed import Moments, read_facts, read_settings
from saphena.pathway.protocol.library import load

if TYPE_CHECKING:
    from collections.abc import Callable

LEAFLET = load("leaflet")
EDMONTON = ZoneInfo("America/Edmonton")
LIKE_A_MOMENT = st.from_regex(
    r"\A-?\d{1,5}-?W?\d{1,2}-?\d{0,2}([T ]\d{0,2}:?\d{0,2}:?\d{0,2}([+-]\d{0,2}:?\d{0,2}|Z)?)?\Z"
)


def one_line(read: Callable[[], object]) -> object:
    """What was read, or nothing when it was refused in one line."""
    said = ""
    try:
        return read()
    except CommandFailed as failure:
        said = str(failure)
    assert said.splitlines() == [said]
    return None


@given(st.one_of(LIKE_A_MOMENT, st.text(alphabet=st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"]))))
@example("2027-03-09")
@example("20270309")
@example("2027-W10-2")
@example("2027-03-14T02:30")
@example("9999-12-31T23:59")
@example("0001-01-01T00:00Z")
@example("2027-03-09T10:00+23:59:59.999999")
def test_a_moment_is_aware_and_in_reach_or_refused(words: str) -> None:
    moment = one_line(lambda: Moments(EDMONTON).read("--at procedure", words))
    if moment is not None:
        assert isinstance(moment, datetime)
        assert moment.utcoffset() is not None
        assert 1970 <= moment.year < 2200


@given(st.sampled_from([*LEAFLET.facts, "nothing"]), st.text(max_size=12))
def test_facts(name: str, value: str) -> None:
    words = f"{name}={value}".replace("\n", " ").replace("\r", " ")
    one_line(lambda: read_facts([" ".join(words.split())], LEAFLET))


@given(st.sampled_from([*LEAFLET.parameters, "nothing"]), st.one_of(st.floats().map(str), st.text(max_size=12)))
def test_settings(name: str, value: str) -> None:
    one_line(lambda: read_settings([" ".join(f"{name}={value}".split())], LEAFLET))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("no_ice", True),
        ("no_ice=no", False),
        ("no_ice=oui", True),
        ("drive_minutes=40", 40),
        ("drive_minutes=40,5", 40.5),
    ],
)
def test_facts_as_people_write_them(words: str, value: object) -> None:
    assert list(read_facts([words], LEAFLET).values()) == [value]


@pytest.mark.parametrize(
    ("words", "value"), [("bandage_nights=3", 3), ("bedtime=21:30", time(21, 30)), ("emergency_number=112", "112")]
)
def test_settings_as_people_write_them(words: str, value: object) -> None:
    assert list(read_settings([words], LEAFLET).values()) == [value]


@pytest.mark.parametrize("words", ["2027-03-09T10:00", "2027-03-09 10:00", "20270309T1000", "2027-03-09T10:00:00"])
def test_the_same_moment_written_in_several_ways(words: str) -> None:
    moments = Moments(EDMONTON)
    assert moments.read("--at", words).isoformat() == "2027-03-09T10:00:00-07:00"
    assert moments.notes == []


def test_an_offset_is_taken_as_it_is() -> None:
    moments = Moments(EDMONTON)
    assert moments.read("--at", "2027-03-14T02:30-07:00").isoformat() == "2027-03-14T02:30:00-07:00"
    assert moments.notes == []
