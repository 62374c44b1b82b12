"""Pat, asked and well; a lot on the shelf; consents that may be given; a plan, and a test session."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from saphena.clinic.courses.queries import course_for
from saphena.clinic.journey.planning import actions, consenting, screening, testing
from saphena.clinic.journey.planning.states import TestMove
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.planning.screening import Answer, Known, questionnaire
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.stock.shelf import lot

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.planning.models import Consent, PlannedInjection, TestSession, TreatmentPlan
    from saphena.clinic.people.models import Patient
    from saphena.clinic.stock.models import Lot

NONE = Answer(Known.NONE)


def ticked(*items: str, more: str = "", **numbers: str) -> Answer:
    return Answer(Known.SOME, items, more, {name: Decimal(value) for name, value in numbers.items()})


def answers(group: str, **other: Answer) -> dict[str, Answer]:
    """Nothing is so, 70 kg, but for the others that are named."""
    body = {"Q25": ticked(height="170", weight="70")}
    return {each.id: other.get(each.id, body.get(each.id, NONE)) for each in questionnaire().of_group(group)}


def asked(patient: Patient, **other: Answer) -> None:
    """Nora asks everything."""
    for group in questionnaire().groups:
        screening.answer_for(actor=cast.nora(), patient=patient, group=group, answers=answers(group, **other))


def consented(course: Course, kind: ConsentKind = ConsentKind.TEST) -> Consent:
    """Pat signs on the clinic's tablet, under a text that Priya has approved."""
    if not consenting.is_approved(kind):
        consenting.approve_text(actor=cast.priya(), kind=kind)
    text = text_of(kind, "en", course.leg)
    return consenting.sign_consent(
        actor=cast.nora(), course=course, text=text, seen=text.fingerprint, typed="Pat Moreau"
    )


def drafted(course: Course) -> TreatmentPlan:
    return actions.write_plan(actor=cast.priya(), course=course)


def vein(
    plan: TreatmentPlan, segment: str = "tr.calf.inner", *, product: str = "fibrovein", percent: str = "1",
    form: str = "foam", ml: str = "2", session: int = 1, ratio: str = "1+4", diameter: str = "",
) -> PlannedInjection:  # fmt: skip
    return actions.plan_injection(
        actor=cast.priya(),
        plan=plan,
        segment=segment,
        product=product,
        percent=Decimal(percent),
        form=form,
        ml=Decimal(ml),
        access="direct",
        session=session,
        ratio=ratio if form == "foam" else "",
        diameter_mm=Decimal(diameter) if diameter else None,
    )


def signed(course: Course, product: str = "fibrovein") -> TreatmentPlan:
    """A tributary with 2 mL of foam, and a stocking; by Priya."""
    plan = drafted(course)
    plan.injections.all().delete()
    vein(plan, product=product)
    actions.describe_plan(actor=cast.priya(), plan=plan, compression="bandage, stocking 20-30 mmHg")
    return actions.sign_plan(actor=cast.priya(), plan=plan)


def begun(course: Course, when: str = "2027-03-02T10:30", taken: Lot | None = None) -> TestSession:
    """Nora injects 0.5 mL into the inner calf; all that has to be there before is there."""
    if consenting.consent_for(course, ConsentKind.TEST) is None:
        consented(course)
    return testing.begin_test(
        actor=cast.nora(),
        course=course,
        lot=taken or lot(),
        ml=Decimal("0.5"),
        sites=["tr.calf.inner"],
        at=at(when),
    )


def closed(test: TestSession, move: TestMove = TestMove.TOLERATED) -> TestSession:
    testing.observe_test(actor=cast.nora(), test=test, seen="well", at=test.at)
    testing.close_test(actor=cast.nora(), test=test, move=move)
    return test


def again(course: Course) -> Course:
    """The course as anybody would read it now."""
    return course_for(cast.priya(), course.pk)
