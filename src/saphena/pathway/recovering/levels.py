"""How soon somebody has to act: the smaller, the sooner."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Level"]


class Level(IntEnum):
    """What an answer asks for."""

    EMERGENCY = 0  # the emergency number, now
    TODAY = 1  # the clinic, the same day
    OFFICE = 2  # the clinic, in office hours
    SELF = 3  # looked after at home, asked about again
    NOTHING = 4  # all as it should be

    @classmethod
    def named(cls, name: str) -> Level:
        """The level as the table writes it. Raises `ValueError` for any other word."""
        try:
            return cls[name.upper()]
        except KeyError:
            raise ValueError(f"{name} is no level; known are {', '.join(each.key for each in cls)}") from None

    @property
    def key(self) -> str:
        """As it stands in the table and in the database."""
        return self.name.lower()

    def up(self, by: int = 1) -> Level:
        """So many levels more urgent; never more than an emergency."""
        return Level(max(self - by, Level.EMERGENCY))
