"""Return visits that were signed: what became of each treated vein, and the scores, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from saphena.clinic.exchange.fhir.codes import noted_codings
from saphena.clinic.exchange.fhir.ids import id_of, part_id
from saphena.clinic.exchange.fhir.shapes import Json, concept, quantity, resource
from saphena.clinic.journey.mapping.wording import quantity_name
from saphena.clinic.journey.reviewing.wording import OUTCOMES
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.reviewing.scores import severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.clinic.exchange.fhir.naming import Naming
    from saphena.clinic.journey.reviewing.models import Review, ScoresBefore, SegmentFound
    from saphena.clinic.people.models import User

__all__ = ["review", "scores_before"]


def review(naming: Naming, row: Review) -> Iterable[Json]:
    yield from (_segment(naming, row, each) for each in row.segments.all())
    if row.vcss_total is not None:
        leg, by = row.course.leg, row.signed_by
        yield _vcss(naming, leg, part_id("review", row.pk, "vcss"), row.vcss_total, row.seen_at, by)


def scores_before(naming: Naming, row: ScoresBefore) -> Iterable[Json]:
    """Nothing while an item is missing: part of a score is none."""
    total = severity({int(name): int(value) for name, value in row.vcss.items()})
    if total is not None:
        yield _vcss(naming, row.course.leg, id_of(row), total, row.at, row.by)


def _vcss(naming: Naming, leg: str, id: str, total: int, at: datetime, by: User | None) -> Json:
    return resource(
        "Observation",
        id,
        said=[naming.told(naming.leg(leg), "VCSS", total)],
        language=naming.language,
        updated=naming.at(at),
        status="final",
        code=concept("VCSS", *noted_codings("vcss")),
        subject=naming.subject(),
        effectiveDateTime=naming.at(at),
        performer=[naming.who(by)],
        bodySite=naming.body_site(leg, WHOLE_LEG),
        valueInteger=total,
    )


def _segment(naming: Naming, of: Review, row: SegmentFound) -> Json:
    leg, said = of.course.leg, str(OUTCOMES.get(row.outcome, row.outcome))
    return resource(
        "Observation",
        id_of(row),
        said=[naming.told(naming.place(leg, row.segment), said), row.reason],
        language=naming.language,
        updated=naming.at(of.signed_at),
        status="final",
        code=concept(_("what became of the treated vein"), *noted_codings("outcome")),
        subject=naming.subject(),
        effectiveDateTime=naming.at(of.seen_at),
        issued=naming.at(of.signed_at),
        performer=[naming.who(row.noted_by)],
        bodySite=naming.body_site(leg, row.segment),
        method=concept(_("ultrasound")),
        valueCodeableConcept=concept(said),
        note=[{"text": row.reason}],
        component=list(_components(naming, row)),
    )


def _components(naming: Naming, row: SegmentFound) -> Iterable[Json]:
    measures = (("diameter", row.diameter, "mm"), ("reflux", row.reflux, "s"))
    lengths = ((_("treated length"), row.treated_length), (_("open length"), row.open_length))
    for name, value, unit in measures:
        if value is not None:
            yield _component(quantity_name(name, naming.language), {"valueQuantity": quantity(value, unit)}, name)
    for title, value in lengths:
        if value is not None:
            yield _component(title, {"valueQuantity": quantity(value, "cm")})
    if row.compressible is not None:
        yield _component(
            quantity_name("compressible", naming.language), {"valueBoolean": row.compressible}, "compressible"
        )
    if row.flow is not None:
        yield _component(_("flow"), {"valueBoolean": row.flow})


def _component(title: str, value: dict[str, Any], code: str = "") -> Json:
    return {"code": concept(title, *(noted_codings(code) if code else [])), **value}
