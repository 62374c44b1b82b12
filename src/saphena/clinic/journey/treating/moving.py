"""A session moves: from which state to which, by whom, when, and what had not been recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.journey.treating.asking import Asks, Passed
from saphena.clinic.journey.treating.deeds import NEED_WORDS, STATE_WORDS
from saphena.clinic.journey.treating.events import SessionMoved
from saphena.clinic.journey.treating.hindering import in_both_languages, in_the_way
from saphena.clinic.journey.treating.models import Session, Transition
from saphena.clinic.journey.treating.recorded import recorded
from saphena.clinic.journey.treating.states import Move, State
from saphena.clinic.journey.treating.tapping import Tap, columns_of
from saphena.clinic.journey.treating.totals import bumped, held
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused
from saphena.pathway.treating.states import ALWAYS, CLINICAL, Need, after, missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.people.models import User

    Way = dict[Need, list[str]]


def move_on(
    *,
    actor: User,
    session: Session,
    move: Move,
    reason: str = "",
    ordered_by: User | None = None,
    **tap: Unpack[Tap],
) -> Transition:
    """The session goes on. What is missing is asked for; with a reason it goes on without, and both are kept."""
    require(actor, "treating.record", session.course.patient)
    if move == Move.SIGN:
        raise Refused(_("A session is signed with its note."), "move")
    with transaction.atomic():
        now = held(session)
        if same := Transition.objects.filter(key=tap["key"]).first():
            return same
        return moved(actor, now, move, tap, reason, ordered_by)


def moved(
    actor: User, session: Session, move: Move, tap: Tap, reason: str = "", ordered_by: User | None = None
) -> Transition:
    """The guarded update with its row; the caller holds the patient's lock."""
    before = State(session.state)
    target = after(before, move)
    if target is None:
        raise Refused(_("This session is at “%(state)s” already; somebody was quicker, or a step is missing.")
                      % {"state": STATE_WORDS[before]}, "move")  # fmt: skip
    reason = tidied(reason)
    way = in_the_way(session, tap["at"])
    without = missing(move, recorded(session, tap["at"], way) | ({Need.REASON} if reason else set()))
    if not _may_go_on(actor, without, reason, ordered_by) and not tap.get("late"):
        raise Asks(_asked(without, way))
    if not Session.objects.filter(pk=session.pk, state=before).update(state=target):
        raise Refused(_("Somebody was quicker. Please look at the session again."), "move")
    session.state = target
    row = Transition.objects.create(
        session=session, move=move, before=before, after=target, missing=[need.value for need in without],
        told=in_both_languages(session, tap["at"]) if set(without) & set(way) else None, reason=reason,
        ordered_by=ordered_by, **columns_of(actor, tap),
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


def _may_go_on(actor: User, without: Sequence[Need], reason: str, ordered_by: User | None) -> bool:
    """Nobody goes on without what no reason stands in for; for the rest with a reason, a physician's if clinical."""
    if hard := [need for need in without if need in ALWAYS]:
        raise Refused(_("This is needed first: %(what)s.") % {"what": _listed(hard)}, "move")
    if not without:
        return True
    clinical = any(need in CLINICAL for need in without)
    physician = actor.may("treating.override") or (ordered_by is not None and ordered_by.may("treating.override"))
    return bool(reason) and (physician or not clinical)


def _asked(without: Sequence[Need], way: Way) -> list[Passed]:
    """What stands in the way in its own sentences, the rest in one."""
    told = [Passed(need.value, said, need in CLINICAL) for need in without for said in way.get(need, [])]
    if rest := [need for need in without if need not in way]:
        clinical = any(need in CLINICAL for need in rest)
        told.append(Passed("missing", _("Not recorded yet: %(what)s.") % {"what": _listed(rest)}, clinical))
    return told


def _listed(needs: Sequence[Need]) -> str:
    return ", ".join(str(NEED_WORDS[need]) for need in needs)


def begin_injecting(actor: User, session: Session, tap: Tap, reason: str, ordered_by: User | None) -> None:
    """The first injection begins the injecting; one more after the bandage begins it again, knowingly.

    What comes in late moves nothing back: a session that has gone on stays where it is.
    """
    late = tap.get("late", False)
    if session.state == State.CONFIRMED:
        moved(actor, session, Move.INJECT, tap, reason, ordered_by)
    elif session.state in (State.DRESSING, State.WALKING) and not late:
        moved(actor, session, Move.INJECT_AGAIN, tap, reason, ordered_by)
    elif session.state == State.OPENED and not late:
        raise Refused(_("Before the first injection: two identifiers and the leg, said aloud."), "move")
