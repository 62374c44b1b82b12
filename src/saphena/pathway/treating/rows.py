"""The rows of a clinic's list: what may be injected, and every number that limits it, each with its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from saphena.pathway.treating.amounts import Ratio

__all__ = [
    "Amount", "Ceiling", "FoamLimit", "Form", "Interval", "Kind", "Level",
    "Observation", "Over", "Product", "RatioRow", "Source", "Substance", "Sure", "Texts", "Unit", "Vein", "said_amount",
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
    """One largest amount. It counts the injections that match every filter that is set.

    `pattern` is its title with a place for the amount; `printed` what the source has, where the value is the clinic's.
    """

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
    pattern: Texts = field(default_factory=dict)
    printed: Decimal | None = None

    @property
    def is_raised(self) -> bool:
        """Whether the clinic's own value is above the source's."""
        return self.printed is not None and self.value > self.printed


def said_amount(value: Decimal, unit: str, language: str) -> str:
    """An amount as it is written: 0.3 mL in English, 0,3 mL in French."""
    plain = f"{value.normalize():f}"
    return f"{plain.replace('.', ',') if language == 'fr' else plain} {unit}"


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
class Amount:
    """One number that counts for everything: a bound beyond which it is a slip of the finger, a step of rounding."""

    name: str
    value: Decimal
    unit: str
    source: Source
    sure: Sure


@dataclass(frozen=True, slots=True)
class RatioRow:
    """Parts of liquid and gas that a source has used."""

    ratio: Ratio
    source: Source
    sure: Sure
    off: bool = False
