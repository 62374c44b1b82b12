"""The clinic is set up; the clock stands on an ordinary morning, a week before the worked calendar's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import translation

from tests import cast
from tests.clinic.courses.treated import at

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at("2027-03-02T11:00"), tick=False) as traveller, translation.override("en-ca"):
        cast.clinic()
        yield traveller
