"""Products and their ceilings as a clinic writes them: products.toml, read and checked row by row.

A row that was only recalled is off until the clinic has confirmed it by its name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.treating.amounts import Ratio, read_ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "Ceiling", "FoamLimit", "Form", "Interval", "Kind", "Level", "Library", "Observation", "Over", "Product",
    "RatioRow", "Source", "Substance", "Sure", "Unit", "Vein", "library", "read", "shipped",
]  # fmt: skip


class Sure(StrEnum):
    FOUND = "found"
    DERIVED = "derived"
    ENGINEERING = "engineering"
    RECALLED = "recalled"


class Form(StrEnum):
    LIQUID = "liquid"
    FOAM = "foam"


class Kind(StrEnum):
    SCLEROSANT = "sclerosant"
    ANAESTHETIC = "anaesthetic"


class Over(StrEnum):
    """What a ceiling adds up: one injection, one day, seven days."""

    INJECTION = "injection"
    DAY = "day"
    WEEK = "week"


class Unit(StrEnum):
    ML = "mL"
    MG = "mg"
    MG_PER_KG = "mg/kg"


class Level(StrEnum):
    LIMIT = "limit"  # passing it needs a physician and a reason
    NOTICE = "notice"  # is told and stops nobody


class Vein(StrEnum):
    """The kinds of vein that labels and guidelines tell apart."""

    GSV = "gsv"
    SSV = "ssv"
    TRUNK = "trunk"  # another saphenous trunk
    TRIBUTARY = "tributary"
    PERFORATOR = "perforator"
    RETICULAR = "reticular"
    SPIDER = "spider"


Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number was read, and the year that the copy bears, if it bears one."""

    key: str
    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Substance:
    name: str
    title: Texts
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Product:
    """What stands on the ampoule. `canister` is mg in 1 mL of a foam that comes ready made."""

    name: str
    title: str
    substance: str
    country: str
    strengths: tuple[Decimal, ...]
    forms: tuple[Form, ...]
    notes: Texts
    source: Source
    kind: Kind = Kind.SCLEROSANT
    canister: Decimal | None = None
    ampoule: Decimal | None = None
    foam_strengths: tuple[Decimal, ...] = ()
    excipients: tuple[str, ...] = ()
    din: Mapping[str, str] = field(default_factory=dict)

    def strengths_as(self, form: Form) -> tuple[Decimal, ...]:
        """The strengths in which it may be given so: some are not foamed."""
        if form not in self.forms:
            return ()
        return self.foam_strengths if form == Form.FOAM and self.foam_strengths else self.strengths


@dataclass(frozen=True, slots=True)
class Ceiling:
    """One largest amount. It counts the injections that match every filter that is set."""

    name: str
    title: Texts
    over: Over
    value: Decimal
    unit: Unit
    source: Source
    sure: Sure
    level: Level = Level.LIMIT
    substance: str = ""
    product: str = ""
    kind: str = ""
    form: str = ""
    made: str = ""
    strength: Decimal | None = None
    veins: tuple[str, ...] = ()
    off: bool = False


@dataclass(frozen=True, slots=True)
class FoamLimit:
    """Seconds from mixing (or from drawing from the canister) until the clock warns, and until it says stop."""

    made: str
    warn: int
    stop: int
    source: Source
    sure: Sure


@dataclass(frozen=True, slots=True)
class Observation:
    """Minutes after the last injection: walked with somebody near, and watched altogether."""

    name: str
    walk: int
    watch: int
    source: Source
    sure: Sure
    off: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from one session with a product to the next."""

    product: str
    days: int
    source: Source
    sure: Sure
    off: bool = False


@dataclass(frozen=True, slots=True)
class RatioRow:
    """Parts of liquid and gas that a source has used."""

    ratio: Ratio
    source: Source
    sure: Sure
    off: bool = False


@dataclass(frozen=True)
class Library:
    """Everything that may be injected and what limits it. Rows that are off are in it, and are not asked."""

    sources: Mapping[str, Source]
    substances: Mapping[str, Substance]
    products: Mapping[str, Product]
    every_ceiling: Mapping[str, Ceiling]
    foam: Mapping[str, FoamLimit]
    every_observation: Mapping[str, Observation]
    every_interval: Mapping[str, Interval]
    every_ratio: Mapping[str, RatioRow]
    amounts: Mapping[str, Decimal]
    confirmed: frozenset[str] = frozenset()

    def is_on(self, name: str, off: bool) -> bool:
        return not off or name in self.confirmed

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

    def with_confirmed(self, names: Iterable[str]) -> Library:
        """The same, with the rows in force that the clinic has confirmed. `KeyError` for a row that is not off."""
        wanted = frozenset(names)
        if unknown := wanted - set(self.switchable):
            raise KeyError(f"nothing that is off is called {', '.join(sorted(unknown))}")
        return Library(
            self.sources, self.substances, self.products, self.every_ceiling, self.foam, self.every_observation,
            self.every_interval, self.every_ratio, self.amounts, wanted,
        )  # fmt: skip

    def interval(self, product: str) -> Interval | None:
        """The days that a label asks for between two sessions, if a row in force says so."""
        row = self.every_interval.get(product)
        return row if row and self.is_on(f"interval {product}", row.off) else None

    def ratio_is_known(self, ratio: Ratio) -> bool:
        row = self.every_ratio.get(str(ratio))
        return row is not None and self.is_on(f"ratio {ratio}", row.off)


def library(confirmed: Iterable[str] = ()) -> Library:
    """What we ship, with the rows in force that the clinic has confirmed by name."""
    names = frozenset(confirmed)
    return shipped().with_confirmed(names) if names else shipped()


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
        {name: Decimal(reader.sourced(name, row)["value"]) for name, row in raw["amounts"].items()},
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
        if set(raw["title"]) != {"en", "fr"} or value <= 0:
            raise ValueError("a ceiling is above zero and has its words in both languages")
        exact: dict[str, Any] = {"over": over, "value": value, "unit": unit, "sure": sure, "level": level}
        return Ceiling(name, **exact, strength=strength, veins=veins, **raw)

    def foam(self, name: str, raw: dict[str, Any]) -> FoamLimit:
        if not 0 < raw["warn"] < raw["stop"]:
            raise ValueError("the clock warns before it stops")
        return FoamLimit(name, raw["warn"], raw["stop"], raw["source"], Sure(raw["sure"]))

    def observation(self, name: str, raw: dict[str, Any]) -> Observation:
        return Observation(name, **{**raw, "sure": Sure(raw["sure"])})

    def interval(self, name: str, raw: dict[str, Any]) -> Interval:
        return Interval(name, **{**raw, "sure": Sure(raw["sure"])})

    def ratio(self, name: str, raw: dict[str, Any]) -> RatioRow:
        return RatioRow(read_ratio(name), raw["source"], Sure(raw["sure"]), raw.get("off", False))
