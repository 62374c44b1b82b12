"""What was agreed, what is to be done at home, and what was written and told in between."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.showing import is_for_patient
from saphena.clinic.exchange.fhir.ids import id_of
from saphena.clinic.exchange.fhir.shapes import Json, concept, period, resource
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.protocol.rules import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.exchange.fhir.naming import Naming
    from saphena.clinic.journey.planning.models import Consent
    from saphena.clinic.journey.preparing.models import Medicine, Tick
    from saphena.clinic.journey.recovering.models import Letter
    from saphena.pathway.protocol.plan import Line

__all__ = ["care_plan", "communication", "consent", "medication_statement"]

TREATMENT = {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "treatment"}
MOMENT = timedelta(microseconds=1)


def consent(naming: Naming, row: Consent) -> Json:
    """Active until it is withdrawn; with the very text that was signed, letter by letter."""
    withdrawal = getattr(row, "withdrawal", None)
    kinds = {ConsentKind.TEST: _("Consent to a test injection"), ConsentKind.PROCEDURE: _("Consent to the treatment")}
    title = naming.told(kinds[ConsentKind(row.kind)], naming.leg(row.course.leg))
    ended = withdrawal.withdrawn_at if withdrawal else None
    return resource(
        "Consent",
        id_of(row),
        said=[
            title,
            row.version,
            naming.at(row.signed_at),
            naming.told(pgettext("of a consent", "withdrawn"), naming.at(ended)) if ended else "",
        ],
        language=naming.language,
        updated=naming.at(ended or row.signed_at),
        status="inactive" if withdrawal else "active",
        scope={"coding": [TREATMENT]},
        category=[concept(title)],
        patient=naming.subject(),
        dateTime=naming.at(row.signed_at),
        performer=[naming.subject()],
        organization=[naming.house()],
        sourceAttachment={
            "contentType": "text/plain; charset=utf-8",
            "language": row.language,
            "data": b64encode(row.shown.encode()).decode(),
            "title": title,
            "creation": naming.at(row.signed_at),
        },
        policyRule=concept(_("text of consent, version %(version)s") % {"version": row.version}),
        provision={"type": "permit", "period": period(row.signed_at, ended, naming.zone)},
    )


def care_plan(naming: Naming, course: Course, ticks: Iterable[Tick], now: datetime) -> Json:
    """A course's plan as the patient reads it now, line by line. A plan is drawn when it is asked for, never stored."""
    plan, ticked = draw(course), {each.rule: each.done for each in ticks}
    spoken = naming.language if naming.language in plan.protocol.title else next(iter(plan.protocol.title))
    title = naming.told(plan.protocol.title[spoken], naming.leg(course.leg))
    lines = plan.lines(item for item in plan.items if is_for_patient(item))
    told = [course.opened_at, course.answered_at, course.discharged_at]
    told += [each.recorded_at for each in course.happenings.all()]
    return resource(
        "CarePlan",
        id_of(course),
        said=[title, *(line.text(spoken) for line in lines)],
        language=naming.language,
        updated=naming.at(max(filter(None, told))),
        status="completed" if course.discharged_at else "active",
        intent="plan",
        title=title,
        subject=naming.subject(),
        period=period(course.opened_at, course.discharged_at, naming.zone),
        created=naming.at(course.opened_at),
        author=naming.house(),
        activity=[{"detail": _detail(line, spoken, ticked.get(line.item.rule.id, False), now)} for line in lines],
    )


def _detail(line: Line, language: str, done: bool, now: datetime) -> Json:
    return {
        "status": "completed" if done else _by_the_clock(line, now),
        "doNotPerform": True if line.item.rule.kind is Kind.AVOID else None,
        "scheduledPeriod": _days(line) if line.all_day else period(line.start, line.end, line.item.plan.zone),
        "description": line.text(language),
    }


def _by_the_clock(line: Line, now: datetime) -> str:
    """Whether somebody kept to what is over, the plan does not know."""
    if now < line.start:
        return "scheduled"
    return "unknown" if line.end is not None and line.end <= now else "in-progress"


def _days(line: Line) -> Json:
    """Whole days, the last one included."""
    last = (line.end - MOMENT).date() if line.end else None
    first = line.start.date()
    return {"start": first.isoformat(), "end": max(first, last).isoformat() if last else None}


def communication(naming: Naming, row: Letter) -> Json:
    """A message between patient and clinic."""
    patient, house = naming.subject(), naming.house()
    ours = row.writer is not None
    return resource(
        "Communication",
        id_of(row),
        said=[row.text],
        language=naming.language,
        updated=naming.at(max(filter(None, (row.written_at, row.read_at)))),
        status="completed",
        subject=patient,
        recipient=[patient if ours else house],
        sent=naming.at(row.written_at),
        received=naming.at(row.read_at),
        sender=naming.who(row.writer) if ours else patient,
        payload=[{"contentString": row.text}],
    )


def medication_statement(naming: Naming, row: Medicine) -> Json:
    """A medicine as it was told. Whoever took it off the list did not say that it is no longer taken."""
    told_by = naming.subject() if row.by_patient else {"display": row.told_by}
    return resource(
        "MedicationStatement",
        id_of(row),
        said=[row.typed],
        language=naming.language,
        updated=naming.at(row.removed_at or row.told_at),
        status="unknown" if row.removed_at else "active",
        medicationCodeableConcept=concept(row.typed),
        subject=naming.subject(),
        dateAsserted=naming.at(row.told_at),
        informationSource=told_by,
    )
