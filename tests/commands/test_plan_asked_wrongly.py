"""Whatever is typed wrongly gets one line that names the place and what would be right; nothing is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol import library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Answer

AT = ("--at", "procedure=2027-03-09T10:00")

WRONG = [
    # a protocol
    ("leafet", AT, ["leafet", "did you mean leaflet?"]),
    ("elsewhere/none.toml", AT, ["elsewhere/none.toml", "cannot be read"]),
    # a moment
    ("leaflet", (), ["--at procedure=2027-03-09T10:00"]),
    ("leaflet", ("--at", "procedure"), ["--at procedure: write it like"]),
    ("leaflet", ("--at", "procedure="), ["write it like"]),
    ("leaflet", ("--at", "=2027-03-09T10:00"), ["write it like"]),
    ("leaflet", ("--at", "procedure=2027-03-09"), ["say the time too: 2027-03-09T10:00"]),
    ("leaflet", ("--at", "procedure=2027-02-30T10:00"), ["procedure=2027-02-30T10:00", "no such time"]),
    ("leaflet", ("--at", "procedure=2027-03-09T25:00"), ["no such time", "hour"]),
    ("leaflet", ("--at", "procedure=tomorrow"), ["tomorrow is no date", "2027-03-09T10:00"]),
    ("leaflet", ("--at", "procedure=9999-12-31T10:00"), ["9999 is out of range"]),
    ("leaflet", ("--at", "procedure=0001-01-01T10:00"), ["year 1 is out of range"]),
    ("leaflet", ("--at", "procedure=2027-03-09T10:00+99:00"), ["no such time"]),
    ("leaflet", (*AT, *AT), ["procedure already has a time"]),
    # an event
    ("leaflet", ("--at", "procedur=2027-03-09T10:00"), ["procedur", "did you mean procedure?"]),
    ("leaflet", ("--at", "procedure.2=2027-03-09T10:00"), ["procedure 2", "procedure?"]),
    ("leaflet", ("--at", "next appointment=2027-03-09T10:00"), ["next appointment"]),
    # a fact, a parameter, an observation
    ("leaflet", (*AT, "--fact", "drive_minuts=40"), ["--fact drive_minuts=40", "did you mean drive_minutes?"]),
    ("leaflet", (*AT, "--fact", "drive_minutes"), ["how many minutes?"]),
    ("leaflet", (*AT, "--fact", "drive_minutes=far"), ["a number of minutes, not far"]),
    ("leaflet", (*AT, "--fact", "drive_minutes=nan"), ["a number of minutes, not nan"]),
    ("leaflet", (*AT, "--fact", "drive_minutes=-5"), ["drive_minutes", "-5"]),
    ("leaflet", (*AT, "--fact", "two_light_stockings=perhaps"), ["yes or no, not perhaps"]),
    ("leaflet", (*AT, "--set", "bandage_night=3"), ["did you mean bandage_nights?"]),
    ("leaflet", (*AT, "--set", "bandage_nights"), ["write it like --set bandage_nights=3"]),
    ("leaflet", (*AT, "--set", "bandage_nights=many"), ["a number of nights, not many"]),
    ("leaflet", (*AT, "--set", "bandage_nights=99"), ["above", "14"]),
    ("leaflet", (*AT, "--set", "bandage_nights=3.5"), ["bandage_nights is counted in nights"]),
    ("leaflet", (*AT, "--set", "bedtime=25:00"), ["a time of day like 07:00, not 25:00"]),
    ("leaflet", (*AT, "--set", "bedtime=22"), ["a time of day like 07:00, not 22"]),
    ("leaflet", (*AT, "--set", "bandage_nights=3", "--set", "bandage_nights=4"), ["bandage_nights is said already"]),
    ("leaflet", (*AT, "--set", "first_scan_from_days=-1"), ["below the least it may be, 1 day"]),
    ("leaflet", (*AT, "--set", "walk_least=30"), ["above the most it may be, 15 minutes"]),
    ("leaflet", (*AT, "--fact", "drive_minutes=999999999999"), ["outside the calendar"]),
    ("leaflet", (*AT, "--fact", "drive_minutes=1e300"), ["outside the calendar"]),
    ("leaflet", (*AT, "--fact", "drive_minutes=40", "--fact", "drive_minutes=50"), ["drive_minutes is said already"]),
    ("leaflet", (*AT, "--fact", "two_light_stockings", "--fact", "one_medium_stocking"), ["one or the other"]),
    ("", AT, ["no protocol is called “”"]),
    ("leaflet", (*AT, "--seen", "blisters=2027-03-11T08:00"), ["did you mean blister?"]),
    ("leaflet", (*AT, "--seen", "blister=2027-03-11"), ["say the time too"]),
    # what it was
    ("leaflet", (*AT, "--was", "procedur=2027-03-07T10:00"), ["did you mean procedure?"]),
    ("leaflet", (*AT, "--was", "review=none"), ["--was review=none", "--at review="]),
    ("leaflet", (*AT, "--was", "procedure=2027-03-07T10:00", "--format", "pdf"), ["--was goes with table"]),
    # how it is to be said
    ("leaflet", (*AT, "--zone", "America/Edmontn"), ["did you mean America/Edmonton?"]),
    ("leaflet", (*AT, "--zone", "../../etc/passwd"), ["no time zone is called that"]),
    ("leaflet", (*AT, "--lang", "de"), ["--lang de", "en, fr"]),
    ("leaflet", (*AT, "--format", "jsn"), ["--format jsn", "did you mean json?"]),
    ("leaflet", (*AT, "--who", "pateint"), ["did you mean patient?"]),
    ("leaflet", (*AT, "--paper", "a5"), ["letter, a4"]),
    ("leaflet", (*AT, "--format", "pdf", "--who", "all"), ["the patient's alone"]),
    ("leaflet", ("--at", "requested=2027-03-09T10:00", "--format", "pdf"), ["the day of the treatment"]),
    ("leaflet", (*AT, "--harbour"), ["--harbour"]),
]


@pytest.mark.parametrize(("protocol", "arguments", "said"), WRONG, ids=lambda value: " ".join(value)[-40:])
def test_one_line_that_names_the_place(
    saphena: Callable[..., Answer], tmp_path: Path, protocol: str, arguments: tuple[str, ...], said: list[str]
) -> None:
    file = tmp_path / "answer.out"
    answer = saphena("plan", protocol, *arguments, "-o", str(file))
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert answer.err.startswith("saphena plan: ")
    assert [words for words in said if words not in answer.err] == []
    assert answer.raw == b""
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_is_named_with_its_line(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('[protocol]\nid = "ours\n')
    answer = saphena("plan", str(file), *AT)
    assert (answer.status, answer.raw) == (2, b"")
    assert answer.err.startswith(f"saphena plan: {file}:2: is not valid TOML")
    assert answer.err.count("\n") == 1


def test_a_file_that_says_nonsense_is_named_with_rule_and_field(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    text = library.shipped()["leaflet"].read_text()
    file.write_text(text.replace('until = "the morning after {bandage_nights} from bandaged"', 'until = "a while"'))
    answer = saphena("plan", str(file), *AT)
    assert answer.status == 2
    assert "rule bandage" in answer.err
    assert "“a while” is no moment" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("place", ["no/such/folder/plan.json", "."])
def test_a_place_that_cannot_be_written(saphena: Callable[..., Answer], tmp_path: Path, place: str) -> None:
    answer = saphena("plan", "leaflet", *AT, "--format", "json", "-o", str(tmp_path / place))
    assert answer.status == 2
    assert "cannot be written" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_paper_without_typst_says_how_to_get_it(
    saphena: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = saphena("plan", "leaflet", *AT, "-o", str(tmp_path / "handout.pdf"))
    assert answer.status == 2
    assert "saphena[paper]" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_is_not_poured_into_a_terminal(saphena: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    answer = saphena("plan", "leaflet", *AT, "--format", "pdf")
    assert (answer.status, answer.raw) == (2, b"")
    assert "-o handout.pdf" in answer.err


# --- the hours that clocks skip or repeat are taken, and said ---
def test_an_hour_that_the_clocks_skip_is_moved_and_noted(saphena: Callable[..., Answer]) -> None:
    answer = saphena("plan", "leaflet", "--at", "procedure=2027-03-14T02:30", "--format", "json")
    assert answer.status == 0
    assert answer.json["events"]["procedure"]["at"] == "2027-03-14T03:30:00-06:00"
    assert answer.err == (
        "note: --at procedure=2027-03-14T02:30: the clocks skip that hour in America/Edmonton; taken as 03:30\n"
    )


def test_an_hour_that_comes_twice_is_the_first_and_noted(saphena: Callable[..., Answer]) -> None:
    answer = saphena("plan", "leaflet", "--at", "procedure=2027-11-07T01:30", "--format", "json")
    assert answer.json["events"]["procedure"]["at"] == "2027-11-07T01:30:00-06:00"
    assert "comes twice" in answer.err
