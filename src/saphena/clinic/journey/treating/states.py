"""The states of a session are the pathway's: saphena/pathway/treating/states.py has the whole table."""

from saphena.pathway.treating.states import ENDED, IN_THE_ROOM, MOVES, Move, Need, State, before

__all__ = ["ENDED", "IN_THE_ROOM", "MOVES", "Move", "Need", "State", "before"]
