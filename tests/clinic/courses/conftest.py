"""The clinic is set up, and its clock stands on the first afternoon of the worked calendar until a test moves it."""

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
    """Ten past one: Pat is home and has the legs up."""
    # A page in French leaves its language behind for the next one to change, and not every test has a next one.
    with time_machine.travel(at("2027-03-09T13:10"), tick=False) as traveller, translation.override("en-ca"):
        cast.clinic()
        yield traveller
