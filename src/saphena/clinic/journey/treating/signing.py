"""After the session: the note is signed and locked, addenda follow, the referrer gets a report."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.requesting.queries import referrer_of
from saphena.clinic.journey.treating.events import AddendumWritten, Explained, NoteSigned, ReportMade
from saphena.clinic.journey.treating.flags import open_flags
from saphena.clinic.journey.treating.models import Addendum, Explanation, Note, Session
from saphena.clinic.journey.treating.moving import moved
from saphena.clinic.journey.treating.report import report_pdf
from saphena.clinic.journey.treating.states import ENDED, Move, State
from saphena.clinic.journey.treating.telling import both_languages
from saphena.clinic.journey.treating.totals import bumped, held
from saphena.clinic.letters.models import Paper
from saphena.clinic.letters.pages import Report
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User

LONGEST_ADDENDUM = 2000


def sign_note(*, actor: User, session: Session, seen: int | None = None, now: datetime | None = None) -> Note:
    """A physician puts their name to the sentences as they stand. From then on they never change.

    `seen` is the session's version that was read: refused when something has come in since.
    """
    require(actor, "treating.sign", session.course.patient)
    with transaction.atomic():
        held_now = held(session)
        if same := Note.objects.filter(session=held_now).first():
            return same
        if held_now.state not in ENDED:
            raise Refused(_("The note can be signed once the patient has left."))
        if seen is not None and seen != held_now.version:
            raise Refused(_("Something has come in since you opened the note. Please read it again, then sign."))
        if flags := open_flags(held_now):
            told = "; ".join(f"{flag.said}: {flag.rules}" for flag in flags)
            raise Refused(_("Before you sign, a physician gives the reason for: %(what)s.") % {"what": told})
        text = both_languages(held_now)
        note = Note.objects.create(
            session=held_now, text=text, fingerprint=fingerprint_of(text), signed_by=actor,
            signed_at=now or timezone.now(),
        )  # fmt: skip
        moved(actor, held_now, Move.SIGN, {"key": f"note-{note.pk}", "at": note.signed_at})
        announce(NoteSigned(held_now.course.patient_id, held_now.pk, note.fingerprint), by=actor)
    return note


def explain(*, actor: User, session: Session, key: str, kind: str, row_id: int, reason: str) -> Explanation:
    """A physician gives the reason for a step or a syringe that came in without one. Said twice, the first counts."""
    require(actor, "treating.override", session.course.patient)
    said = tidied(reason)
    if not said:
        raise Refused(_("Please give the reason."), "reason")
    with transaction.atomic():
        now = held(session)
        steps, drawn = now.transitions.filter(pk=row_id), now.syringes.filter(pk=row_id)
        if not (steps.exists() if kind == "transition" else kind == "syringe" and drawn.exists()):
            raise Refused(_("There is nothing of that kind to explain in this session."))
        about = {f"{kind}_id": row_id}
        if same := Explanation.objects.filter(**about).first():
            return same
        if now.state == State.SIGNED:
            raise Refused(_("The note is signed. Write an addendum instead."))
        row = Explanation.objects.create(session=now, key=key, at=timezone.now(), by=actor, reason=said, **about)
        bumped(now)
        announce(Explained(now.course.patient_id, now.pk, kind, row_id, said), by=actor)
    return row


def fingerprint_of(text: object) -> str:
    """The same sentences have the same fingerprint: whoever doubts a copy compares it."""
    plain = json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def add_addendum(*, actor: User, session: Session, text: str) -> Addendum:
    """Stands below the signed note with its own name and time; the note stays as it is."""
    require(actor, "treating.sign", session.course.patient)
    text = text.replace("\0", "").strip()[:LONGEST_ADDENDUM]
    if not text:
        raise Refused(_("Please write what is to be added."), "text")
    with transaction.atomic():
        now = held(session)
        note = Note.objects.filter(session=now).first()
        if note is None or now.state != State.SIGNED:
            raise Refused(_("The note is not signed yet: what is missing can still be recorded."), "text")
        addendum = Addendum.objects.create(note=note, text=text, by=actor)
        announce(AddendumWritten(now.course.patient_id, now.pk, addendum.pk), by=actor)
    return addendum


def letter_of(session: Session) -> Report:
    """The report of a session as a letter: whom it goes to is said for each."""
    patient = session.course.patient
    return Report(patient, Paper.PROCEDURE, session.pk, referrer_of(patient))


def make_report(*, actor: User, session: Session, language: str) -> bytes:
    """The signed note as a letter for the referrer, PDF. Refused before the signature."""
    require(actor, "treating.see", session.course.patient)
    note = Note.objects.filter(session=session).select_related("signed_by").first()
    if note is None:
        raise Refused(_("The report is made from the signed note: sign it first."))
    letter = letter_of(session)
    to = letter.addressed()
    pdf = report_pdf(note, language, to.lines)  # typesetting takes its time: no lock is held meanwhile
    with transaction.atomic():
        letter.keep(actor, to)
        announce(ReportMade(session.course.patient_id, session.pk), by=actor)
    return pdf
