"""Agreeing, and changing one's mind: every signature with the very words it stands under."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.planning.events import ConsentSigned, ConsentTextApproved, ConsentWithdrawn
from saphena.clinic.journey.planning.models import Consent, ConsentApproval, ConsentWithdrawal, TreatmentPlan
from saphena.clinic.journey.planning.states import PlanState
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient, User
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.planning.reading import LANGUAGES
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.pathway.planning.consenting import ConsentText

    Strokes = list[list[list[int]]]

LEAST_POINTS = 8
"""A drawn name has at least so many points: a slip of the finger is no signature."""
MOST_POINTS = 20_000
SHEET = 1000


def approve_text(*, actor: User, kind: ConsentKind) -> ConsentApproval:
    """A physician puts their name to the text as it ships; from then on it may be given to patients."""
    require(actor, "planning.sign")
    text, mark = text_of(kind, LANGUAGES[0], "left"), mark_of(kind)
    try:
        with transaction.atomic():
            row = ConsentApproval.objects.create(kind=kind, version=text.version, fingerprint=mark, approved_by=actor)
            announce(ConsentTextApproved(kind, text.version, mark), by=actor)
    except IntegrityError:
        raise Refused(_("This text is approved already.")) from None
    return row


def mark_of(kind: ConsentKind) -> str:
    """What an approval is about: the text in every language."""
    words = [text_of(kind, language, "left").words for language in LANGUAGES]
    return hashlib.sha256("\n\n".join(words).encode()).hexdigest()


def is_approved(kind: ConsentKind) -> bool:
    return ConsentApproval.objects.filter(fingerprint=mark_of(kind)).exists()


def sign_consent(
    *,
    actor: User | Patient,
    course: Course,
    text: ConsentText,
    seen: str,
    typed: str = "",
    drawn: Strokes | None = None,
    interpreter: str = "",
    now: datetime | None = None,
) -> Consent:
    """Keep a signature under a text. `seen` is the fingerprint of what was on the page that was signed.

    Refused: a blank or a drawing that is none, a text that nobody approved or that has changed since it was shown, a
    procedure without a signed plan, and a second signature while one counts.
    """
    by_link = isinstance(actor, Patient)
    require(actor, "planning.consent_own" if by_link else "planning.consent", course.patient)
    name, strokes = tidied(typed, 200), signature(drawn or [])
    if not name and not strokes:
        raise Refused(_("Please sign: write your name, or draw your signature."), "typed")
    if not is_approved(text.kind):
        raise Refused(_("No physician has approved this text yet."))
    if text.fingerprint != seen:
        raise Refused(_("The text has changed since it was shown. Please read it again before you sign."))
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        plan = plan_for(course, text.kind)
        if consent_for(course, text.kind):
            raise Refused(_("This consent is signed already."))
        row = Consent.objects.create(
            course=course, kind=text.kind, plan=plan, version=text.version, language=text.language, shown=text.words,
            fingerprint=text.fingerprint, typed=name, drawn=strokes, interpreter=tidied(interpreter, 200),
            signed_at=now or timezone.now(), by_link=by_link, taken_by=None if isinstance(actor, Patient) else actor,
        )  # fmt: skip
        how = "drawn" if strokes else "typed"
        told = {"kind": text.kind.value, "how": how, "fingerprint": text.fingerprint[:12]}
        announce(ConsentSigned(course.patient_id, course.pk, row.pk, **told), by=actor)
    return row


def signature(strokes: Strokes) -> Strokes:
    """The drawing without what is no line; nothing when it is not enough to be a name. Points are x, y on the sheet."""
    lines = [
        [[min(max(int(x), 0), SHEET), min(max(int(y), 0), SHEET)] for x, y in stroke] for stroke in strokes if stroke
    ]
    points = sum(len(line) for line in lines)
    if points > MOST_POINTS:
        raise Refused(_("The drawing is too long. Please draw only your name."), "drawn")
    return lines if points >= LEAST_POINTS else []


def plan_for(course: Course, kind: ConsentKind) -> TreatmentPlan | None:
    """The signed plan that the consent to a procedure is about. Refused when there is none."""
    if kind is ConsentKind.TEST:
        return None
    plan = TreatmentPlan.objects.filter(course=course, state=PlanState.SIGNED).first()
    if plan is None:
        raise Refused(_("A physician signs the treatment plan first; the consent is about that plan."))
    return plan


def consent_for(course: Course, kind: ConsentKind) -> Consent | None:
    """The consent that counts: not withdrawn, and, for a procedure, under the plan in force."""
    found = Consent.objects.filter(course=course, kind=kind, withdrawal__isnull=True)
    if kind is ConsentKind.PROCEDURE:
        found = found.filter(plan__state=PlanState.SIGNED)
    return found.order_by("-pk").first()


def withdraw_consent(*, actor: User | Patient, consent: Consent, reason: str = "") -> ConsentWithdrawal:
    """The patient changed their mind; nobody has to say why."""
    by_link = isinstance(actor, Patient)
    require(actor, "planning.consent_own" if by_link else "planning.consent", consent.course.patient)
    try:
        with transaction.atomic():
            row = ConsentWithdrawal.objects.create(
                consent=consent, said_by=actor.actor_name[:200], reason=tidied(reason, 500)
            )
            told = {"kind": consent.kind, "reason": row.reason}
            announce(ConsentWithdrawn(consent.course.patient_id, consent.course_id, consent.pk, **told), by=actor)
    except IntegrityError:
        raise Refused(_("This consent was withdrawn already.")) from None
    return row
