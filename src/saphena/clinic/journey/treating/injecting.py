"""Syringes and injections: one function per verb, each one transaction, each recorded.

What was given is never refused for what it passes. Before it is given the tablet is asked for a reason (`Asks`); what
comes in late, because there was no network, is kept and its reason asked for afterwards.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.courses.models import Leg
from saphena.clinic.journey.treating.asking import (
    ONCE,
    Asks,
    Passed,
    decided,
    held_then,
    what_it_passes,
    what_the_syringe_passes,
)
from saphena.clinic.journey.treating.events import Injected, InjectionApproved, InjectionTakenBack, SyringeDrawn
from saphena.clinic.journey.treating.hindering import what_stops_the_product
from saphena.clinic.journey.treating.models import Approval, Injection, InjectionVoid, Session, Syringe
from saphena.clinic.journey.treating.moving import begin_injecting
from saphena.clinic.journey.treating.states import State
from saphena.clinic.journey.treating.tapping import Tap, columns_of, in_time
from saphena.clinic.journey.treating.totals import bumped, day_of, doses_around, held
from saphena.clinic.journey.treating.veins import is_segment, vein_of
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused
from saphena.pathway.treating import Dose, Form, Unreadable, age, read_ratio

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from saphena.clinic.people.models import User
    from saphena.pathway.treating import Library

UNDO = timedelta(seconds=10)
NEVER = ("lot expired", "lot in quarantine")


def draw_syringe(
    *,
    actor: User,
    session: Session,
    product: str,
    percent: Decimal,
    form: str,
    lot: str,
    expires_on: date,
    ratio: str = "",
    gas: str = "",
    reason: str = "",
    ordered_by: User | None = None,
    **tap: Unpack[Tap],
) -> Syringe:
    """Draw up and, for a foam, mix: `at` starts its clock. An expired lot or an odd strength is asked about."""
    require(actor, "treating.record", session.course.patient)
    with transaction.atomic():
        now = held(session)
        if same := Syringe.objects.filter(key=tap["key"]).first():
            return same
        in_the_room(now, tap)
        rows = rows_in_force()
        syringe = Syringe(
            session=now, product=product, percent=percent, form=form, ratio=ratio, gas=tidied(gas, 12),
            lot=tidied(lot, 40), expires_on=expires_on, reason=tidied(reason), ordered_by=ordered_by,
            **columns_of(actor, tap),
        )  # fmt: skip
        check_syringe(syringe, rows)
        passed = what_the_syringe_passes(syringe, rows, day_of(syringe.at)) + what_stops_the_product(syringe, rows)
        if not syringe.late:
            refuse_what_cannot_be_drawn(passed)
        if passed and not syringe.late and not decided(actor, reason, ordered_by, passed):
            raise Asks(passed)
        syringe.passed = [row.rule for row in passed]
        syringe.save(force_insert=True)
        bumped(now)
        announce(
            SyringeDrawn(
                now.course.patient_id, now.pk, syringe.pk, product, f"{percent.normalize():f}", ratio, syringe.lot
            ),
            by=actor,
        )
    return syringe


def refuse_what_cannot_be_drawn(passed: list[Passed]) -> None:
    """Nobody's reason draws from a lot that is over or in quarantine. What was drawn without the network is kept."""
    if wrong := next((row for row in passed if row.rule in NEVER), None):
        raise Refused(_("%(why)s Take another lot.") % {"why": wrong.sentence}, "lot")


def check_syringe(syringe: Syringe, rows: Library) -> None:
    """What cannot be a syringe at all, whoever has a reason."""
    if syringe.product not in rows.products:
        raise Refused(_("There is no product of that name in the clinic's list."), "product")
    if syringe.form not in set(Form):
        raise Refused(_("Liquid or foam: please say which."), "form")
    if syringe.percent <= 0 or syringe.percent >= 100:
        raise Refused(_("The strength is in percent, such as 0.5 or 3."), "percent")
    if not syringe.lot:
        raise Refused(_("Please give the lot, as it stands on the ampoule."), "lot")
    try:
        if syringe.ratio:
            read_ratio(syringe.ratio)
    except Unreadable:
        raise Refused(_("Write the parts of liquid and gas with a plus: 1+4."), "ratio") from None


def in_the_room(session: Session, tap: Tap) -> None:
    """What was done is written down at once while the patient is there; what comes in late is kept in any case."""
    if tap.get("late") or session.is_in_the_room:
        return
    raise Refused(_("This session is over. Write an addendum to its note instead."))


def record_injection(
    *,
    actor: User,
    session: Session,
    syringe_key: str,
    segment: str,
    volume: Decimal,
    side: str = "",
    reason: str = "",
    ordered_by: User | None = None,
    **tap: Unpack[Tap],
) -> Injection:
    """One injection: so many mL of one syringe into one segment. Totals come from the database, behind the lock."""
    require(actor, "treating.record", session.course.patient)
    with transaction.atomic():
        now = held(session)
        if same := Injection.objects.filter(key=tap["key"]).first():
            return same
        syringe = Syringe.objects.filter(session=now, key=syringe_key).first()
        if syringe is None:
            raise Refused(_("This syringe is not known here. Draw it up on this page first."), "syringe")
        side = side or now.side
        check_injection(side, segment, volume, rows := rows_in_force())
        injection = Injection(
            session=now, syringe=syringe, side=side, segment=segment, vein=vein_of(segment), volume=volume,
            ordered_by=ordered_by, reason=tidied(reason), given_by=now.injector, in_force=held_then(syringe, rows),
            **columns_of(actor, tap),
        )  # fmt: skip
        passed = rules_passed(now, injection, rows)
        settle(injection, passed, actor, ordered_by)
        begin_injecting(
            actor, now, {**tap, "key": f"{injection.key[:33]}-begin", "at": injection.at}, reason, ordered_by
        )
        injection.save(force_insert=True)
        bumped(now)
        announce(
            Injected(
                now.course.patient_id, now.pk, injection.pk, syringe.product, f"{volume.normalize():f}", segment,
                ", ".join(injection.passed), injection.reason,
            ),
            by=actor,
        )  # fmt: skip
    return injection


def check_injection(side: str, segment: str, volume: Decimal, rows: Library) -> None:
    """What cannot be an injection at all."""
    if side not in Leg.values:
        raise Refused(_("Left or right leg: please say which."), "side")
    if not is_segment(segment):
        raise Refused(_("Please tap where on the map it went."), "segment")
    if volume <= 0:
        raise Refused(_("The volume is more than nothing, in mL."), "volume")
    if volume > rows.amounts["volume_most"]:
        raise Refused(
            _("%(volume)s mL in one injection cannot be: the most that can be written down is %(most)s mL.")
            % {"volume": volume, "most": rows.amounts["volume_most"]},
            "volume",
        )


def rules_passed(session: Session, injection: Injection, rows: Library) -> list[Passed]:
    """Everything that this injection passes, the syringe's own faults among it."""
    syringe = injection.syringe
    day = day_of(injection.at)
    dose = Dose(syringe.drawn, injection.volume, day, injection.vein, str(session.pk))
    old = age(syringe.drawn, syringe.at, injection.at, rows)
    passed = what_it_passes(session, dose, injection.side, old, doses_around(session.course.patient_id, day), rows)
    drawn = [row for row in what_the_syringe_passes(syringe, rows, day) if row.rule not in syringe.passed]
    return [*passed, *drawn]


def settle(injection: Injection, passed: list[Passed], actor: User, ordered_by: User | None) -> None:
    """Keep what is passed with its reason; without one ask, unless it has been given already and comes in late.

    Some reasons hold for the whole session: a weight that is not known is explained once.
    """
    earlier = {
        rule: row
        for row in Injection.objects.filter(session=injection.session_id).exclude(reason="").select_related("by")
        for rule in row.passed
        if rule in ONCE
    }
    injection.passed = [row.rule for row in passed]
    open_ones = [row for row in passed if row.rule not in earlier]
    if not open_ones and passed and not injection.reason:
        before = earlier[passed[0].rule]
        injection.reason, injection.ordered_by = before.reason, before.ordered_by or before.by
    if open_ones and not injection.late and not decided(actor, injection.reason, ordered_by, open_ones):
        raise Asks(open_ones)


def take_back_injection(
    *, actor: User, session: Session, injection_key: str, reason: str = "", **tap: Unpack[Tap]
) -> InjectionVoid:
    """It was not so. Within ten seconds without a word, later with a reason; the injection's own row stays."""
    require(actor, "treating.record", session.course.patient)
    with transaction.atomic():
        now = held(session)
        injection = Injection.objects.filter(session=now, key=injection_key).select_related("void").first()
        if injection is None:
            raise Refused(_("This injection is not known here."))
        if hasattr(injection, "void"):
            return injection.void
        if now.state == State.SIGNED:
            raise Refused(_("The note is signed. Write an addendum instead."))
        if in_time(tap["at"]) - injection.at > UNDO + timedelta(seconds=5) and not tidied(reason):
            raise Asks([Passed("taken back", _("Please say why this injection was not so."), physician=False)])
        void = InjectionVoid.objects.create(injection=injection, reason=tidied(reason), **columns_of(actor, tap))
        bumped(now)
        announce(InjectionTakenBack(now.course.patient_id, now.pk, injection.pk, void.reason or "at once"), by=actor)
    return void


def approve_injection(*, actor: User, session: Session, key: str, injection_id: int, reason: str) -> Approval:
    """A physician gives the reason for what came in late or was given on their word."""
    require(actor, "treating.override", session.course.patient)
    if not tidied(reason):
        raise Refused(_("Please give the reason."), "reason")
    with transaction.atomic():
        now = held(session)
        injection = Injection.objects.filter(session=now, pk=injection_id).first()
        if injection is None:
            raise Refused(_("This injection is not known here."))
        if same := Approval.objects.filter(injection=injection).first():
            return same
        approval = Approval.objects.create(
            injection=injection, key=key, at=timezone.now(), by=actor, reason=tidied(reason)
        )
        bumped(now)
        announce(InjectionApproved(now.course.patient_id, now.pk, injection.pk, approval.reason), by=actor)
    return approval
