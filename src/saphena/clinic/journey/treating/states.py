"""The states of a session are the pathway's: saphena/pathway/treating/states.py has the whole table."""

from saphena.pathway.treating.states import CLINICAL, ENDED, IN_THE_ROOM, MOVES, Move, Need, State, before

__all__ = ["CLINICAL", "ENDED", "IN_THE_ROOM", "MOVES", "Move", "Need", "State", "before"]
