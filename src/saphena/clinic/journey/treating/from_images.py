"""What was accepted on an image of the day is said of an injection: where the foam was, how wide the vein."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.imaging.cards import figure
from saphena.clinic.imaging.onward import Doubtful, Entering, Goal, Goals, Room, Stands
from saphena.clinic.imaging.queries import sources
from saphena.clinic.imaging.wording import KINDS
from saphena.clinic.journey.treating.asking import language, said_amount
from saphena.clinic.journey.treating.events import MeasuredOnImage
from saphena.clinic.journey.treating.models import Injection, OnImage
from saphena.clinic.journey.treating.states import State
from saphena.clinic.journey.treating.totals import bumped, held
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.access import may, require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from saphena.clinic.imaging.models import Study
    from saphena.clinic.imaging.queries import Source
    from saphena.clinic.journey.treating.models import Session
    from saphena.clinic.people.models import User

__all__ = ["INJECTION", "called", "said_of_injections", "told"]


def told(row: Injection) -> str:
    """“10:06: 2 mL, GSV lower thigh”."""
    time, place = date_format(timezone.localtime(row.at), "H:i"), said(row.segment, language())
    return f"{time}: {said_amount(row.volume)} mL, {place}"


def called(row: OnImage) -> str:
    """“foam has come as far as 23.10 mm”."""
    return f"{KINDS.get(row.kind, row.kind)} {' '.join(figure(row.value, row.unit))}".strip()


def goals(viewer: User, study: Study) -> Goals:
    """The injections of the day of the images, while the note is not signed; else what to do."""
    patient = study.patient
    if patient is None or study.scanned_on is None or not may(viewer, "treating.record", patient):
        return Goals()
    found = Injection.objects.filter(
        session__course__patient=patient, session__day=study.scanned_on, void__isnull=True
    ).select_related("session")
    given = list(found.order_by("at", "pk"))
    open_ones = [row for row in given if row.session.state != State.SIGNED]
    if given and not open_ones:
        url = reverse("treating:note", args=[given[-1].session_id])
        return Goals(
            why=_("The note of that session is signed. Write an addendum instead."), url=url, act=_("To the note")
        )
    return Goals([Goal(str(row.pk), told(row), _("Injections of that day")) for row in open_ones])


def means(kind: str, unit: str) -> Sequence[tuple[str, str]]:
    """Whatever was measured is said of an injection as what it is."""
    return [(kind, str(KINDS[kind]))] if kind in KINDS else []


def enter(entering: Entering) -> None:
    """Say the values of the injection. Refused once its note is signed, and for an injection that was taken back."""
    number = int(entering.goal) if entering.goal.isdecimal() else 0
    found = Injection.objects.filter(pk=number, void__isnull=True).select_related("session__course__patient").first()
    if found is None or found.session.course.patient_id != entering.study.patient_id:
        raise Refused(_("This injection is not of this patient, or was taken back."), "goal")
    require(entering.actor, "treating.record", found.session.course.patient)
    side = entering.study.order.side if entering.study.order else ""
    if side and side != found.side and not entering.sure:
        raise Doubtful(_("The scan was ordered for the other leg than this injection."), "sure")
    with transaction.atomic():
        session = held(found.session)
        if session.state == State.SIGNED:
            raise Refused(_("The note is signed. Write an addendum instead."), "goal")
        for value, _meant in entering.values:
            row, fresh = OnImage.objects.get_or_create(
                injection=found, measurement=value,
                defaults={"kind": value.kind, "value": value.result, "unit": value.unit, "by": entering.actor},
            )  # fmt: skip
            if fresh:
                event = MeasuredOnImage(
                    session.course.patient_id, session.pk, found.pk, row.kind, f"{row.value:g} {row.unit}".strip()
                )
                announce(event, by=entering.actor)
        bumped(session)


def stands(ids: Iterable[int]) -> Mapping[int, Stands]:
    """Of which injection each value is said. One query."""
    rows = OnImage.objects.filter(measurement__in=list(ids), injection__void__isnull=True).select_related("injection")
    return {
        row.measurement_id: Stands(
            str(row.injection_id), told(row.injection), reverse("treating:note", args=[row.injection.session_id])
        )
        for row in rows
    }


def fits(goal: str, side: str, segment: str) -> bool:
    """A scanner's report says nothing of injections."""
    return False


def said_of_injections(viewer: object, session: Session) -> dict[int, list[tuple[str, Source | None]]]:
    """By injection what was accepted on images, each with the way back to its frame. Two queries."""
    rows = list(OnImage.objects.filter(injection__session=session))
    known = sources(viewer, [row.measurement_id for row in rows], session.course.patient_id)
    found: dict[int, list[tuple[str, Source | None]]] = {}
    for row in rows:
        found.setdefault(row.injection_id, []).append((called(row), known.get(row.measurement_id)))
    return found


INJECTION = Room("injection", goals, means, enter, stands, fits)
