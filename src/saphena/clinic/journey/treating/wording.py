"""The rules that an injection passed, as they are kept by name, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.journey.treating.asking import title_of
from saphena.clinic.journey.treating.states import Move
from saphena.pathway.treating import as_kept, shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django_stubs_ext import StrPromise

    from saphena.pathway.treating import Ceiling

__all__ = ["MOVE_WORDS", "passed_words"]

MOVE_WORDS: dict[Move, StrPromise] = {
    Move.CONFIRM: lazy("Time-out"),
    Move.INJECT: lazy("Beginning of the injections"),
    Move.INJECT_AGAIN: lazy("One more injection"),
    Move.DRESS: lazy("End of the injections"),
    Move.WALK: lazy("Beginning of the walk"),
    Move.LEAVE: lazy("Leaving"),
    Move.TRANSFER: lazy("Transfer to a hospital"),
    Move.ABANDON: lazy("Ending without an injection"),
}


def passed_words(rules: Iterable[str], in_force: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """“mixed foam 10 mL a session, foam older than its limit”; ceilings as they were `in_force` then."""
    then = as_kept(shipped(), in_force or {}).every_ceiling
    words = {
        "other leg": _("other leg than the session’s"),
        "old foam": _("foam older than its limit"),
        "no weight": _("no weight"),
        "no ceiling known": _("no largest amount known"),
        "lot expired": _("lot expired"),
        "lot not known": _("lot not in the stock"),
        "lot in quarantine": _("lot in quarantine"),
        "not a strength of it": _("not a strength of the product"),
        "not given so": _("not given so by its label"),
        "not foamed in this strength": _("not foamed in this strength by its label"),
        "not tested": _("not the product that was tested"),
        "finding": _("a finding against this product"),
        "parts not confirmed": _("parts not confirmed by the clinic"),
    }
    return ", ".join(_ceiling(rule, then) or words.get(rule, rule) for rule in rules)


def _ceiling(rule: str, then: Mapping[str, Ceiling]) -> str:
    kind, _space, name = rule.partition(" ")
    ceiling = then.get(name, shipped().every_ceiling.get(name)) if kind == "ceiling" else None
    return title_of(ceiling) if ceiling else ""
