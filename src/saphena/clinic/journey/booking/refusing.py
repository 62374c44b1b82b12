"""A time that cannot be had: which gate or what else stands in the way, and what is near that can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.speaking import language
from saphena.pathway.booking.explaining import Explainer
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.offers import ObstacleKind
from saphena.pathway.booking.words import say
from saphena.pathway.protocol.wording import say_clock, say_day
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from saphena.pathway.booking.offers import Obstacle, Placed
    from saphena.pathway.booking.searching import Search

NEAR = 3
GATES = (ObstacleKind.SHUT, ObstacleKind.TOO_EARLY, ObstacleKind.EXPIRED)


class Unavailable(Refused):
    """The time cannot be had. `near` are the nearest that can, `obstacles` and `words` say why (none: it is taken)."""

    def __init__(
        self,
        reason: str,
        near: Sequence[Placed] = (),
        obstacles: Sequence[Obstacle] = (),
        words: Sequence[str] = (),
    ) -> None:
        super().__init__(reason, "starts")
        self.near = tuple(near)
        self.obstacles = tuple(obstacles)
        self.words = tuple(words)

    @property
    def gates(self) -> tuple[Obstacle, ...]:
        """The gates among what stands in the way: a person with the right can open them."""
        return tuple(each for each in self.obstacles if each.kind in GATES)


class CannotBe(Exception):
    """A time cannot be had. It is explained outside of the transaction: looking for what is near takes a while."""

    def __init__(self, again: Callable[[], Search], step: str, wanted: datetime) -> None:
        super().__init__(step)
        self.again, self.step, self.wanted = again, step, wanted

    def explained(self) -> Unavailable:
        return unavailable(self.again(), self.step, self.wanted)


def unavailable(search: Search, step: str, wanted: datetime) -> Unavailable:
    """Why it cannot be at that moment, and three times near it."""
    here, said = wanted.astimezone(search.span.zone), language()
    day = here.date()
    obstacles = Explainer(search).why_not(step, day, day)
    near = search.near(here, NEAR)
    words = [say(each, search.course, shipped().roles, said, day.year) for each in obstacles]
    sentence = "; ".join(words) if words else _("%(time)s is just taken") % {"time": clock_of(here)}
    return Unavailable(f"{sentence}. {_near(near)}".strip(), near, obstacles, words)


def clock_of(moment: datetime) -> str:
    said = language()
    return f"{say_day(moment.date(), said, moment.year, short=True)}, {say_clock(moment.timetz(), said)}"


def _near(near: Sequence[Placed]) -> str:
    if not near:
        return ""
    return _("These are near: %(times)s.") % {"times": "; ".join(clock_of(each.starts) for each in near)}
