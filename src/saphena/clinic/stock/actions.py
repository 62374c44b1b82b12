"""What is done with stock: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why, tidied
from saphena.clinic.stock.events import (
    DrawTakenBack,
    LegsOfLotSeen,
    LotDrawn,
    LotQuarantined,
    LotRecalled,
    LotReceived,
    LotReleased,
    LotWasted,
    RecallCalled,
    RecallTakenBack,
)
from saphena.clinic.stock.models import Answer, Draw, Lot, LotRecall, Purpose, RecallCall
from saphena.clinic.stock.queries import calls_about, clinic_zone, legs_of, newest_recall, told_so_far
from saphena.pathway.refused import Refused
from saphena.pathway.stock import has_expired

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import Patient, User


def receive_lot(
    *,
    actor: User,
    product: str,
    strength: Decimal,
    number: str,
    expires_on: date,
    received_ml: Decimal,
    filter_note: str = "",
    storage_note: str = "",
) -> Lot:
    """Enter a lot as it came. Refused when it is there already, or over."""
    require(actor, "stock.keep")
    number = number.strip()
    if has_expired(expires_on, timezone.now(), clinic_zone()):
        raise Refused(_("The last day of this lot is over. It cannot be used; send it back."), "expires_on")
    lot = Lot(
        product=product,
        strength=strength,
        number=number,
        expires_on=expires_on,
        received_ml=received_ml,
        received_by=actor,
        filter_note=filter_note,
        storage_note=storage_note,
    )
    try:
        with transaction.atomic():
            lot.save(force_insert=True)
            announce(LotReceived(lot.pk, product, number, _ml(received_ml)), by=actor)
    except IntegrityError:
        raise Refused(_("A lot of this number is in stock already. Open it in the list."), "number") from None
    return lot


def quarantine_lot(*, actor: User, lot: Lot, reason: str, now: datetime | None = None) -> None:
    """From now on nobody draws from it."""
    require(actor, "stock.keep")
    said = said_why(reason)
    with transaction.atomic():
        moved = Lot.objects.filter(pk=lot.pk, quarantined_at__isnull=True).update(
            quarantined_at=now or timezone.now(), quarantined_by=actor, quarantine_reason=said
        )
        if not moved:
            raise Refused(_("This lot is in quarantine already."))
        announce(LotQuarantined(lot.pk, lot.product, lot.number, said), by=actor)
    lot.refresh_from_db()


def release_lot(*, actor: User, lot: Lot, reason: str) -> None:
    """It may be drawn from again. A lot that is recalled stays where it is: its recall is taken back first."""
    require(actor, "stock.keep")
    said = said_why(reason)
    with transaction.atomic():
        moved = Lot.objects.filter(pk=lot.pk, quarantined_at__isnull=False, recalled_at__isnull=True).update(
            quarantined_at=None, quarantined_by=None, quarantine_reason=""
        )
        if not moved:
            raise Refused(_("This lot is not in quarantine, or it is recalled and stays there."))
        announce(LotReleased(lot.pk, lot.product, lot.number, said), by=actor)
    lot.refresh_from_db()


def recall_lot(*, actor: User, lot: Lot, reason: str, now: datetime | None = None) -> None:
    """The maker or the authority wants it back: nobody draws from it, and the legs that got it are listed."""
    require(actor, "stock.recall")
    said, moment = said_why(reason), now or timezone.now()
    with transaction.atomic():
        was = Lot.objects.select_for_update().get(pk=lot.pk)
        if was.recalled_at:
            raise Refused(_("This lot was recalled already."))
        held = {
            "held_since": was.quarantined_at,
            "held_by_id": was.quarantined_by_id,
            "held_for": was.quarantine_reason,
        }
        LotRecall.objects.create(lot=lot, reason=said, at=moment, by=actor, **held)
        Lot.objects.filter(pk=lot.pk).update(
            recalled_at=moment, quarantined_at=moment, quarantined_by=actor, quarantine_reason=said
        )
        lot.refresh_from_db()
        announce(LotRecalled(lot.pk, lot.product, lot.number, len(legs_of(actor, lot)), said), by=actor)


def take_back_recall(*, actor: User, lot: Lot, reason: str, now: datetime | None = None) -> None:
    """Whoever recalled the lot says that it is good, or it was the wrong one: the lot is what it was before.

    A quarantine that there was before holds again. The recall and the calls stay, with name and reason.
    """
    require(actor, "stock.recall")
    said = said_why(reason)
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=lot.pk)
        stands = newest_recall(lot)
        if stands is None or stands.end:
            raise Refused(_("This lot is not recalled. There is nothing to take back."))
        LotRecall.objects.create(lot=lot, reason=said, at=now or timezone.now(), by=actor, takes_back=stands)
        Lot.objects.filter(pk=lot.pk).update(
            recalled_at=None,
            quarantined_at=stands.held_since,
            quarantined_by=stands.held_by_id,
            quarantine_reason=stands.held_for,
        )
        announce(RecallTakenBack(lot.pk, lot.product, lot.number, said), by=actor)
    lot.refresh_from_db()


def note_recall_call(*, actor: User, lot: Lot, patient: Patient, answer: str, words: str = "") -> RecallCall:
    """Write down a call to a patient who got something of a recalled lot; each try is a row of its own.

    When the recall was taken back, only whoever knows of it is called: they are told that too.
    """
    require(actor, "stock.keep", patient)
    if answer not in Answer.values:
        raise Refused(_("Please say how the call ended."), "answer")
    if answer != Answer.NOT_REACHED and not words.strip():
        raise Refused(_("Please write what was said, or what is to be done."), "words")
    said = tidied(words)
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=lot.pk)
        recall = newest_recall(lot)
        if recall is None:
            raise Refused(_("This lot is not recalled. Recall it first, then write down the calls."), "answer")
        if patient.pk not in {row.patient.pk for row in legs_of(actor, lot)}:
            raise Refused(_("This patient got nothing of this lot."), "answer")
        if not told_so_far(recall, calls_about(actor, lot).get(patient.pk, [])).is_to_be_called:
            raise Refused(_("The recall was taken back, and this patient has not heard of it."), "answer")
        row = RecallCall.objects.create(lot=lot, patient=patient, answer=answer, words=said, by=actor)
        announce(RecallCalled(patient.pk, lot.pk, lot.product, lot.number, answer, said), by=actor)
    return row


def see_legs(*, actor: User, lot: Lot) -> None:
    """Somebody opened the list of legs; reading is an act too."""
    require(actor, "stock.see")
    with transaction.atomic():
        announce(LegsOfLotSeen(lot.pk, lot.product, lot.number), by=actor)


def draw(
    *,
    actor: User,
    lot: Lot,
    course: Course,
    purpose: Purpose,
    ml: Decimal,
    at: datetime,
    key: str | None = None,
    although_unfit: bool = False,
) -> Draw:
    """Write down that so many mL were drawn for one leg. Refused for a lot that is over or in quarantine at that time.

    More than the shelf should hold is written down all the same: what the nurse holds is true, and the count is not.
    `key`, where it is given, makes the same draw sent twice one draw. `although_unfit` is for what has been injected
    already and comes in late: a recall has to find that leg too.
    """
    require(actor, "stock.draw", course.patient)
    if ml <= 0:
        raise Refused(_("Please give the amount in mL, more than nothing."), "ml")
    with transaction.atomic():
        locked = Lot.objects.select_for_update().get(pk=lot.pk)
        if key and (same := Draw.objects.filter(key=key).first()):
            return same
        if not although_unfit:
            refuse_unfit(locked, at)
        row = Draw.objects.create(
            lot=locked,
            purpose=purpose,
            patient=course.patient,
            leg=course.leg,
            course=course,
            ml=ml,
            at=at,
            drawn_by=actor,
            key=key or None,
        )
        told = {"product": locked.product, "number": locked.number, "ml": _ml(ml), "leg": course.leg}
        announce(LotDrawn(patient_id=course.patient_id, lot_id=lot.pk, draw_id=row.pk, **told), by=actor)
    return row


def waste(*, actor: User, lot: Lot, ml: Decimal, reason: str, at: datetime | None = None) -> Draw:
    """Write down what was thrown away; also of a lot that is over or in quarantine."""
    require(actor, "stock.draw")
    said = said_why(reason)
    if ml <= 0:
        raise Refused(_("Please give the amount in mL, more than nothing."), "ml")
    with transaction.atomic():
        row = Draw.objects.create(
            lot=lot, purpose=Purpose.WASTE, ml=ml, at=at or timezone.now(), drawn_by=actor, reason=said
        )
        announce(LotWasted(lot.pk, row.pk, lot.product, lot.number, _ml(ml), said), by=actor)
    return row


def take_back_draw(*, actor: User, drawn: Draw, reason: str) -> Draw:
    """A draw that was written down by mistake. The row stays; another one takes it back."""
    require(actor, "stock.draw", drawn.patient)
    said = said_why(reason)
    if drawn.takes_back_id is not None:
        raise Refused(_("This is a draw taken back itself."))
    try:
        with transaction.atomic():
            row = Draw.objects.create(
                lot_id=drawn.lot_id,
                purpose=drawn.purpose,
                patient_id=drawn.patient_id,
                leg=drawn.leg,
                course_id=drawn.course_id,
                ml=-drawn.ml,
                at=drawn.at,
                drawn_by=actor,
                takes_back=drawn,
                reason=said,
            )
            told = {"product": drawn.lot.product, "number": drawn.lot.number, "ml": _ml(drawn.ml), "reason": said}
            announce(DrawTakenBack(drawn.patient_id, drawn.lot_id, drawn.pk, **told), by=actor)
    except IntegrityError:
        raise Refused(_("This draw was taken back already.")) from None
    return row


def refuse_unfit(lot: Lot, at: datetime) -> None:
    """Raises `Refused` for a lot that was over or in quarantine at that time."""
    if has_expired(lot.expires_on, at, clinic_zone()):
        day = date_format(lot.expires_on, "j M Y")
        raise Refused(_("Lot %(number)s is over: its last day was %(day)s. Take another lot.")
                      % {"number": lot.number, "day": day}, "lot")  # fmt: skip
    if lot.is_quarantined:
        raise Refused(_("Lot %(number)s is in quarantine (%(reason)s). Take another lot.")
                      % {"number": lot.number, "reason": lot.quarantine_reason}, "lot")  # fmt: skip


def _ml(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
