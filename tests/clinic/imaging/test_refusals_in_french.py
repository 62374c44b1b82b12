"""Every reason and every flag of the measuring is said in French too: the catalogue is held against their list."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from saphena.clinic.imaging.wording import spoken
from saphena.echo.measurement import Flag
from saphena.echo.reasons import Reason, Why
from saphena.echo.regions import Kind

ON_THE_COMMAND_LINE = {
    Why.FAULT, Why.NO_CODE, Why.NO_FILE, Why.NO_ENGINE, Why.SCHEDULER_WITHOUT_DASK, Why.NO_DASK, Why.NO_SCHEDULER,
}  # fmt: skip


def places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)", text))


@pytest.mark.parametrize("why", [why for why in Why if why not in ON_THE_COMMAND_LINE])
def test_a_reason_is_said_in_french_with_all_its_values(why: Why) -> None:
    with translation.override("fr-ca"):
        french = translation.gettext(str(why))
    assert french != str(why)
    assert places(french) == places(str(why))


@pytest.mark.parametrize(
    "said", [*(str(flag) for flag in Flag), *(kind.words for kind in Kind if kind.words != "M-mode")]
)
def test_a_flag_and_a_word_is_said_in_french(said: str) -> None:
    with translation.override("fr-ca"):
        assert spoken(said) != said


def test_numbers_are_written_as_they_are_read() -> None:
    with translation.override("fr-ca"):
        assert "0,31" in spoken(Reason(Why.NO_ELLIPSE, {"millimetres": 0.31}))
        assert "78\N{NO-BREAK SPACE}%" in spoken(Reason(Why.LITTLE_WALL, {"part": 0.78}))
        assert "1.2.840" in spoken(Reason(Why.UNKNOWN_SYNTAX, {"syntax": "1.2.840"}))


def test_a_reason_with_those_of_its_regions_is_said_whole() -> None:
    step = Reason(Why.IMPLAUSIBLE_STEP, {"step": 0.3, "unit": "cm"})
    more = [Reason(Why.OF_REGION, {"region": 2, "reason": each}) for each in (Reason(Why.A_GREY_BAR), step)]
    with translation.override("fr-ca"):
        told = spoken(Reason(Why.NO_SCALE, more=(*more, Reason(Why.SET_BY_HAND))))
    assert "Région 2" in told
    assert "0,3 cm" in told
    assert "grey" not in told
    assert "Set the scale" not in told


def test_in_english_it_stays_as_it_was_said() -> None:
    with translation.override("en-ca"):
        assert spoken(Reason(Why.EMPTY)) == "The file is empty."
