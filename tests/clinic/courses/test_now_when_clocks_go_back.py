"""The legs are up while the clocks go back: what is left is time that passes, not what the wall clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from saphena.clinic.courses.today import cards_to_come, lines_of, now_card
from tests.pathway.protocol.test_drawing_over_the_calendar import up_all_night

HOME = datetime(2027, 11, 7, 6, 30, tzinfo=UTC)  # half past midnight in Edmonton; at two it is one o’clock again
PLAN = up_all_night({"procedure": "2027-11-06T20:00", "home": "2027-11-07T00:30"})


@pytest.mark.parametrize(
    ("minutes", "left"), [(10, "3 h 50 min left"), (80, "2 h 40 min left"), (140, "1 h 40 min left")]
)
def test_the_page_counts_down_the_hours_that_pass(minutes: int, left: str) -> None:
    card = now_card(lines_of([PLAN]), "en", HOME + timedelta(minutes=minutes))
    assert card is not None
    assert card.left_text == left
    assert card.until_text.endswith("03:30")
    assert card.fraction_left == pytest.approx(1 - minutes / 240)


def test_the_cards_to_come_turn_over_in_the_order_in_which_time_passes() -> None:
    turns = [when for when, _card in cards_to_come(lines_of([PLAN]), "en", HOME)]
    assert [round((when - HOME) / timedelta(minutes=1)) for when in turns][:4] == [60, 75, 120, 135]
