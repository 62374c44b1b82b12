"""The accreditation sample: consecutive cases of the last twelve months with what an accreditor looks for in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.reviewing.events import OutcomesExported
from saphena.clinic.journey.reviewing.outcomes.exporting import as_csv
from saphena.clinic.journey.treating.models import Injection, Session
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.reviewing.indicators import consecutive
from saphena.pathway.treating.states import Move

if TYPE_CHECKING:
    from saphena.clinic.journey.reviewing.outcomes.cohort import Period
    from saphena.clinic.people.models import User

__all__ = ["sample"]

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def sample(*, actor: User, period: Period) -> str:
    """A CSV, one line per session in the order of their day; the same period gives the same cases. It is recorded."""
    require(actor, "reviewing.export")
    given = Injection.objects.filter(session=OuterRef("pk"), void__isnull=True)
    held = Session.objects.filter(Exists(given), opened_at__gte=period.begins, opened_at__lt=period.ends)
    chosen = consecutive(list(held.order_by("opened_at", "pk").values_list("pk", flat=True)))
    known = Session.objects.filter(pk__in=chosen).select_related("course__patient", "note")
    sessions = known.prefetch_related("injections__syringe", "injections__void", "transitions", "complications")
    announce(OutcomesExported("sample", len(chosen)), by=actor)
    heads = (
        _("Session"), _("Day"), _("Patient"), _("Date of birth"), _("Leg"), _("Segments"), _("Products"),
        _("mL in all"), _("Missing at the time-out"), _("Rules passed"), _("Complications"), _("Note signed"),
        _("Days until signed"), _("Appropriate, may be, rarely"), _("Remarks"),
    )  # fmt: skip
    return as_csv(heads, [_line(each) for each in sessions.order_by("opened_at", "pk")])


def _line(session: Session) -> list[str | int | float | None]:
    injections = [each for each in session.injections.all() if not hasattr(each, "void")]
    spoken, patient, note = language(), session.course.patient, getattr(session, "note", None)
    missing = [need for each in session.transitions.all() if each.move == Move.CONFIRM for need in each.missing]
    passed = sorted({rule for each in injections for rule in (*each.passed, *each.syringe.passed)})
    signed = timezone.localdate(note.signed_at) if note else None
    return [
        session.pk, session.day.isoformat(), plain(patient.formal_name), patient.birth_date.isoformat(),
        str(session.get_side_display()), "; ".join(dict.fromkeys(said(each.segment, spoken) for each in injections)),
        "; ".join(dict.fromkeys(str(each.syringe) for each in injections)),
        float(sum(each.volume for each in injections)),
        "; ".join(missing), "; ".join(passed), "; ".join(each.what for each in session.complications.all()),
        signed.isoformat() if signed else "", (signed - session.day).days if signed else None, "", "",
    ]  # fmt: skip


def plain(text: str) -> str:
    """A spreadsheet would take a name that begins so for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
