"""What an act would pass, as sentences: it is asked for a reason and goes on with one; it is never lost without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.treating.shelf import is_kept, lot_of
from saphena.pathway.refused import Refused
from saphena.pathway.treating import Freshness, Unit, counting, foam_limit, kept, up, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.journey.treating.models import Session, Syringe
    from saphena.clinic.people.models import User
    from saphena.pathway.treating import Age, Ceiling, Dose, Left, Library

__all__ = [
    "Asks", "Passed", "decided", "held_then", "language", "said_amount", "title_of", "what_it_passes",
    "what_the_syringe_passes",
]  # fmt: skip

ONCE = ("no weight", "no ceiling known", "lot expired")  # a reason that was given for it holds for the session


@dataclass(frozen=True, slots=True)
class Passed:
    """One rule that is passed, in words; a clinical one needs a physician."""

    rule: str
    sentence: str
    physician: bool = True


class Asks(Refused):
    """It may be done, with a reason. `passed` says of which rules."""

    def __init__(self, passed: Sequence[Passed]) -> None:
        super().__init__(" ".join(row.sentence for row in passed), "reason")
        self.passed = tuple(passed)

    @property
    def physician(self) -> bool:
        return any(row.physician for row in self.passed)


def language() -> str:
    return (get_language() or "en")[:2]


def title_of(ceiling: Ceiling) -> str:
    return ceiling.title.get(language(), ceiling.title["en"])


def said_amount(value: Any, places: int | None = None) -> str:
    """A number as the reader writes it: 4.6 in English, 4,6 in French; no zeros that say nothing."""
    plain = value.normalize() if hasattr(value, "normalize") else value
    return number_format(plain, decimal_pos=places, use_l10n=True)


def what_it_passes(
    session: Session, dose: Dose, side: str, age: Age, given: Sequence[Dose], rows: Library
) -> list[Passed]:
    """Every rule that this injection would pass, in the order of how bad it is."""
    weighed = weigh(dose, given, session.weight, rows)
    found = []
    if side != session.side:
        found.append(Passed("other leg", _("This is the other leg: the session is for the %(leg)s.")
                            % {"leg": session.get_side_display()}))  # fmt: skip
    found += [Passed(f"ceiling {left.ceiling.name}", _ceiling_sentence(left, dose)) for left in weighed.passed]
    if age.freshness == Freshness.STOP and age.limit:
        found.append(Passed("old foam", _("This foam is %(age)s s old; it is to be used within %(stop)s s. Mix again.")
                            % {"age": age.seconds, "stop": age.limit.stop}))  # fmt: skip
    if weighed.unknown:
        names = ", ".join(title_of(left.ceiling) for left in weighed.unknown)
        found.append(Passed("no weight", _("Without the weight nobody can tell how much is left of: %(names)s.")
                            % {"names": names}))  # fmt: skip
    if not weighed.room.has_total:
        name = rows.products[dose.drawn.product].title
        found.append(Passed("no ceiling known", _("No largest amount is known for %(product)s; the physician decides.")
                            % {"product": name}))  # fmt: skip
    return found


def _ceiling_sentence(left: Left, dose: Dose) -> str:
    limit = left.limit if left.limit is not None else 0
    unit = "mL" if left.ceiling.unit == Unit.ML else "mg"
    return _("%(volume)s mL passes %(ceiling)s: %(used)s of %(limit)s %(unit)s are used, %(left)s mL are left.") % {
        "volume": said_amount(dose.volume),
        "ceiling": title_of(left.ceiling),
        "used": said_amount(up(left.used)),
        "limit": said_amount(up(limit)),  # type: ignore[arg-type]  # a limit that is passed is known
        "unit": unit,
        "left": said_amount(left.ml),
    }


def what_the_syringe_passes(syringe: Syringe, rows: Library, day: Any) -> list[Passed]:
    """What is wrong with what was drawn. A lot is good until the last minute of its day, by the clinic's clock."""
    from saphena.pathway.treating import problems_with

    words = {
        "not a strength of it": _("%(product)s is not made in %(percent)s %%."),
        "not given so": _("%(product)s is not given as this by its label."),
        "not foamed in this strength": _("%(product)s is not foamed in %(percent)s %% by its label."),
        "no parts": _("A foam needs its parts, liquid and gas: 1+4."),
        "parts without foam": _("Only a foam that is mixed here has parts."),
        "parts not confirmed": _("The parts %(ratio)s have not been confirmed by the clinic."),
    }
    percent, ratio = said_amount(syringe.percent), syringe.ratio
    told = {"product": rows.products[syringe.product].title, "percent": percent, "ratio": ratio}
    found = [Passed(rule, words[rule] % told) for rule in problems_with(syringe.drawn, rows)]
    if syringe.expires_on < day:
        found.append(Passed("lot expired", _("Lot %(lot)s expired on %(day)s.")
                            % {"lot": syringe.lot, "day": date_format(syringe.expires_on, "j M Y")}))  # fmt: skip
    lot = lot_of(syringe)
    if lot and lot.is_quarantined:
        found.append(Passed("lot in quarantine", _("Lot %(lot)s is in quarantine: %(why)s.")
                            % {"lot": lot.number, "why": lot.quarantine_reason.rstrip(".")}))  # fmt: skip
    if lot is None and is_kept(syringe.product):
        sentence = _("Lot %(lot)s is not in the clinic’s stock.") % {"lot": syringe.lot}
        found.append(Passed("lot not known", sentence, physician=False))
    return found


def held_then(syringe: Syringe, rows: Library) -> dict[str, Any]:
    """What counted such an injection at that moment, and the clock of its foam: kept with it, whatever holds later."""
    counts = {ceiling.name for ceiling, _in_one_ml in counting(syringe.drawn, rows)}
    found: dict[str, Any] = {name: figures for name, figures in kept(rows).items() if name in counts}
    if clock := foam_limit(syringe.drawn, rows):
        found[f"foam {clock.made}"] = {"warn": str(clock.warn), "stop": str(clock.stop)}
    return found


def decided(actor: User, reason: str, ordered_by: User | None, passed: Iterable[Passed]) -> bool:
    """Whether somebody who may has given a reason: for a clinical rule a physician, here or by word of mouth."""
    if not reason.strip():
        return False
    if not any(row.physician for row in passed):
        return True
    return actor.may("treating.override") or (ordered_by is not None and ordered_by.may("treating.override"))
