"""A clinic's own values: read exactly, held beside the source's, and the lowest ceiling still comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.treating import (
    Dose,
    Drawn,
    Form,
    Level,
    Library,
    Ratio,
    Unit,
    Unreadable,
    age,
    as_kept,
    kept,
    library,
    parts_of,
    room_for,
    shipped,
    standings,
    weigh,
    with_own,
)
from saphena.pathway.treating.ceilings import counting
from saphena.pathway.treating.figures import careless, read_part
from tests.pathway.treating.worked import TODAY, everything_confirmed

ALL = everything_confirmed()
PARTS = parts_of(shipped())
FOAM = Drawn("aethoxysklerol", Decimal(1), Form.FOAM, Ratio(1, 4))
LIQUID = Drawn("aethoxysklerol", Decimal(3))


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("polidocanol_day", "1,5", "1.5"), ("polidocanol_day", "1.5 mg/kg", "1.5"), ("foam_day", " 8 ml", "8"),
        ("lidocaine_plain", "250 mg", "250"), ("foam mixed", "45 s", "45"), ("observation any", "5 min", "5"),
        ("asclera_injection", "0,25", "0.25"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_was_typed(name: str, typed: str, read: str) -> None:
    assert str(read_part(PARTS[name][0], typed)) == read


@pytest.mark.parametrize(
    ("name", "typed", "rule"),
    [
        ("foam_day", "eight", "no number"), ("foam_day", "-8", "no number"), ("foam_day", "", "no number"),
        ("foam_day", "1e3", "wrong unit"), ("foam_day", "8 mg", "wrong unit"),
        ("polidocanol_day", "2 mg", "wrong unit"),
        ("foam_day", "8,000", "two ways"), ("foam_day", "0", "not above zero"), ("foam mixed", "59.5", "not whole"),
        ("foam_day", "100.1", "far from the source"), ("foam_day", "0.99", "far from the source"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(name: str, typed: str, rule: str) -> None:
    with pytest.raises(Unreadable) as no:
        read_part(PARTS[name][0], typed)
    assert no.value.rule == rule


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("foam_day", {"value": "10"}, ()), ("foam_day", {"value": "10.1"}, ("value",)),
        ("foam_day", {"value": "8"}, ()),
        ("foam mixed", {"warn": "60", "stop": "121"}, ("stop",)), ("observation any", {"walk": "9"}, ("walk",)),
        ("observation any", {"walk": "15", "watch": "20"}, ()), ("interval asclera", {"days": "6"}, ("days",)),
        ("amount weight_most", {"value": "260"}, ("value",)), ("amount weight_least", {"value": "25"}, ("value",)),
    ],
)  # fmt: skip
def test_less_care_than_the_source_asks_for_is_told(name: str, values: dict[str, str], told: tuple[str, ...]) -> None:
    exact = {part: Decimal(value) for part, value in values.items()}
    assert tuple(part.name for part in careless(PARTS[name], exact)) == told


def test_its_words_say_whose_value_it_is_and_what_the_source_has() -> None:
    own = with_own(shipped(), {"polidocanol_day": {"value": Decimal("1.5")}, "foam_any_day": {"value": Decimal(12)}})
    title = own.every_ceiling["polidocanol_day"].title
    assert title["en"] == "polidocanol 1.5 mg/kg a day (the clinic’s own; label 2 mg/kg)"
    assert title["fr"] == "polidocanol 1,5 mg/kg par jour (propre à la clinique; étiquette : 2 mg/kg)"
    assert "proposed 15 mL" in own.every_ceiling["foam_any_day"].title["en"]
    assert shipped().every_ceiling["polidocanol_day"].value == 2


def test_above_the_label_the_label_is_still_told_and_stops_nobody() -> None:
    own = library(own={"foam_day": {"value": Decimal(12)}})
    given = [Dose(FOAM, Decimal("9.5"), TODAY)]
    weighed = weigh(Dose(FOAM, Decimal(1), TODAY), given, Decimal(80), own)
    assert weighed.passed == ()
    assert "foam_day label" in {left.ceiling.name for left in weighed.notices}
    assert {row.ceiling.name for row in standings(given, Decimal(80), TODAY, own)} >= {"foam_day"}
    lower = library(own={"foam_day": {"value": Decimal(8)}})
    assert "foam_day label" not in lower.every_ceiling


def test_the_clock_of_a_foam_goes_by_the_clinics_own_seconds() -> None:
    own = library(own={"foam mixed": {"warn": Decimal(40), "stop": Decimal(90)}})
    made = datetime(2027, 3, 9, 12, tzinfo=UTC)
    assert [str(age(FOAM, made, made + timedelta(seconds=after), own).freshness) for after in (39, 40, 90, 91)] == [
        "fresh", "warn", "warn", "stop",
    ]  # fmt: skip


def test_what_held_then_is_read_again_as_it_was() -> None:
    own = library(own={"foam_day": {"value": Decimal("8.5")}})
    held = kept(own)
    assert held["foam_day"] == {"value": "8.5", "source": "10"}
    assert held["polidocanol_day"] == {"value": "2"}
    then = as_kept(library(own={"foam_day": {"value": Decimal(6)}}), held)
    assert {row.name: (row.value, row.title) for row in then.ceilings} == {
        row.name: (row.value, row.title) for row in own.ceilings if row.level is Level.LIMIT
    }


def test_a_number_or_a_figure_that_there_is_not_is_refused() -> None:
    for wrong in ({"rumour": {"value": Decimal(1)}}, {"foam_day": {"stop": Decimal(1)}}):
        with pytest.raises(KeyError):
            with_own(shipped(), wrong)


# ---- whatever the clinic has -----------------------------------------------------------------------------------------

OWN = st.dictionaries(
    st.sampled_from(sorted(ALL.every_ceiling)),
    st.fixed_dictionaries({"value": st.decimals(Decimal("0.05"), Decimal(400), places=2)}),
    max_size=12,
)
DOSES = st.lists(
    st.builds(
        Dose, st.sampled_from([FOAM, LIQUID, Drawn("fibrovein", Decimal(3))]),
        st.decimals(Decimal("0.1"), Decimal(6), places=1), st.just(TODAY),
        st.sampled_from(["gsv", "ssv", "tributary", "spider"]),
    ),
    max_size=6,
)  # fmt: skip
WEIGHTS = st.decimals(Decimal(30), Decimal(250), places=1)


@given(OWN, DOSES, WEIGHTS, st.sampled_from([FOAM, LIQUID]), st.sampled_from(["gsv", "spider"]))
def test_the_lowest_ceiling_wins_whatever_the_clinic_has(
    own: dict[str, dict[str, Decimal]], doses: list[Dose], weight: Decimal, syringe: Drawn, vein: str
) -> None:
    """Each ceiling alone, the others taken away, leaves so much; all together leave the least of that."""
    rows = with_own(ALL, own)
    together = room_for(syringe, doses, weight, TODAY, rows, vein=vein).lowest
    alone: list[Fraction] = []
    for ceiling, _amount in counting(syringe, rows):
        only = Library(**{**vars(rows), "every_ceiling": {ceiling.name: ceiling}})
        room = room_for(syringe, doses, weight, TODAY, only, vein=vein)
        alone += [left.exact for left in room.limits if left.exact is not None]
    assert together is not None
    assert together.exact == min(alone)
    limit = Fraction(together.ceiling.value) * (Fraction(weight) if together.ceiling.unit == Unit.MG_PER_KG else 1)
    assert together.limit == limit
    assert together.ceiling.value == own.get(together.ceiling.name, {"value": together.ceiling.value})["value"]
