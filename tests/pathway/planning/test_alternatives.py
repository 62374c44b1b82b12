"""Heat first where a guideline says so, with its source."""

from __future__ import annotations

from decimal import Decimal

import pytest

from saphena.pathway.planning.alternatives import statements_for, ways

NICE, ESVS_GSV = "NICE QS67, statement 3", "ESVS 2022, recommendation 28 (number inferred)"


@pytest.mark.parametrize(
    ("vein", "diameter", "sources"),
    [
        ("gsv", None, [NICE, ESVS_GSV]),
        ("gsv", "12", [NICE, ESVS_GSV]),
        ("gsv", "12.1", [NICE, ESVS_GSV, "ESVS 2022, recommendation 53"]),
        ("ssv", "4", [NICE, "ESVS 2022, recommendation 43"]),
        ("accessory", None, [NICE]),
        ("tributary", "5", []),
    ],
)
def test_what_guidelines_say_of_a_vein(vein: str, diameter: str | None, sources: list[str]) -> None:
    found = statements_for(vein, Decimal(diameter) if diameter else None)
    assert [each.source for each in found] == sources
    assert all(each.puts_heat_first for each in found)


def test_every_way_has_a_name_in_both_languages() -> None:
    assert set(ways()) == {"thermal", "foam", "surgery", "compression", "wait"}
