"""Whatever is injected, in whatever order and on whichever leg: the injection that passes a ceiling is told of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.treating import Dose, Drawn, Form, Library, Over, Ratio, Unit, mg_of, room_for, standings, weigh
from tests.pathway.treating.worked import TODAY, everything_confirmed

ROWS: Library = everything_confirmed()
RATIOS = [Ratio(1, 3), Ratio(1, 4), Ratio(1, 5)]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    product = draw(st.sampled_from(list(ROWS.products.values())))
    form = draw(st.sampled_from(product.forms))
    mixed = form == Form.FOAM and product.canister is None
    ratio = draw(st.sampled_from(RATIOS)) if mixed else None
    return Drawn(product.name, draw(st.sampled_from(product.strengths_as(form))), form, ratio)


VOLUMES = st.decimals(Decimal("0.01"), Decimal(12), places=2)
WEIGHTS = st.decimals(Decimal(30), Decimal(250), places=1)
DAYS = st.sampled_from([TODAY - timedelta(days=back) for back in range(9)])
VEINS = st.sampled_from(["", "gsv", "ssv", "perforator", "tributary", "reticular", "spider"])
DOSES = st.builds(Dose, drawn(), VOLUMES, DAYS, VEINS)


def worst(name: str, doses: list[Dose]) -> Fraction:
    """What one ceiling adds up to at its fullest, computed here once more and in another way."""
    ceiling = ROWS.every_ceiling[name]

    def amount(dose: Dose) -> Fraction:
        product = ROWS.products[dose.drawn.product]
        made = "" if dose.drawn.form == "liquid" else "canister" if product.canister else "mixed"
        matches = (
            ceiling.substance in ("", product.substance)
            and ceiling.product in ("", product.name)
            and ceiling.form in ("", dose.drawn.form)
            and ceiling.made in ("", made)
            and ceiling.strength in (None, dose.drawn.percent)
            and (not ceiling.veins or dose.vein in ceiling.veins)
            and (bool(ceiling.substance or ceiling.product) or product.kind == "sclerosant")
        )
        if not matches:
            return Fraction(0)
        return Fraction(dose.volume) if ceiling.unit == Unit.ML else mg_of(dose, ROWS)

    if ceiling.over == Over.INJECTION:
        return max((amount(dose) for dose in doses), default=Fraction(0))
    span = 1 if ceiling.over == Over.DAY else 7
    starts = {dose.day - timedelta(days=back) for dose in doses for back in range(span)}

    def within(start: date) -> Fraction:
        end = start + timedelta(days=span)
        return sum((amount(dose) for dose in doses if start <= dose.day < end), Fraction(0))

    return max((within(start) for start in starts), default=Fraction(0))


@given(st.lists(DOSES, max_size=8), WEIGHTS)
def test_in_any_order_of_writing_down_whatever_is_passed_in_the_end_was_told(
    doses: list[Dose], weight: Decimal
) -> None:
    told: set[str] = set()
    for number, dose in enumerate(doses):
        told |= {left.ceiling.name for left in weigh(dose, doses[:number], weight, ROWS).passed}
    for ceiling in ROWS.ceilings:
        if ceiling.level == "limit":
            limit = Fraction(ceiling.value) * (Fraction(weight) if ceiling.unit == Unit.MG_PER_KG else 1)
            assert (worst(ceiling.name, doses) > limit) == (ceiling.name in told)


@given(st.lists(DOSES, max_size=6).flatmap(lambda doses: st.tuples(st.just(doses), st.permutations(doses))), WEIGHTS)
def test_the_order_changes_no_total(both: tuple[list[Dose], list[Dose]], weight: Decimal) -> None:
    first, second = both
    assert standings(first, weight, TODAY, ROWS) == standings(second, weight, TODAY, ROWS)


@given(drawn(), st.lists(DOSES, max_size=6), WEIGHTS, VEINS)
def test_what_is_said_to_be_left_may_be_given_and_one_step_more_may_not(
    syringe: Drawn, doses: list[Dose], weight: Decimal, vein: str
) -> None:
    lowest = room_for(syringe, doses, weight, TODAY, ROWS, vein=vein).lowest
    if lowest is None or lowest.ml is None:
        return
    if lowest.ml > 0:
        assert weigh(Dose(syringe, lowest.ml, TODAY, vein), doses, weight, ROWS).passed == ()
    more = Dose(syringe, lowest.ml + ROWS.amounts["step"], TODAY, vein)
    assert lowest.ceiling.name in {left.ceiling.name for left in weigh(more, doses, weight, ROWS).passed}


@given(st.lists(DOSES, min_size=2, max_size=6), WEIGHTS)
def test_a_session_past_midnight_is_one_day(doses: list[Dose], weight: Decimal) -> None:
    night = [
        Dose(dose.drawn, dose.volume, TODAY + timedelta(days=number % 2), dose.vein, "one")
        for number, dose in enumerate(doses)
    ]
    evening = [Dose(dose.drawn, dose.volume, TODAY, dose.vein, "one") for dose in doses]
    over_midnight = {row.ceiling.name: row.used for row in standings(night, weight, TODAY, ROWS, "one")}
    on_one_day = {row.ceiling.name: row.used for row in standings(evening, weight, TODAY, ROWS, "one")}
    assert over_midnight == on_one_day
