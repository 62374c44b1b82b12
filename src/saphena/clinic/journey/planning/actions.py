"""Writing a treatment plan and signing it: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.planning.ceilings import passed_by
from saphena.clinic.journey.planning.events import PlanChanged, PlanSigned, PlanWritten
from saphena.clinic.journey.planning.models import PlannedInjection, TreatmentPlan
from saphena.clinic.journey.planning.states import PLAN_MOVES, PlanMove, PlanState
from saphena.clinic.journey.planning.targets import heat_first, in_feeding_order
from saphena.clinic.journey.planning.testing import refuse_while_stopped
from saphena.clinic.journey.planning.wording import SYRINGE_PROBLEMS, segment_name
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.anatomy import anatomy
from saphena.pathway.planning.alternatives import ways
from saphena.pathway.refused import Refused
from saphena.pathway.treating import kept
from saphena.pathway.treating.amounts import Ratio, Unreadable, read_ratio
from saphena.pathway.treating.ceilings import Drawn, problems_with
from saphena.pathway.treating.library import Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from saphena.clinic.people.models import User

MOST_SESSIONS = 9


def write_plan(*, actor: User, course: Course) -> TreatmentPlan:
    """Begin the next version: empty, or a copy of the one in force. The draft that is there already is the one."""
    require(actor, "planning.plan", course.patient)
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        if draft := TreatmentPlan.objects.filter(course=course, state=PlanState.DRAFT).first():
            return draft
        last = TreatmentPlan.objects.filter(course=course).aggregate(last=Max("version"))["last"] or 0
        plan = TreatmentPlan(course=course, version=last + 1, written_by=actor)
        before = TreatmentPlan.objects.filter(course=course, state=PlanState.SIGNED).first()
        if before:
            for name in ("gas", "compression", "alternatives", "alternatives_note", "note"):
                setattr(plan, name, getattr(before, name))
        plan.save(force_insert=True)
        for row in before.injections.all() if before else ():
            row.pk, row.plan = None, plan
            row.save(force_insert=True)
        announce(PlanWritten(course.patient_id, course.pk, plan.pk, plan.version), by=actor)
    return plan


def plan_injection(
    *,
    actor: User,
    plan: TreatmentPlan,
    segment: str,
    product: str,
    percent: Decimal,
    form: str,
    ml: Decimal,
    access: str,
    session: int = 1,
    ratio: str = "",
    diameter_mm: Decimal | None = None,
) -> PlannedInjection:
    """Put a vein into a session: what is injected there, and how. The session is put into its order anew."""
    require(actor, "planning.plan", plan.course.patient)
    if segment not in anatomy():
        raise Refused(_("Please choose a vein from the list."), "segment")
    if not 1 <= session <= MOST_SESSIONS:
        raise Refused(_("Sessions are counted from 1 to %(most)s.") % {"most": MOST_SESSIONS}, "session")
    parts = refuse_syringe(product, percent, form, ratio)
    columns: dict[str, Any] = {
        "product": product, "percent": percent, "form": form, "ratio": str(parts) if parts else "", "ml": ml,
        "access": access, "diameter_mm": diameter_mm,
    }  # fmt: skip
    try:
        with transaction.atomic():
            _draft(plan)
            row = PlannedInjection.objects.create(plan=plan, segment=segment, session=session, **columns)
            _put_in_order(plan, session)
            _changed(actor, plan, f"{segment} in session {session}")
    except IntegrityError:
        raise Refused(_("This vein is in that session already. Take it out first."), "segment") from None
    row.refresh_from_db()
    return row


def refuse_syringe(product: str, percent: Decimal, form: str, ratio: str) -> Ratio | None:
    """The parts of the foam, if it is one that is mixed here. Raises `Refused` for what the label does not have."""
    try:
        parts = read_ratio(ratio) if ratio.strip() else None
    except Unreadable:
        raise Refused(_("Please write the foam in parts, liquid + gas: 1+4. “1:4” can be read in two ways."),
                      "ratio") from None  # fmt: skip
    wrong = problems_with(Drawn(product, percent, Form(form), parts), rows_in_force())
    if wrong:
        field, said = SYRINGE_PROBLEMS[wrong[0]]
        raise Refused(str(said), field)
    return parts


def drop_injection(*, actor: User, plan: TreatmentPlan, injection_id: int) -> None:
    """Take a vein out of the draft. Dropped twice, it is out once."""
    require(actor, "planning.plan", plan.course.patient)
    with transaction.atomic():
        _draft(plan)
        row = plan.injections.filter(pk=injection_id).first()
        if row:
            told = f"without {row.segment} in session {row.session}"
            row.delete()
            _changed(actor, plan, told)


def describe_plan(
    *,
    actor: User,
    plan: TreatmentPlan,
    gas: str = "",
    compression: str = "",
    alternatives: Sequence[str] = (),
    alternatives_note: str = "",
    note: str = "",
) -> TreatmentPlan:
    """What holds for the whole plan: gas, compression, what else was talked about."""
    require(actor, "planning.plan", plan.course.patient)
    if unknown := set(alternatives) - set(ways()):
        raise Refused(_("There is no such way: %(what)s.") % {"what": ", ".join(sorted(unknown))}, "alternatives")
    with transaction.atomic():
        locked = _draft(plan)
        locked.gas, locked.compression, locked.note = gas, tidied(compression, 300), tidied(note, 1000)
        locked.alternatives, locked.alternatives_note = list(alternatives), tidied(alternatives_note, 1000)
        locked.save(update_fields=["gas", "compression", "note", "alternatives", "alternatives_note"])
        _changed(actor, plan, "what holds for all of it")
    plan.refresh_from_db()
    return plan


def sign_plan(*, actor: User, plan: TreatmentPlan, over_reason: str = "", now: datetime | None = None) -> TreatmentPlan:
    """A physician puts their name to the draft; the version before it is replaced.

    Refused: a plan without a vein, without compression, while a finding stops, when heat comes first by a guideline and
    was not talked about, and more than a ceiling without a reason.
    """
    require(actor, "planning.sign", plan.course.patient)
    said, moment = tidied(over_reason, 500), now or timezone.now()
    with transaction.atomic():
        locked = _draft(plan)
        refuse_unready(locked, said)
        signed = {"signed_by": actor, "signed_at": moment, "in_force": kept(rows_in_force())}
        TreatmentPlan.objects.filter(course_id=plan.course_id, state=PlanState.SIGNED).update(
            state=PLAN_MOVES[PlanState.SIGNED, PlanMove.REPLACE]
        )
        moved = TreatmentPlan.objects.filter(pk=plan.pk, state=PlanState.DRAFT).update(
            state=PLAN_MOVES[PlanState.DRAFT, PlanMove.SIGN], over_reason=said, **signed
        )
        if not moved:
            raise Refused(_("Somebody was quicker: this plan is signed already."))
        announce(PlanSigned(plan.course.patient_id, plan.course_id, plan.pk, plan.version, said), by=actor)
    plan.refresh_from_db()
    return plan


def refuse_unready(plan: TreatmentPlan, over_reason: str) -> None:
    """Raises `Refused` with the first thing that is missing before a physician can sign."""
    if not plan.injections.exists():
        raise Refused(_("Please put at least one vein into the plan."))
    if not plan.compression:
        raise Refused(_("Please say which compression follows."), "compression")
    if (first := heat_first(plan)) and "thermal" not in plan.alternatives:
        raise Refused(_("For %(vein)s guidelines put heat first. Please talk about it and tick it.")
                      % {"vein": segment_name(first)}, "alternatives")  # fmt: skip
    refuse_while_stopped(plan.course)
    if (over := passed_by(plan)) and not over_reason:
        said = _("More than allowed: %(what)s. Please change the volumes, or say why.")
        if over[0].needs_weight:
            said = _(
                "Without the weight nobody knows whether this is too much: %(what)s. "
                "Please ask for the weight, or say why."
            )
        raise Refused(said % {"what": over[0].said}, "over_reason")


def _draft(plan: TreatmentPlan) -> TreatmentPlan:
    """The plan, locked. Refused when it is not a draft any more: what is signed is never changed."""
    Course.objects.select_for_update().get(pk=plan.course_id)
    locked = TreatmentPlan.objects.select_related("course__patient").get(pk=plan.pk)
    if not locked.is_draft:
        raise Refused(_("This version is signed and stays as it is. Begin the next version."))
    return locked


def _put_in_order(plan: TreatmentPlan, session: int) -> None:
    """The feeding trunk first."""
    rows = list(plan.injections.filter(session=session))
    order = in_feeding_order([row.segment for row in rows])
    for row in rows:
        row.place = order.index(row.segment)
        row.save(update_fields=["place"])


def _changed(actor: User, plan: TreatmentPlan, what: str) -> None:
    told = PlanChanged(plan.course.patient_id, plan.course_id, plan.pk, plan.version, what)
    announce(told, by=actor)
