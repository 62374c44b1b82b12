"""A session moves: from which state to which, by whom, when, and what had not been recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.journey.treating.asking import Asks, Passed
from saphena.clinic.journey.treating.deeds import NEED_WORDS, STATE_WORDS
from saphena.clinic.journey.treating.events import SessionMoved
from saphena.clinic.journey.treating.models import Session, Transition
from saphena.clinic.journey.treating.recorded import recorded
from saphena.clinic.journey.treating.states import Move, State
from saphena.clinic.journey.treating.totals import bumped, held
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused
from saphena.pathway.treating.states import ALWAYS, Need, after, missing

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User

LONGEST_REASON = 300
CLINICAL = (Need.MAP, Need.TEST, Need.CONSENT, Need.WEIGHT)  # going on without these is a physician's word


def move_on(
    *,
    actor: User,
    session: Session,
    move: Move,
    key: str,
    at: datetime,
    reason: str = "",
    ordered_by: User | None = None,
    late: bool = False,
) -> Transition:
    """The session goes on. What is missing is asked for; with a reason it goes on without, and both are kept."""
    require(actor, "treating.record", session.course.patient)
    if move == Move.SIGN:
        raise Refused(_("A session is signed with its note."), "move")
    with transaction.atomic():
        now = held(session)
        if same := Transition.objects.filter(key=key).first():
            return same
        return moved(actor, now, move, key, at, reason, late, ordered_by)


def moved(
    actor: User, session: Session, move: Move, key: str, at: datetime, reason: str, late: bool, ordered_by: User | None
) -> Transition:
    """The guarded update with its row; the caller holds the patient's lock."""
    before = State(session.state)
    target = after(before, move)
    if target is None:
        raise Refused(_("This session is at “%(state)s” already; somebody was quicker, or a step is missing.")
                      % {"state": STATE_WORDS[before]}, "move")  # fmt: skip
    reason = " ".join(reason.replace("\0", "").split())[:LONGEST_REASON]
    without = missing(move, recorded(session, at) | ({Need.REASON} if reason else set()))
    _allow(actor, without, reason, late, ordered_by)
    if not Session.objects.filter(pk=session.pk, state=before).update(state=target):
        raise Refused(_("Somebody was quicker. Please look at the session again."), "move")
    session.state = target
    row = Transition.objects.create(
        session=session, move=move, before=before, after=target, missing=[need.value for need in without],
        reason=reason, key=key, at=at, by=actor, late=late,
    )  # fmt: skip
    bumped(session)
    announce(
        SessionMoved(
            session.course.patient_id, session.pk, row.pk, move.value, target.value,
            ", ".join(need.value for need in without) or "nothing", reason,
        ),
        by=actor,
    )  # fmt: skip
    return row


def _allow(actor: User, without: tuple[Need, ...], reason: str, late: bool, ordered_by: User | None) -> None:
    """Nobody goes on without what no reason stands in for; for the rest a reason is enough, or it came in late."""
    if hard := [need for need in without if need in ALWAYS]:
        raise Refused(_("This is needed first: %(what)s.") % {"what": _listed(hard)}, "move")
    if not without or late:
        return
    clinical = any(need in CLINICAL for need in without)
    physician = actor.may("treating.override") or (ordered_by is not None and ordered_by.may("treating.override"))
    if not reason or (clinical and not physician):
        sentence = _("Not recorded yet: %(what)s.") % {"what": _listed(without)}
        raise Asks([Passed("missing", sentence, clinical)])


def _listed(needs: tuple[Need, ...] | list[Need]) -> str:
    return ", ".join(str(NEED_WORDS[need]) for need in needs)


def begin_injecting(*, actor: User, session: Session, key: str, at: datetime, reason: str, late: bool) -> None:
    """The first injection begins the injecting; one more after the bandage begins it again, knowingly.

    What comes in late moves nothing back: a session that has gone on stays where it is.
    """
    if session.state == State.CONFIRMED:
        moved(actor, session, Move.INJECT, key, at, reason, late, actor)
    elif session.state in (State.DRESSING, State.WALKING) and not late:
        moved(actor, session, Move.INJECT_AGAIN, key, at, reason, late, actor)
    elif session.state == State.OPENED and not late:
        raise Refused(_("Before the first injection: two identifiers and the leg, said aloud."), "move")
