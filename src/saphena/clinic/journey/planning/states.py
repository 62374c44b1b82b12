"""What a treatment plan and a test session can be, and what can become of each: the whole tables."""

from __future__ import annotations

from enum import StrEnum

from saphena.pathway.planning.testing import Result


class PlanState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    REPLACED = "replaced"  # a newer version was signed


class PlanMove(StrEnum):
    SIGN = "sign"  # a physician puts their name to it
    REPLACE = "replace"  # by the version that is being signed


PLAN_MOVES: dict[tuple[PlanState, PlanMove], PlanState] = {
    (PlanState.DRAFT, PlanMove.SIGN): PlanState.SIGNED,
    (PlanState.SIGNED, PlanMove.REPLACE): PlanState.REPLACED,
}


class TestMove(StrEnum):
    """What becomes of a test session. A reaction may show itself later; it is never talked away."""

    __test__ = False  # its name begins like a test's

    TOLERATED = "tolerated"
    LOCAL = "local"
    SYSTEMIC = "systemic"


TEST_MOVES: dict[tuple[Result, TestMove], Result] = {
    (Result.OPEN, TestMove.TOLERATED): Result.TOLERATED,
    (Result.OPEN, TestMove.LOCAL): Result.LOCAL,
    (Result.OPEN, TestMove.SYSTEMIC): Result.SYSTEMIC,
    (Result.TOLERATED, TestMove.LOCAL): Result.LOCAL,
    (Result.TOLERATED, TestMove.SYSTEMIC): Result.SYSTEMIC,
    (Result.LOCAL, TestMove.SYSTEMIC): Result.SYSTEMIC,
}


def plan_states_before(move: PlanMove) -> list[PlanState]:
    return [state for state, its in PLAN_MOVES if its is move]


def results_before(move: TestMove) -> list[Result]:
    return [result for result, its in TEST_MOVES if its is move]
