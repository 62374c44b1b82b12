"""Two tablets in planning at the same moment: one draft, one signature, one consent, one draw; on both databases."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from saphena.clinic.courses.queries import course_for
from saphena.clinic.journey.planning import actions, consenting, screening, testing
from saphena.clinic.journey.planning.models import Consent, ScreeningRound, TestSession, TreatmentPlan
from saphena.clinic.stock.actions import draw
from saphena.clinic.stock.models import Draw, Purpose
from saphena.pathway.planning.consenting import ConsentKind, text_of
from tests import cast
from tests.both_databases.test_two_people_at_once import PEOPLE, all_at_once, course
from tests.clinic.journey.planning.prepared import answers, asked, consented, drafted, ticked, vein
from tests.clinic.stock.shelf import lot

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course

pytestmark = pytest.mark.django_db(transaction=True)


def pages_of(pats: Course) -> list[Course]:
    """The same course, as each tablet has read it."""
    return [course_for(cast.priya(), pats.pk) for _page in range(PEOPLE)]


def test_a_draft_is_begun_once_and_signed_once() -> None:
    pats = course()
    asked(pats.patient)
    priya, pages = cast.priya(), pages_of(pats)
    all_at_once(lambda number: actions.write_plan(actor=priya, course=pages[number]))
    plan = TreatmentPlan.objects.get()
    vein(plan)
    actions.describe_plan(actor=priya, plan=plan, compression="stocking")
    tablets = [TreatmentPlan.objects.select_related("course__patient").get() for _page in pages]
    assert all_at_once(lambda number: actions.sign_plan(actor=priya, plan=tablets[number])) == 1


def test_a_vein_is_put_into_a_session_once() -> None:
    plan = drafted(course())
    tablets = [TreatmentPlan.objects.select_related("course__patient").get() for _page in range(PEOPLE)]
    assert all_at_once(lambda number: vein(tablets[number])) == 1
    assert plan.injections.count() == 1


def test_a_consent_is_signed_once() -> None:
    pats = course()
    consenting.approve_text(actor=cast.priya(), kind=ConsentKind.TEST)
    text, nora, pages = text_of(ConsentKind.TEST, "en", "left"), cast.nora(), pages_of(pats)

    def sign(number: int) -> None:
        consenting.sign_consent(actor=nora, course=pages[number], text=text, seen=text.fingerprint, typed="Pat Moreau")

    assert all_at_once(sign) == 1
    assert Consent.objects.count() == 1


def test_a_test_of_a_leg_is_begun_once_and_drawn_once() -> None:
    pats = course()
    asked(pats.patient)
    consented(pats)
    shelf, nora, pages, now = lot(expires_on="2099-12-31"), cast.nora(), pages_of(pats), timezone.now()

    def begin(number: int) -> None:
        testing.begin_test(
            actor=nora, course=pages[number], lot=shelf, ml=Decimal("0.5"), sites=["tr.calf.inner"], at=now
        )

    assert all_at_once(begin) == 1
    assert (TestSession.objects.count(), Draw.objects.count()) == (1, 1)


def test_one_tap_that_arrives_six_times_is_one_draw() -> None:
    pats, shelf, priya, now = course(), lot(expires_on="2099-12-31"), cast.priya(), timezone.now()
    pages = pages_of(pats)

    def tap(number: int) -> None:
        draw(
            actor=priya, lot=shelf, course=pages[number], purpose=Purpose.PROCEDURE, ml=Decimal(1), at=now, key="tap-1"
        )

    assert all_at_once(tap) == PEOPLE  # each is told the same
    assert Draw.objects.count() == 1


def test_phones_that_answer_at_once_each_see_what_the_other_has_changed() -> None:
    pat = course().patient
    told = [answers("medicines", Q12=ticked("anticoagulant", more=f"phone {number}")) for number in range(PEOPLE)]
    phones = [type(pat).objects.get(pk=pat.pk) for _phone in range(PEOPLE)]
    all_at_once(lambda number: screening.answer_own(actor=phones[number], group="medicines", answers=told[number]))
    changes = [len(each.changed) for each in ScreeningRound.objects.all()]
    assert changes == [0, *([1] * (PEOPLE - 1))]
