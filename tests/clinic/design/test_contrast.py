"""Every pair of colours that a sheet puts together can be read: AA everywhere, AAA for what a patient reads."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from tests.clinic.design.palette import BLINDNESSES, contrast, distance, palettes, seen

AA, AAA, GRAPHIC = 4.5, 7.0, 3.0
PAPERS = ("paper", "raised", "sunken")
PALETTES = palettes()

PATIENT_TEXT = [
    *product(("ink", "ink-soft", "accent", "accent-strong"), (*PAPERS, "accent-wash")),
    *product(("ink", "warning"), ("warning-wash",)),
    *product(("ink", "stop"), ("stop-wash", "paper", "raised")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-stop", "stop-fill"),
    ("on-now", "now"),
    ("on-now-soft", "now"),
]
STAFF_TEXT = [
    *product(("ink-faint",), PAPERS),
    *product(("reflux", "competent", "closed", "not-seen", "warning", "stop"), PAPERS),
    *((state, f"{state}-wash") for state in ("reflux", "competent", "closed", "not-seen", "warning", "stop")),
]
GRAPHICS = [
    *product(("edge", "accent", "focus"), PAPERS),
    *product(("warning-mark",), ("paper", "raised")),
    ("now-ring", "now"),
    ("now-ring", "now-track"),
    ("on-now", "now"),
]
STATES = ("reflux", "competent", "closed", "warning", "stop")


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("text", "ground"), PATIENT_TEXT)
def test_what_a_patient_reads_reaches_aaa(palette: str, text: str, ground: str) -> None:
    assert contrast(PALETTES[palette][text], PALETTES[palette][ground]) >= AAA


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("text", "ground"), STAFF_TEXT)
def test_what_staff_read_reaches_aa(palette: str, text: str, ground: str) -> None:
    assert contrast(PALETTES[palette][text], PALETTES[palette][ground]) >= AA


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("line", "ground"), GRAPHICS)
def test_edges_marks_and_the_focus_are_seen(palette: str, line: str, ground: str) -> None:
    assert contrast(PALETTES[palette][line], PALETTES[palette][ground]) >= GRAPHIC


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("blindness", BLINDNESSES)
@pytest.mark.parametrize("pair", [("reflux", "competent"), ("reflux", "closed"), ("competent", "warning")])
def test_states_that_must_not_be_confused_look_different_to_the_colour_blind(
    palette: str, blindness: str, pair: tuple[str, str]
) -> None:
    one, other = (seen(PALETTES[palette][name], blindness) for name in pair)
    assert distance(one, other) > 10


@pytest.mark.parametrize("palette", PALETTES)
def test_no_two_states_share_a_colour(palette: str) -> None:
    for one, other in combinations(STATES, 2):
        assert PALETTES[palette][one] != PALETTES[palette][other]
