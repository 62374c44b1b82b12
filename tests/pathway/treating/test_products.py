"""products.toml: every row has its source and its words, and what was only recalled is off."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from saphena.pathway.treating import Drawn, Form, Ratio, library, problems_with, shipped, stay_after, weight_problem
from saphena.pathway.treating.library import read

RAW = tomllib.loads((files("saphena.pathway.treating") / "products.toml").read_text(encoding="utf-8"))


def broken(table: str, name: str, **changed: object) -> dict[str, Any]:
    raw = deepcopy(RAW)
    raw[table][name].update(changed)
    return raw


def test_what_was_only_recalled_limits_nobody_until_it_is_confirmed() -> None:
    assert "lidocaine_plain" not in {row.name for row in shipped().ceilings}
    confirmed = library(["lidocaine_plain", "ratio 1+3"])
    assert "lidocaine_plain" in {row.name for row in confirmed.ceilings}
    assert confirmed.ratio_is_known(Ratio(1, 3))
    assert not shipped().ratio_is_known(Ratio(1, 3))
    assert set(shipped().waiting) - set(confirmed.waiting) == {"lidocaine_plain", "ratio 1+3"}


def test_a_row_that_is_not_off_cannot_be_confirmed() -> None:
    with pytest.raises(KeyError, match="polidocanol_day"):
        library(["polidocanol_day"])


@pytest.mark.parametrize(
    "raw",
    [
        broken("ceilings", "polidocanol_day", source="SOMEBODY"),
        broken("ceilings", "polidocanol_day", sure="recalled"),
        broken("ceilings", "polidocanol_day", sure="certain"),
        broken("ceilings", "lidocaine_plain", off=False),
        broken("ceilings", "polidocanol_day", operator="<"),
        broken("ceilings", "polidocanol_day", value="much"),
        broken("ceilings", "polidocanol_day", title={"en": "only"}),
        broken("ceilings", "polidocanol_day", substance="water"),
        broken("products", "asclera", substance="water"),
        broken("foam", "mixed", warn=120),
    ],
)
def test_a_row_that_is_not_complete_is_named(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"polidocanol_day|lidocaine_plain|asclera|mixed|water"):
        read(raw)


@pytest.mark.parametrize(
    ("drawn", "rules"),
    [
        (Drawn("aethoxysklerol", Decimal(1)), ()),
        (Drawn("aethoxysklerol", Decimal(1), Form.FOAM, Ratio(1, 4)), ()),
        (Drawn("aethoxysklerol", Decimal(1), Form.FOAM), ("no parts",)),
        (Drawn("aethoxysklerol", Decimal(1), Form.LIQUID, Ratio(1, 4)), ("parts without foam",)),
        (Drawn("aethoxysklerol", Decimal(1), Form.FOAM, Ratio(1, 3)), ("parts not confirmed",)),
        (Drawn("aethoxysklerol", Decimal("1.5")), ("not a strength of it",)),
        (Drawn("asclera", Decimal(1), Form.FOAM, Ratio(1, 4)), ("not given so",)),
        (Drawn("fibrovein", Decimal("0.5"), Form.FOAM, Ratio(1, 4)), ("not foamed in this strength",)),
        (Drawn("varithena", Decimal(1), Form.FOAM), ()),
        (Drawn("varithena", Decimal(1), Form.FOAM, Ratio(1, 4)), ("parts without foam",)),
        (Drawn("water", Decimal(1)), ("unknown product",)),
    ],
)
def test_what_is_wrong_with_a_syringe(drawn: Drawn, rules: tuple[str, ...]) -> None:
    assert problems_with(drawn, shipped()) == rules


@pytest.mark.parametrize(
    ("weight", "problem"),
    [(None, "missing"), ("29.9", "too low"), ("30", ""), ("250", ""), ("250.1", "too high"), ("700", "too high")],
)
def test_a_weight_that_cannot_be(weight: str | None, problem: str) -> None:
    assert weight_problem(Decimal(weight) if weight else None, shipped()) == problem


def test_the_longest_stay_that_any_product_asks_for() -> None:
    assert (stay_after([], shipped()).walk, stay_after([], shipped()).watch) == (10, 10)
    assert stay_after(["asclera", "varithena"], shipped()).walk == 15
    assert stay_after(["asclera"], library(["observation anaphylaxis"])).watch == 30


def test_days_between_sessions_come_from_labels() -> None:
    varithena, sotradecol = shipped().interval("varithena"), shipped().interval("sotradecol")
    assert varithena is not None
    assert varithena.days == 5
    assert sotradecol is None
