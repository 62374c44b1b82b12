"""Two maps of one person: what closed, what opened again, what refluxes anew, what widened."""

from __future__ import annotations

import pytest

from saphena.pathway.mapping import Kind, compare
from saphena.pathway.mapping.concluding import CHANGES
from tests.pathway.mapping.worked import derived

CLOSED = ("gsv.thigh.upper compressible no", "gsv.thigh.upper reflux 0")
REFLUX, NONE = ("gsv.thigh.upper reflux 900",), ("gsv.thigh.upper reflux 100",)
SEEN_NOT = ("gsv.thigh.upper state not_seen",)
CASES = [
    (REFLUX, CLOSED, [Kind.CLOSED]),
    (CLOSED, REFLUX, [Kind.REOPENED]),
    (CLOSED, NONE, [Kind.OPEN_AGAIN]),
    (NONE, REFLUX, [Kind.NEW_REFLUX]),
    (REFLUX, NONE, [Kind.REFLUX_GONE]),
    (REFLUX, REFLUX, [Kind.UNCHANGED]),
    (CLOSED, CLOSED, [Kind.UNCHANGED]),
    (REFLUX, SEEN_NOT, [Kind.NOT_COMPARABLE]),
    (SEEN_NOT, CLOSED, [Kind.NOT_COMPARABLE]),
    (REFLUX, ("gsv.thigh.upper state absent",), [Kind.CLOSED]),
]


def kinds(before: tuple[str, ...], after: tuple[str, ...]) -> list[Kind]:
    return [change.kind for change in compare(derived(*before), derived(*after)) if change.by is None]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_what_became_of_a_segment(before: tuple[str, ...], after: tuple[str, ...], expected: list[Kind]) -> None:
    assert kinds(before, after) == expected


def test_a_segment_that_stands_on_one_map_only_is_said_to_be_so() -> None:
    found = compare(derived("sfj reflux 0"), derived("sfj reflux 0", "ssv.upper reflux 900"))
    assert [(change.segment, change.kind) for change in found] == [
        ("ssv.upper", Kind.NOT_COMPARABLE), ("sfj", Kind.UNCHANGED),
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "kind"), [("7", Kind.WIDER), ("6.9", Kind.UNCHANGED), ("5", Kind.NARROWER)])
def test_wider_begins_with_one_millimetre(width: str, kind: Kind) -> None:
    before = derived("ssv.upper reflux 0", "ssv.upper diameter 6")
    after = derived("ssv.upper reflux 0", f"ssv.upper diameter {width}")
    found = compare(before, after)
    assert [change.kind for change in found] == [kind]
    if kind is not Kind.UNCHANGED:
        assert found[0].why is not None
        assert found[0].why.source


def test_new_reflux_in_a_vein_that_also_widened_is_two_changes_the_weightier_first() -> None:
    before = derived("ssv.upper reflux 0", "ssv.upper diameter 4")
    after = derived("ssv.upper reflux 2000", "ssv.upper diameter 6")
    assert [change.kind for change in compare(before, after)] == [Kind.NEW_REFLUX, Kind.WIDER, Kind.LONGER]


def test_a_perforator_measured_a_centimetre_higher_is_the_same_one() -> None:
    before, after = derived("pv.tibial.upper@24 reflux 900"), derived("pv.tibial.upper@25 reflux 0")
    assert Kind.REFLUX_GONE in [change.kind for change in compare(before, after)]


def test_a_map_compared_with_itself_has_not_changed() -> None:
    one = derived(*REFLUX, "ssv.upper reflux 0", "ssv.upper diameter 4", "pv.tibial.upper@24 diameter 3")
    assert {change.kind for change in compare(one, one)} <= {Kind.UNCHANGED, Kind.NOT_COMPARABLE}


def test_every_kind_of_change_has_its_words() -> None:
    assert set(CHANGES) == {str(kind) for kind in Kind}
