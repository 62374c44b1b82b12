"""What the tests of a patient mean for the gate of a procedure: settled anew whenever something changes.

A gate is settled from the rows alone, so it does not matter in which order things came to be known. What has been
injected is over: its gate is not touched any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.queries import newest
from saphena.clinic.courses.actions import happened, taken_back, write_facts
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.journey.planning.answers import allergies_changed_at
from saphena.clinic.journey.planning.events import TestGateSettled
from saphena.clinic.journey.planning.models import TestSession, TreatmentPlan
from saphena.clinic.journey.planning.states import PlanState
from saphena.clinic.journey.planning.weighing import number_of
from saphena.clinic.journey.planning.wording import product_title
from saphena.clinic.record.announcing import announce
from saphena.pathway.planning.reading import LANGUAGES
from saphena.pathway.planning.testing import DoneTest, Limits, Result, Standing, Wanted, reason, stand
from saphena.pathway.protocol.wording import say_day
from saphena.pathway.treating.library import library

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.clinic.courses.drawing import Standing as CourseStanding
    from saphena.clinic.courses.events import EventPlanned, RoundStarted
    from saphena.clinic.journey.planning.events import AllergiesChanged, PlanSigned, TestClosed
    from saphena.clinic.record.actors import Actor

FACT, EVENT = "test_tolerated", "test"
DAYS = ("gap_days", "valid_days")


def settle_after(event: TestClosed | PlanSigned | AllergiesChanged, *, by: Actor) -> None:
    """Follows a result, a signed plan, or allergies that changed: every leg of the patient is looked at."""
    for course in Course.objects.filter(patient_id=event.patient_id).select_related("patient", "protocol"):
        settle(course, by=by)


def settle_after_planning(event: EventPlanned, *, by: Actor) -> None:
    """Follows when the procedure has a day, or another one."""
    if event.name == "procedure":
        settle(Course.objects.select_related("patient", "protocol").get(pk=event.course_id), by=by)


def settle_round(event: RoundStarted, *, by: Actor) -> None:
    """Follows when another round begins: the tests that were done decide of its gate, as they stand now."""
    settle(Course.objects.select_related("patient", "protocol").get(pk=event.course_id), by=by)


def settle(course: Course, *, by: Actor, now: datetime | None = None) -> Standing | None:
    """Open or shut the gate of this course as its patient's tests have it. None where there is nothing to say."""
    tests = list(TestSession.objects.filter(patient_id=course.patient_id).order_by("at", "pk"))
    if not tests or EVENT not in course.protocol.protocol.events:
        return None
    with transaction.atomic():
        known = locked_standing(course)
        if "injected" in known.happened:
            return None
        standing = standing_of(course, tests, known, now)
        course.refresh_from_db(fields=["facts", "whys"])
        _write_event(course, standing, known, by, now)
        _write_fact(course, standing, by)
    return standing


def standing_of(
    course: Course,
    tests: Iterable[TestSession],
    known: CourseStanding,
    now: datetime | None = None,
    *,
    at: datetime | None = None,
    product: str = "",
) -> Standing:
    """The weakest of what the tests say about each product of the plan, or about the one that is named.

    `at` is when it is injected, where that is known better than by the plan.
    """
    zone = course.patient.zone_info
    done = [done_test(test) for test in tests]
    stands = [
        stand(
            done,
            wanted,
            today=(now or timezone.now()).astimezone(zone).date(),
            zone=zone,
            allergies_changed=allergies_changed_at(course.patient),
            limits=limits_of(course),
        )
        for wanted in wanted_of([product] if product else products_of(course), at or known.events.get("procedure"))
    ]
    return next((standing for standing in stands if not standing.open), stands[0])


def done_test(test: TestSession) -> DoneTest:
    return DoneTest(test.at, test.substance, frozenset(test.excipients), Result(test.result), test.product)


def wanted_of(names: Iterable[str], at: datetime | None) -> list[Wanted]:
    """What will be injected, a sclerosant at a time; where nothing is named, anything."""
    known = library().products
    products = [known[name] for name in names if name in known]
    wanted = [Wanted(each.substance, frozenset(each.excipients), each.name, at) for each in products]
    return wanted or [Wanted(at=at)]


def products_of(course: Course) -> list[str]:
    """What the procedure injects: by the plan that is signed, or, while none is, by the draft."""
    plans = TreatmentPlan.objects.filter(course=course, state__in=[PlanState.SIGNED, PlanState.DRAFT])
    found = {
        plan.state: {each.product for each in plan.injections.all()} for plan in plans.prefetch_related("injections")
    }
    return sorted(found.get(PlanState.SIGNED.value) or found.get(PlanState.DRAFT.value) or ())


def limits_of(course: Course) -> Limits:
    """The course's protocol where it has them, else the clinic's own, else as shipped."""
    shipped, parameters = Limits.shipped(), course.protocol.protocol.parameters
    words = newest(About.PLANNING)
    own = {name: words[key].figures.get("value") for name in DAYS if (key := number_of(f"test_{name}")) in words}
    numbers = {
        name: course.numbers.get(f"test_{name}", parameters[f"test_{name}"].value)
        for name in DAYS
        if f"test_{name}" in parameters
    }
    found = {name: numbers.get(name) or own.get(name) or getattr(shipped, name) for name in DAYS}
    return Limits(**{name: int(str(days)) for name, days in found.items()})


def _write_event(course: Course, standing: Standing, known: CourseStanding, by: Actor, now: datetime | None) -> None:
    """The event `test` stands for a test that counts, tolerated or not; a void one is taken back."""
    tested = standing.test
    counts = tested is not None and not standing.void and tested.result not in (Result.OPEN, Result.NOT_DONE)
    if counts and tested is not None:
        if EVENT not in known.happened or known.events[EVENT] != tested.at:
            happened(actor=by, course=course, name=EVENT, at=tested.at, now=now)
    elif standing.void and EVENT in known.happened:
        taken_back(actor=by, course=course, name=EVENT, reason=why(course, standing)["en"])


def _write_fact(course: Course, standing: Standing, by: Actor) -> None:
    """Yes, or no with its reason; while a test is watched, or none was done, nobody has said no yet."""
    told = {} if standing.open else why(course, standing)
    said_no = standing.open or standing.reason not in ("open", "not done", "none") or bool(course.facts.get(FACT))
    facts = {FACT: standing.open} if said_no else {}
    if course.whys.get(FACT, {}) == told and (not facts or course.facts.get(FACT) == standing.open):
        return
    write_facts(actor=by, course=course, facts=facts, whys={FACT: told, EVENT: told})
    state = "open" if standing.open else "shut"
    announce(TestGateSettled(course.patient_id, course.pk, state, standing.reason), by=by)


def why(course: Course, standing: Standing, product: str = "") -> dict[str, str]:
    """Why the gate stands shut, in every language."""
    wanted = [product] if product else products_of(course)
    test, planned = standing.test, ", ".join(product_title(name) for name in wanted)
    said = {}
    for language in LANGUAGES:
        day = test.at.astimezone(course.patient.zone_info).date() if test else None
        said[language] = reason(standing.reason)[language].format(
            day=say_day(day, language, day.year) if day else "",
            tested=product_title(test.product) if test else "",
            product=planned,
        )
    return said
