"""The test session: small veins, a weak solution, watched by the clock; and its result, never “not allergic”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.writing import check_moment
from saphena.clinic.journey.planning.consenting import consent_for
from saphena.clinic.journey.planning.events import TestBegun, TestClosed, TestObserved
from saphena.clinic.journey.planning.models import TestObservation, TestSession
from saphena.clinic.journey.planning.states import TEST_MOVES, TestMove, results_before
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.planning.wording import OBSERVED
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why, tidied
from saphena.clinic.stock.actions import draw
from saphena.clinic.stock.models import Purpose
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import Result
from saphena.pathway.refused import Refused
from saphena.pathway.treating.library import library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User
    from saphena.clinic.stock.models import Lot


def begin_test(
    *,
    actor: User,
    course: Course,
    lot: Lot,
    ml: Decimal,
    sites: Sequence[str],
    at: datetime,
    note: str = "",
    now: datetime | None = None,
) -> TestSession:
    """Write down the injection of a test: it is watched from now on.

    Refused without a consent to the test, while a finding stops or a question is open, from a lot that is over or in
    quarantine, and while another test of this leg is being watched.
    """
    require(actor, "planning.test", course.patient)
    refuse_to_come(at, now)
    if not sites:
        raise Refused(_("Please say where it was injected."), "sites")
    if consent_for(course, ConsentKind.TEST) is None:
        raise Refused(_("The consent to the test session is not signed yet."))
    refuse_while_stopped(course)
    product = library().products[lot.product]
    try:
        with transaction.atomic():
            drawn = draw(actor=actor, lot=lot, course=course, purpose=Purpose.TEST, ml=ml, at=at)
            test = TestSession.objects.create(
                course=course, patient=course.patient, at=at, product=lot.product, substance=product.substance,
                excipients=sorted(product.excipients), percent=lot.strength, ml=ml, sites=list(sites), lot=lot,
                draw=drawn, note=tidied(note, 1000), begun_by=actor,
            )  # fmt: skip
            told = {"product": lot.product, "percent": f"{lot.strength.normalize():f}", "ml": f"{ml.normalize():f}"}
            announce(TestBegun(course.patient_id, course.pk, test.pk, **told), by=actor)
    except IntegrityError:
        raise Refused(_("A test of this leg is being watched already. Close it first.")) from None
    return test


def refuse_while_stopped(course: Course) -> None:
    """Raises `Refused` while a finding waits for a physician or a question that matters is open."""
    findings = findings_of(course)
    if findings.stopping:
        raise Refused(_("A finding stops here until a physician has decided. Please look at the findings."))
    if findings.asking:
        raise Refused(_("Some questions before the injection are not answered yet. Please ask them."))


def refuse_to_come(at: datetime, now: datetime | None) -> None:
    check_moment(at, now)
    if at > (now or timezone.now()):
        raise Refused(_("This is still to come."), "at")


def observe_test(
    *, actor: User, test: TestSession, seen: str, at: datetime, words: str = "", now: datetime | None = None
) -> TestObservation:
    """What is seen at one moment after the injection; also later, when the patient calls in the evening."""
    require(actor, "planning.test", test.patient)
    refuse_to_come(at, now)
    if seen not in OBSERVED:
        raise Refused(_("Please choose what was seen."), "seen")
    if at < test.at:
        raise Refused(_("This is before the injection."), "at")
    with transaction.atomic():
        row = TestObservation.objects.create(test=test, at=at, seen=seen, words=tidied(words, 300), recorded_by=actor)
        told = {"seen": seen, "at": f"{at:%Y-%m-%d %H:%M%z}"}
        announce(TestObserved(test.patient_id, test.course_id, test.pk, **told), by=actor)
    return row


def close_test(*, actor: User, test: TestSession, move: TestMove, note: str = "", now: datetime | None = None) -> None:
    """Give the result: tolerated needs at least one observation. A reaction that shows itself later replaces it."""
    require(actor, "planning.test", test.patient)
    if move is TestMove.TOLERATED and not test.observations.exists():
        raise Refused(_("Nobody has written down yet how it was tolerated. Please add what was seen."), "seen")
    with transaction.atomic():
        for before in results_before(move):
            columns = {"note": tidied(note, 1000)} if note.strip() else {}
            moved = TestSession.objects.filter(pk=test.pk, result=before).update(
                result=TEST_MOVES[before, move], closed_at=now or timezone.now(), closed_by=actor, **columns
            )
            if moved:
                break
        else:
            raise Refused(_("This test has another result already. Please look at it again."))
        test.refresh_from_db()
        announce(TestClosed(test.patient_id, test.course_id, test.pk, test.result), by=actor)


def skip_test(*, actor: User, course: Course, product: str, percent: Decimal, reason: str) -> TestSession:
    """A test session that was planned and not done, and why."""
    require(actor, "planning.test", course.patient)
    said = said_why(reason, 500)
    if product not in library().products:
        raise Refused(_("There is no such product."), "product")
    known, now = library().products[product], timezone.now()
    with transaction.atomic():
        test = TestSession.objects.create(
            course=course, patient=course.patient, at=now, product=product, substance=known.substance,
            excipients=sorted(known.excipients), percent=percent, ml=0, result=Result.NOT_DONE, note=said,
            begun_by=actor, closed_at=now, closed_by=actor,
        )  # fmt: skip
        announce(TestClosed(course.patient_id, course.pk, test.pk, test.result), by=actor)
    return test
