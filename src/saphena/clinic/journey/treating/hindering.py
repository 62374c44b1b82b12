"""What stands in the way of injecting, as planning tells it: at the time-out, and when another product is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Happening
from saphena.clinic.journey.planning.answers import last_confirmed
from saphena.clinic.journey.planning.gates import products_of
from saphena.clinic.journey.planning.hindrances import Kind, findings_told, gate_told, look
from saphena.clinic.journey.planning.models import TestSession
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.treating.asking import Passed
from saphena.clinic.journey.treating.models import Deed, Session, Syringe, Transition
from saphena.clinic.journey.treating.states import Need
from saphena.pathway.treating import Kind as Use

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.pathway.treating import Library

__all__ = ["in_both_languages", "in_the_way", "let_pass", "what_stops_the_product"]

LANGUAGES = ("en-ca", "fr-ca")
NEEDS = {
    Kind.UNASKED: Need.FINDINGS,
    Kind.UNKNOWN: Need.FINDINGS,
    Kind.FINDING: Need.FINDINGS,
    Kind.TEST: Need.TEST,
    Kind.CONSENT: Need.CONSENT,
    Kind.WITHDRAWN: Need.CONSENT,
}


def in_the_way(session: Session, at: datetime) -> dict[Need, list[str]]:
    """Each need that planning finds open at this moment, with its sentences in the language in force."""
    course = session.course
    known = standing(Happening.objects.filter(course=session.course_id).order_by("pk"))
    done = {deed.what: deed for deed in _said(session)}
    found: dict[Need, list[str]] = {}
    if told := _not_asked(session, done.get("asked")):
        found[Need.ASKED] = [told]
    for each in look(course, known, at).hindrances:
        on_paper = each.kind is Kind.CONSENT and "consent" in done
        if (need := NEEDS.get(each.kind)) and not on_paper:
            found.setdefault(need, []).append(each.sentence)
    return found


def _said(session: Session) -> list[Deed]:
    rows = Deed.objects.filter(session=session, what__in=("asked", "consent"), taken_back_by__isnull=True)
    return list(rows.order_by("at", "pk"))


def _not_asked(session: Session, deed: Deed | None) -> str:
    """At each visit somebody asks what has changed: with one tap when nothing has, else on the page of questions."""
    if deed and deed.words == "nothing":
        return ""
    row = last_confirmed(session.course.patient)
    if row and timezone.localdate(row.said_at) == session.day and (deed is None or row.said_at > deed.at):
        return ""
    if deed:
        return _("Something has changed since last time: write it down on the page of questions.")
    return _("Nobody has asked today what has changed since last time.")


def in_both_languages(session: Session, at: datetime) -> dict[str, list[str]]:
    """The sentences as they stood: kept with the reason for going on."""
    kept = {}
    for name in LANGUAGES:
        with translation.override(name):
            kept[name[:2]] = [said for sentences in in_the_way(session, at).values() for said in sentences]
    return kept


def let_pass(session: Session) -> set[str]:
    """Every sentence, in both languages, with which somebody has gone on in this session already, for a reason."""
    rows = Transition.objects.filter(session=session, told__isnull=False).exclude(reason="")
    return {said for row in rows for sentences in (row.told or {}).values() for said in sentences}


def what_stops_the_product(syringe: Syringe, rows: Library) -> list[Passed]:
    """What planning has against a product that is not the plan's: another substance than was tested, its own label.

    For the plan's own products that was said at the time-out. A reason holds for the product and the session.
    """
    session, product = syringe.session, syringe.product
    planned = products_of(session.course)
    if rows.products[product].kind is not Use.SCLEROSANT or not planned or product in planned:
        return []
    if Syringe.objects.filter(session=session, product=product).exclude(reason="").exists():
        return []
    tests = list(TestSession.objects.filter(patient_id=session.course.patient_id).order_by("at", "pk"))
    known = standing(Happening.objects.filter(course=session.course_id).order_by("pk"))
    found = []
    if told := gate_told(session.course, tests, known, syringe.at, product):
        found.append(Passed("not tested", told))
    usual = {each.sentence for each in findings_told(findings_of(session.course))}
    drawn = findings_told(findings_of(session.course, drawn=([product], syringe.form)))
    return found + [Passed("finding", each.sentence) for each in drawn if each.sentence not in usual]
