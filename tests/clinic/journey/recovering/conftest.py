from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from tests import cast
from tests.clinic.journey.recovering.home import DAY_ONE

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """Half past nine on the day after the injection, and the clinic is set up, for every test that has a database."""
    if request.node.get_closest_marker("django_db") is None:
        yield None
        return
    request.getfixturevalue("db")
    with time_machine.travel(DAY_ONE, tick=False) as traveller:
        cast.clinic()
        yield traveller
