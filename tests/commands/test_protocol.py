"""`saphena protocol`: what comes with Saphena, what a protocol says, and whether it may be given to a patient."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol import library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Answer

LEAFLET = library.shipped()["leaflet"]


def test_the_list_names_every_shipped_protocol(saphena: Callable[..., Answer]) -> None:
    answer = saphena("protocol", "list")
    assert answer.status == 0
    assert re.findall(r"^(\w+)  ", answer.out, re.MULTILINE) == list(library.shipped())
    assert answer.out.count("not approved") == len(library.shipped())
    listed = saphena("protocol", "list", "--json").json
    assert [each["id"] for each in listed] == list(library.shipped())
    assert listed[0]["fingerprint"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("protocol", library.shipped())
def test_a_protocol_is_shown_in_words(
    saphena: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, protocol: str, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    answer = saphena("protocol", "show", protocol, "--lang", language)
    shown = library.load(protocol)
    assert answer.status == 0
    assert max(map(len, answer.out.splitlines())) <= 80
    assert [rule.id for rule in shown.rules if f"  {rule.id}" not in answer.out] == []
    assert [name for name in (*shown.parameters, *shown.facts) if f"  {name}" not in answer.out] == []


def test_numbers_are_shown_with_their_bounds_and_reasons(saphena: Callable[..., Answer]) -> None:
    said = saphena("protocol", "show", "leaflet").out
    assert "bandage_nights = 5 nights (at least 1 night, at most 14 nights)" in said
    assert "bedtime = 22:00 (at least 19:00, at most 23:55)" in said


def test_a_rule_says_when_and_for_how_long_with_its_numbers(saphena: Callable[..., Answer]) -> None:
    said = re.sub(r"\s+", " ", saphena("protocol", "show", "leaflet").out)
    assert "legs-up [POST-1c]: do (must) from home, for 4 hours, not after bedtime on the day of home" in said
    assert "until the morning after 5 nights from bandaged, ends early on irritation or blister" in said
    assert "every 1 hour" in said
    assert "acetaminophen-most [POST-3]: good to know (must) SWITCHED OFF" in said


def test_the_file_itself(saphena: Callable[..., Answer]) -> None:
    assert saphena("protocol", "show", "leaflet", "--toml").raw == LEAFLET.read_bytes()


@pytest.mark.parametrize("protocol", library.shipped())
def test_every_shipped_protocol_passes_its_check(saphena: Callable[..., Answer], protocol: str) -> None:
    answer = saphena("protocol", "check", protocol)
    assert answer.status == 0
    assert answer.out.splitlines()[-1].startswith(f"{protocol}: 0 errors, ")


def test_the_mark_that_some_editors_write_first_changes_nothing(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(library.shipped()["leaflet"].read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert saphena("protocol", "check", str(file)).status == 0


def test_a_protocol_with_a_fault_is_found_out(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(LEAFLET.read_text().replace('until = "the morning after {stocking_nights} from bandaged"\n', ""))
    answer = saphena("protocol", "check", str(file))
    assert answer.status == 1
    assert answer.out.splitlines()[0].startswith("error: ")
    assert "stocking" in answer.out
    found = saphena("protocol", "check", str(file), "--json")
    assert found.status == 1
    assert {"id", "severity", "sentence", "rules", "conflict"} == found.json[0].keys()
    assert found.json[0]["severity"] == "error"


def test_a_file_that_cannot_be_read_gets_every_reason(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    text = LEAFLET.read_text().replace('kind = "choice"', 'kind = "chioce"').replace('about = "sauna"', "")
    file.write_text(text.replace('strength = "try"', 'strength = "perhaps"'))
    answer = saphena("protocol", "check", str(file))
    assert (answer.status, answer.raw) == (2, b"")
    lines = answer.err.splitlines()
    assert len(lines) > 2
    assert all(re.match(rf"saphena protocol: {re.escape(str(file))}:\d+: ", line) for line in lines)
    assert "did you mean choice?" in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "leafet"), "did you mean leaflet?"),
        (("check", "no/such.toml"), "cannot be read"),
        (("show", "leafet"), "did you mean leaflet?"),
        (("show", "no/such.toml", "--toml"), "cannot be read"),
        (("show", "leaflet", "--lang", "de"), "en, fr"),
        (("shw", "leaflet"), "shw"),
        ((), "list|show|check"),
    ],
)
def test_one_line_when_asked_wrongly(saphena: Callable[..., Answer], arguments: tuple[str, ...], said: str) -> None:
    answer = saphena("protocol", *arguments)
    assert (answer.status, answer.raw) == (2, b"")
    assert answer.err.count("\n") == 1
    assert said in answer.err
