"""What a patient, or staff on the telephone, ticks and tells before a visit: one function per verb, each recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.actions import answer_facts, tell_facts
from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.journey.preparing.events import (
    ListRead,
    MedicineRemoved,
    MedicineTold,
    PrescriberAsked,
    StockingTold,
    Ticked,
    TripRemoved,
    TripTold,
    Unticked,
    WayHomeTold,
)
from saphena.clinic.journey.preparing.models import (
    DRIVERS,
    Medicine,
    PrescriberQuestion,
    Reading,
    Stocking,
    Tick,
    Trip,
    WayHome,
)
from saphena.clinic.journey.preparing.readiness import is_stocking
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.medicines import Ordered, Verdict, is_against_clots, judge
from saphena.pathway.preparing import checklist, digest, is_ticked
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from saphena.clinic.people.models import User
    from saphena.pathway.protocol.plan import Item, Plan
    from saphena.pathway.protocol.rules import Value

    Teller = User | Patient

AHEAD = timedelta(days=730)
MOST_MEDICINES = 60
MOST_TRIPS = 20


class Telling(TypedDict):
    told_by: str
    by_patient: bool


class Which(TypedDict):
    choice: str
    strength: str
    size: str


def may_tell(actor: Teller, patient: Patient) -> None:
    """Patients tell what is their own; staff write down what they are told."""
    require(actor, "preparing.tell" if isinstance(actor, Patient) else "preparing.record", patient)


def told_by(actor: Teller) -> Telling:
    return {"told_by": actor.actor_name[:200], "by_patient": isinstance(actor, Patient)}


def tick(*, actor: Teller, course: Course, rule: str, done: bool, language: str, shown: str) -> Tick:
    """Tick a rule off, or take the tick back. `shown` is the digest of the words that stood there.

    Refused when they are not the words of now: the visit has moved since the page was opened.
    """
    may_tell(actor, course.patient)
    with transaction.atomic():
        locked_standing(course)
        plan = fresh(course)
        item = ticked_item(plan, rule)
        words = item.text(language)
        now = digest(plan.protocol.fingerprint, language, [words])
        if shown != now:
            raise Refused(_("The dates have moved since you opened this page. Please read it again."), "rule")
        newest = Tick.objects.filter(course=course, rule=rule).order_by("pk").last()
        if newest and newest.done == done and newest.digest == now:
            return newest  # the same button, pressed twice
        row = Tick.objects.create(
            course=course,
            rule=rule,
            done=done,
            language=language,
            words=words,
            fingerprint=plan.protocol.fingerprint,
            digest=now,
            **told_by(actor),
        )
        if is_stocking(item):  # whoever ticks it says that it is there; the gate that waits for it opens
            tell_stocking(actor=actor, course=course, in_hand=done, **as_told_before(course))
        event = Ticked if done else Unticked
        announce(event(patient_id=course.patient_id, course_id=course.pk, rule=rule, digest=now), by=actor)
    return row


def fresh(course: Course) -> Plan:
    """The plan as it is now, whatever was read before."""
    return draw(Course.objects.select_related("protocol__approved_by", "patient").get(pk=course.pk))


def ticked_item(plan: Plan, rule: str) -> Item:
    for item in checklist(plan):
        if item.rule.id == rule and is_ticked(item):
            return item
    raise Refused(_("This is not on the list any more. Please read it again."), "rule")


def say_read(*, actor: Teller, course: Course, language: str, shown: str) -> Reading:
    """The whole list is read, as it stands for the visit as it is planned now."""
    may_tell(actor, course.patient)
    with transaction.atomic():
        locked_standing(course)
        plan = fresh(course)
        words = [item.text(language) for item in checklist(plan)]
        now = digest(plan.protocol.fingerprint, language, words)
        if shown != now or not words:
            raise Refused(_("The dates have moved since you opened this page. Please read it again."), "rule")
        visit_at = plan.events["procedure"].moment.at
        newest = Reading.objects.filter(course=course).order_by("pk").last()
        if newest and (newest.digest, newest.visit_at) == (now, visit_at):
            return newest
        row = Reading.objects.create(
            course=course,
            visit_at=visit_at,
            language=language,
            words=words,
            fingerprint=plan.protocol.fingerprint,
            digest=now,
            **told_by(actor),
        )
        announce(ListRead(patient_id=course.patient_id, course_id=course.pk, digest=now), by=actor)
    return row


def tell_medicine(*, actor: Teller, patient: Patient, typed: str, ordered: str) -> tuple[Medicine, Verdict]:
    """Add a medicine to the list. One that a doctor ordered is never told to be stopped: staff are to ask them."""
    may_tell(actor, patient)
    typed = tidied(typed, 200)
    if not typed:
        raise Refused(_("Please type the name of the medicine."), "typed")
    verdict = judge(typed, Ordered(ordered))
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        listed = Medicine.objects.filter(patient=patient, removed_at__isnull=True)
        if known := listed.filter(typed__iexact=typed, ordered=ordered).first():
            return known, verdict
        if listed.count() >= MOST_MEDICINES:
            raise Refused(_("This list is long. Please call us, so that we go through it together."), "typed")
        row = Medicine.objects.create(patient=patient, typed=typed, ordered=ordered, **told_by(actor))
        if verdict in (Verdict.ASK_PRESCRIBER, Verdict.LOOK):
            PrescriberQuestion.objects.create(medicine=row)
        if verdict is Verdict.ASK_PRESCRIBER and is_against_clots(typed):
            for course in Course.objects.filter(patient=patient).select_related("protocol", "patient"):
                tell(actor, course, {"prescribed_antiplatelet": True})
        announce(MedicineTold(patient_id=patient.pk, medicine_id=row.pk, verdict=verdict.value), by=actor)
    return row, verdict


def tell(actor: Teller, course: Course, facts: Mapping[str, Value]) -> None:
    """Put into the course's facts what its protocol asks for; another protocol may not ask it."""
    known = {name: value for name, value in facts.items() if name in course.protocol.protocol.facts}
    if not known:
        return
    if isinstance(actor, Patient):
        tell_facts(actor=actor, course=course, facts=known)
    else:
        answer_facts(actor=actor, course=course, facts=known)


def remove_medicine(*, actor: Teller, patient: Patient, medicine_id: int) -> None:
    """Take a medicine off the list; the row stays. What was asked about it stays asked."""
    may_tell(actor, patient)
    with transaction.atomic():
        found = Medicine.objects.filter(pk=medicine_id, patient=patient, removed_at__isnull=True)
        if found.update(removed_at=timezone.now()):
            announce(MedicineRemoved(patient_id=patient.pk, medicine_id=medicine_id), by=actor)


def note_prescriber(*, actor: User, question: PrescriberQuestion, state: str, answer: str = "") -> None:
    """Write down that whoever ordered the medicine was asked, or what they said."""
    patient = question.medicine.patient
    require(actor, "preparing.ask_prescriber", patient)
    answer = tidied(answer, 500)
    if state == PrescriberQuestion.State.ANSWERED and not answer:
        raise Refused(_("Please write down what they said, and who."), "answer")
    with transaction.atomic():
        waiting = PrescriberQuestion.objects.filter(pk=question.pk).exclude(state=PrescriberQuestion.State.ANSWERED)
        changed = waiting.update(state=state, answer=answer, changed_at=timezone.now(), changed_by=actor)
        if not changed:
            raise Refused(_("Somebody has written down the answer in the meantime."), "answer")
        announce(PrescriberAsked(patient.pk, question.medicine_id, state), by=actor)


def tell_stocking(
    *, actor: Teller, course: Course, choice: str = "", strength: str = "", size: str = "", in_hand: bool = False
) -> Stocking:
    """What stands on the box, and whether it is there and fits. Opens the gate that waits for the stocking."""
    may_tell(actor, course.patient)
    with transaction.atomic():
        locked_standing(course)
        row = Stocking.objects.create(
            course=course, choice=choice, strength=strength, size=size, in_hand=in_hand, **told_by(actor)
        )
        chosen = {name: name == choice for name in stocking_choices(course)} if choice else {}
        tell(actor, course, {**chosen, "stocking_in_hand": in_hand})
        state = "in hand" if in_hand else "not in hand"
        announce(StockingTold(patient_id=course.patient_id, course_id=course.pk, state=state), by=actor)
    return row


def as_told_before(course: Course) -> Which:
    """What is known of the stocking already: to say that it is there does not unsay which one."""
    newest = Stocking.objects.filter(course=course).order_by("pk").last()
    if newest is None:
        return {"choice": "", "strength": "", "size": ""}
    return {"choice": newest.choice, "strength": newest.strength, "size": newest.size}


def stocking_choices(course: Course) -> dict[str, Mapping[str, str]]:
    """The ways to meet the protocol's choice of a stocking: the fact each sets, and its words."""
    options = (option for rule in course.protocol.protocol.rules if rule.about == "stocking" for option in rule.options)
    return {option.fact: option.text for option in options}


def tell_way_home(*, actor: Teller, course: Course, driver: str, minutes: int) -> WayHome:
    """Who drives, and how long it takes. The plan's rule on driving is drawn with these minutes."""
    may_tell(actor, course.patient)
    if driver not in DRIVERS:
        raise Refused(_("Please choose how you get home."), "driver")
    with transaction.atomic():
        locked_standing(course)
        row = WayHome.objects.create(course=course, driver=driver, minutes=minutes, **told_by(actor))
        tell(actor, course, {"drive_minutes": minutes})
        announce(WayHomeTold(course.patient_id, course.pk, driver, minutes), by=actor)
    return row


def tell_trip(
    *, actor: Teller, patient: Patient, mode: str, leaves: date, returns: date | None, seated: int | None
) -> Trip:
    """Write down a trip. Whether it collides with the procedure is looked up whenever the page is shown."""
    may_tell(actor, patient)
    if returns is not None and returns < leaves:
        raise Refused(_("The last day is before the first."), "returns")
    if not timezone.localdate() - timedelta(days=60) <= leaves <= timezone.localdate() + AHEAD:
        raise Refused(_("Please look at the year again."), "leaves")
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        listed = Trip.objects.filter(patient=patient, removed_at__isnull=True)
        if known := listed.filter(mode=mode, leaves=leaves, returns=returns, seated=seated).first():
            return known
        if listed.count() >= MOST_TRIPS:
            raise Refused(_("This list is long. Please call us, so that we go through it together."), "leaves")
        row = Trip.objects.create(
            patient=patient, mode=mode, leaves=leaves, returns=returns, seated=seated, **told_by(actor)
        )
        announce(TripTold(patient_id=patient.pk, trip_id=row.pk), by=actor)
    return row


def remove_trip(*, actor: Teller, patient: Patient, trip_id: int) -> None:
    """A trip that is not made any more; the row stays."""
    may_tell(actor, patient)
    with transaction.atomic():
        found = Trip.objects.filter(pk=trip_id, patient=patient, removed_at__isnull=True)
        if found.update(removed_at=timezone.now()):
            announce(TripRemoved(patient_id=patient.pk, trip_id=trip_id), by=actor)
