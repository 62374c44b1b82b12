"""Pat's course by the leaflet, as in the worked calendar: the Tuesday before the clocks go forward."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse

from saphena.clinic.courses import actions
from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.models import Course, ProtocolVersion
from saphena.clinic.courses.queries import course_for
from saphena.clinic.people.links import make_link
from saphena.clinic.record.actors import SAPHENA
from saphena.pathway.clock import settle
from saphena.pathway.protocol.library import load, shipped
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.clinic.people.models import Patient
    from saphena.pathway.protocol.plan import Plan
    from saphena.pathway.protocol.rules import Value

EDMONTON = "America/Edmonton"
# clinical.md 9.4
THE_DAY = {
    "procedure": "2027-03-09T10:00",
    "injected": "2027-03-09T10:20",
    "left": "2027-03-09T11:10",
    "home": "2027-03-09T11:50",
}


def at(words: str, zone: str = EDMONTON) -> datetime:
    """A wall clock time as a moment."""
    wall = datetime.fromisoformat(words)
    return settle(wall.date(), wall.time(), ZoneInfo(zone))


def text_of(name: str = "leaflet") -> str:
    return shipped()[name].read_text(encoding="utf-8")


def leaflet(*, approved: bool = True) -> ProtocolVersion:
    """The leaflet as the clinic keeps it, the same row for the whole test; approved by Priya unless said otherwise."""
    protocol = load("leaflet")
    signed = {"approved_by": cast.priya(), "approved_at": at("2026-12-01T09:00")} if approved else {}
    row, _new = ProtocolVersion.objects.get_or_create(
        key=protocol.id,
        version=protocol.version,
        defaults={
            "fingerprint": protocol.fingerprint,
            "title": dict(protocol.title),
            "text": text_of(),
            "effective": protocol.effective,
            **signed,
        },
    )
    return row


def course(
    patient: Patient | None = None,
    leg: str = "left",
    *,
    facts: Mapping[str, Value] | None = None,
    numbers: Mapping[str, Value] | None = None,
) -> Course:
    """A course by the leaflet, opened by Priya; Pat's unless said otherwise."""
    return actions.open_course(
        actor=cast.priya(),
        patient=patient or cast.pat(),
        protocol=leaflet(),
        leg=leg,
        facts=facts,
        numbers=numbers,
    )


def planned(course: Course, **moments: str) -> Course:
    """Nell plans these events, on the patient's own clocks."""
    for name, words in moments.items():
        actions.plan_event(actor=cast.nell(), course=course, name=name, at=at(words, course.patient.zone))
    return course


def happened(course: Course, **moments: str) -> Course:
    """Nora writes these events down, each as it happens."""
    for name, words in moments.items():
        moment = at(words, course.patient.zone)
        actions.record_event(actor=cast.nora(), course=course, name=name, at=moment, now=moment)
    return course


def treated(course: Course) -> Course:
    """All of the worked calendar's day."""
    planned(course, procedure=THE_DAY["procedure"])
    return happened(course, **{name: words for name, words in THE_DAY.items() if name != "procedure"})


def plan_of(course: Course) -> Plan:
    """The plan as anybody would draw it now, from the rows."""
    return draw(course_for(cast.priya(), course.pk))


def window(plan: Plan, rule_id: str) -> tuple[str, str]:
    """From when until when: “2027-03-09 10:20”."""
    item = plan.item(rule_id)
    assert item.end is not None
    return f"{item.start:%Y-%m-%d %H:%M}", f"{item.end:%Y-%m-%d %H:%M}"


def token_of(patient: Patient) -> str:
    return make_link(actor=SAPHENA, patient=patient)


def phone_of(patient: Patient, token: str) -> Client:
    """A telephone on which the patient has opened their link and said their birth date."""
    phone = Client()
    phone.post(reverse("people:link_prove", args=[token]), {"birth_date": patient.birth_date.isoformat()})
    return phone


def own(name: str, token: str) -> str:
    """The address of one of the patient's own pages: today, plan, handout, calendar, home."""
    return reverse(f"courses:own_{name}", args=[token])
