"""One row per session for the registry: each indicator that is a property of a session, true, false or not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from saphena.clinic.journey.reviewing.outcomes import harming, indicating, months
from saphena.clinic.journey.reviewing.outcomes.units import Period, sessions
from saphena.pathway.reviewing.registry import procedure_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from saphena.pathway.reviewing.registry import Value

__all__ = ["procedures_of"]

OF_A_SESSION = {
    "k1": "K1", "k4": "K4", "k6": "K6", "k7": "K7", "k10": "K10", "k11": "K11", "k12": "K12", "k14": "K14",
    "k18": "K18", "k21": "K21", "looked_by_scan": "scan",
}  # fmt: skip
OF_INJECTIONS = {
    "K3": ("veins", "veins_measured"), "K8": ("foams", "foams_in_time"), "K9": ("injections", "injections_whole"),
}  # fmt: skip


def procedures_of(period: Period, number: Callable[[str, int], str]) -> list[dict[str, Value]]:
    """Every session of the period, in an order that says nothing."""
    found: dict[int, dict[str, Value]] = {}
    for pk, patient, leg in sessions(period).values_list("pk", "course__patient", "side"):
        empty: dict[str, Value] = dict.fromkeys(procedure_columns())
        ours: dict[str, Value] = {"procedure": number("session", pk), "patient": number("patient", patient), "leg": leg}
        found[pk] = empty | ours | {"harms": ""}
    for column, name in OF_A_SESSION.items():
        _put(found, column, dict(indicating.SHARES[name](period).values_list("pk", "hit")))
    for name, (all_of_them, hits) in OF_INJECTIONS.items():
        rows = (
            indicating.SHARES[name](period)
            .values("session")
            .annotate(of=Count("pk"), n=Count("pk", filter=Q(hit=True)))
        )
        for row in rows:
            found[row["session"]] |= {all_of_them: row["of"], hits: row["n"]}
    changed = months.changes(period).order_by("seen_at").values_list("session", "vcss_change", "symptoms_change")
    for session, vcss, symptoms in changed:
        told = {"vcss_change": vcss, "symptoms_change": None if symptoms is None else float(symptoms)}
        found[session] |= {name: value for name, value in told.items() if value is not None}
    for session, words in harming.by_session(period).items():
        found[session]["harms"] = " ".join(sorted(words))
    return sorted(found.values(), key=lambda row: str(row["procedure"]))


def _put(found: dict[int, dict[str, Value]], column: str, values: Mapping[int, Any]) -> None:
    for session, hit in values.items():
        found[session][column] = "true" if hit else "false"
