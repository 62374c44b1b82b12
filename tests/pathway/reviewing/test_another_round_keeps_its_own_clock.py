"""Another injection of the same leg: its restrictions count from itself, and until both end the stricter holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan

EDMONTON = "America/Edmonton"
LEAFLET = Drawer(load("leaflet"))
TRIPS = ("no-long-trips", "no-long-trips-after-second")
FROM = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3 * 365 * 24).map(lambda hours: FROM + timedelta(hours=hours))


def kept_from(plan: Plan, at: datetime) -> bool:
    """Whether long trips are to be avoided at the moment."""
    return any(
        item.begin.at <= at < item.finish.at for item in plan.items if item.rule.id in TRIPS and item.finish is not None
    )


def ends(plan: Plan) -> list[datetime]:
    return [item.finish.at for item in plan.items if item.rule.id in TRIPS and item.finish is not None]


@settings(max_examples=40, deadline=None)
@given(first=MOMENTS, gap=st.integers(5, 60), later=st.integers(-2, 100))
def test_the_stricter_of_two_restrictions_wins(first: datetime, gap: int, later: int) -> None:
    second = first + timedelta(days=gap)
    alone = LEAFLET.draw({"injected": first}, zone=EDMONTON)
    of_second = LEAFLET.draw({"injected": second}, zone=EDMONTON)
    both = LEAFLET.draw({"injected": first, "second": second}, zone=EDMONTON)
    at = first + timedelta(days=later, hours=5)
    assert kept_from(both, at) == (kept_from(alone, at) or kept_from(of_second, at))
    assert max(ends(both)) == max(*ends(alone), *ends(of_second)) == max(ends(of_second))


@settings(max_examples=20, deadline=None)
@given(first=MOMENTS, gap=st.integers(5, 60))
def test_another_injection_shortens_nothing(first: datetime, gap: int) -> None:
    alone = LEAFLET.draw({"injected": first}, zone=EDMONTON)
    both = LEAFLET.draw({"injected": first, "second": first + timedelta(days=gap)}, zone=EDMONTON)
    assert min(ends(both)) == min(ends(alone))
