"""Products and their ceilings as a clinic writes them: products.toml, read and checked row by row.

A row that was only recalled is off until the clinic has confirmed it by its name. A row of our own (sure = engineering)
is in force, marked as not confirmed, until the clinic confirms it or puts it off.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.treating.amounts import Ratio, read_ratio
from saphena.pathway.treating.rows import (
    Amount,
    Ceiling,
    FoamLimit,
    Form,
    Interval,
    Kind,
    Level,
    Observation,
    Over,
    Product,
    RatioRow,
    Source,
    Substance,
    Sure,
    Unit,
    Vein,
    said_amount,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "Ceiling", "FoamLimit", "Form", "Interval", "Kind", "Level", "Library", "Observation", "Over", "Product",
    "RatioRow", "Source", "Substance", "Sure", "Unit", "Vein", "library", "read", "shipped",
]  # fmt: skip


@dataclass(frozen=True)
class Library:
    """Everything that may be injected and what limits it. Rows that are off are in it, and are not asked."""

    sources: Mapping[str, Source]
    substances: Mapping[str, Substance]
    products: Mapping[str, Product]
    every_ceiling: Mapping[str, Ceiling]
    every_foam: Mapping[str, FoamLimit]
    every_observation: Mapping[str, Observation]
    every_interval: Mapping[str, Interval]
    every_ratio: Mapping[str, RatioRow]
    every_amount: Mapping[str, Amount]
    confirmed: frozenset[str] = frozenset()
    put_off: frozenset[str] = frozenset()

    def is_on(self, name: str, off: bool) -> bool:
        return name in self.confirmed if off else name not in self.put_off

    def is_unconfirmed(self, name: str) -> bool:
        """Whether it is our own proposal that nobody here has confirmed."""
        return name in self.proposals and name not in self.confirmed

    @property
    def amounts(self) -> dict[str, Decimal]:
        return {name: row.value for name, row in self.every_amount.items()}

    @property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """The ceilings in force."""
        return tuple(row for name, row in self.every_ceiling.items() if self.is_on(name, row.off))

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of rows that are off because nobody has confirmed them."""
        return tuple(name for name in self.switchable if name not in self.confirmed)

    @property
    def switchable(self) -> tuple[str, ...]:
        """The names of all rows that ship off."""
        ceilings = [name for name, row in self.every_ceiling.items() if row.off]
        ratios = [f"ratio {name}" for name, row in self.every_ratio.items() if row.off]
        stays = [f"observation {name}" for name, row in self.every_observation.items() if row.off]
        days = [f"interval {name}" for name, row in self.every_interval.items() if row.off]
        return (*ceilings, *ratios, *stays, *days)

    @property
    def proposals(self) -> tuple[str, ...]:
        """The names of the rows that are our own: no source gives them."""
        ours = [name for name, row in self.every_ceiling.items() if row.sure is Sure.ENGINEERING]
        clocks = [f"foam {name}" for name, row in self.every_foam.items() if row.sure is Sure.ENGINEERING]
        stays = [f"observation {name}" for name, row in self.every_observation.items() if row.sure is Sure.ENGINEERING]
        bounds = [f"amount {name}" for name, row in self.every_amount.items() if row.sure is Sure.ENGINEERING]
        return (*ours, *clocks, *stays, *bounds)

    @property
    def foam(self) -> dict[str, FoamLimit]:
        """The clocks in force."""
        return {name: row for name, row in self.every_foam.items() if self.is_on(f"foam {name}", False)}

    def as_said(self, on: Iterable[str], off: Iterable[str] = ()) -> Library:
        """The same, as the clinic has it: confirmed rows in force, proposals that it put off not.

        `KeyError` for a row that nobody can switch. Bounds against slips of the finger are confirmed, never put off.
        """
        wanted, unwanted = frozenset(on), frozenset(off)
        may_be_off = {name for name in self.proposals if not name.startswith("amount ")}
        if unknown := (wanted - {*self.switchable, *self.proposals}) | (unwanted - may_be_off):
            raise KeyError(f"nothing that can be switched is called {', '.join(sorted(unknown))}")
        return replace(self, confirmed=wanted, put_off=unwanted)

    def interval(self, product: str) -> Interval | None:
        """The days that a label asks for between two sessions, if a row in force says so."""
        row = self.every_interval.get(product)
        return row if row and self.is_on(f"interval {product}", row.off) else None

    def ratio_is_known(self, ratio: Ratio) -> bool:
        row = self.every_ratio.get(str(ratio))
        return row is not None and self.is_on(f"ratio {ratio}", row.off)


def library(
    confirmed: Iterable[str] = (),
    put_off: Iterable[str] = (),
    own: Mapping[str, Mapping[str, Decimal]] | None = None,
) -> Library:
    """What we ship, as the clinic has it: with what it confirmed, its own values, and without what it put off."""
    from saphena.pathway.treating.own import with_own

    on, off = frozenset(confirmed), frozenset(put_off)
    said = shipped().as_said(on, off) if on or off else shipped()
    return with_own(said, own) if own else said


@cache
def shipped() -> Library:
    """What we ship, read once; every row that was only recalled is off."""
    path = files("saphena.pathway.treating") / "products.toml"
    return read(tomllib.loads(path.read_text(encoding="utf-8")))


def read(raw: dict[str, Any]) -> Library:
    """The file's tables -> rows. Raises `ValueError` that names the row that is not complete."""
    sources = {key: Source(key, row["name"], row.get("year")) for key, row in raw["sources"].items()}
    reader = _Reader(sources)
    substances = {name: Substance(name, row["title"], row["codes"]) for name, row in raw["substances"].items()}
    products = {name: reader.row(name, row, reader.product) for name, row in raw["products"].items()}
    for product in products.values():
        if product.substance not in substances:
            raise ValueError(f"{product.name}: no substance is called {product.substance}")
    ceilings = {name: reader.row(name, row, reader.ceiling) for name, row in raw["ceilings"].items()}
    for ceiling in ceilings.values():
        if ceiling.product not in {"", *products} or ceiling.substance not in {"", *substances}:
            about = ceiling.product or ceiling.substance
            raise ValueError(f"{ceiling.name}: it is about {about}, which is not in the file")
    return Library(
        sources,
        substances,
        products,
        ceilings,
        {name: reader.row(name, row, reader.foam) for name, row in raw["foam"].items()},
        {name: reader.row(name, row, reader.observation) for name, row in raw["observation"].items()},
        {name: reader.row(name, row, reader.interval) for name, row in raw["intervals"].items()},
        {name: reader.row(name, row, reader.ratio) for name, row in raw["ratios"].items()},
        {name: reader.row(name, row, reader.amount) for name, row in raw["amounts"].items()},
    )


class _Reader:
    """Reads one row after the other; what is wrong is told with the row's name."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def row(self, name: str, raw: dict[str, Any], make: Any) -> Any:
        try:
            return make(name, self.sourced(name, dict(raw)))
        except (KeyError, TypeError, ArithmeticError, ValueError) as error:
            raise ValueError(f"{name}: {error}") from error

    def sourced(self, name: str, raw: dict[str, Any]) -> dict[str, Any]:
        """The row with its source in place of the source's key; a recalled row has to be off."""
        if raw.get("source") not in self.sources:
            raise ValueError(f"{name}: no source is called {raw.get('source')}")
        sure = Sure(raw.get("sure", Sure.FOUND))
        if (sure == Sure.RECALLED) != bool(raw.get("off")):
            raise ValueError(f"{name}: what is only recalled is off until confirmed, and nothing else is")
        return {**raw, "source": self.sources[raw["source"]]}

    def product(self, name: str, raw: dict[str, Any]) -> Product:
        exact: dict[str, Any] = {key: Decimal(raw.pop(key)) for key in ("canister", "ampoule") if key in raw}
        for key in ("strengths", "foam_strengths"):
            exact[key] = tuple(map(Decimal, raw.pop(key, ())))
        forms, kind = tuple(map(Form, raw.pop("forms"))), Kind(raw.pop("kind", Kind.SCLEROSANT))
        return Product(name, forms=forms, kind=kind, excipients=tuple(raw.pop("excipients", ())), **exact, **raw)

    def ceiling(self, name: str, raw: dict[str, Any]) -> Ceiling:
        if raw.pop("operator") != "<=":
            raise ValueError("a ceiling is reached with <=: the amount itself is still allowed")
        strength = Decimal(raw.pop("strength")) if "strength" in raw else None
        veins = tuple(Vein(vein) for vein in raw.pop("veins", ()))
        value, unit, over = Decimal(raw.pop("value")), Unit(raw.pop("unit")), Over(raw.pop("over"))
        sure, level = Sure(raw.pop("sure")), Level(raw.pop("level", Level.LIMIT))
        pattern = raw.pop("title")
        if set(pattern) != {"en", "fr"} or value <= 0 or any("{amount}" not in words for words in pattern.values()):
            raise ValueError("a ceiling is above zero and has its words in both languages, with {amount} in them")
        title = {name: words.replace("{amount}", said_amount(value, unit, name)) for name, words in pattern.items()}
        exact: dict[str, Any] = {"over": over, "value": value, "unit": unit, "sure": sure, "level": level}
        exact |= {"title": title, "pattern": pattern}
        return Ceiling(name, **exact, strength=strength, veins=veins, **raw)

    def foam(self, name: str, raw: dict[str, Any]) -> FoamLimit:
        if not 0 < raw["warn"] < raw["stop"]:
            raise ValueError("the clock warns before it stops")
        return FoamLimit(name, raw["warn"], raw["stop"], raw["source"], Sure(raw["sure"]))

    def observation(self, name: str, raw: dict[str, Any]) -> Observation:
        return Observation(name, **{**raw, "sure": Sure(raw["sure"])})

    def interval(self, name: str, raw: dict[str, Any]) -> Interval:
        return Interval(name, **{**raw, "sure": Sure(raw["sure"])})

    def amount(self, name: str, raw: dict[str, Any]) -> Amount:
        return Amount(name, Decimal(raw["value"]), raw["unit"], raw["source"], Sure(raw["sure"]))

    def ratio(self, name: str, raw: dict[str, Any]) -> RatioRow:
        return RatioRow(read_ratio(name), raw["source"], Sure(raw["sure"]), raw.get("off", False))
