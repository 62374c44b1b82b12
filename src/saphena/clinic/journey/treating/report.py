"""The report for the referrer as PDF, by Typst: the signed sentences go in as data and are never read as markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.people.queries import the_clinic
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.journey.treating.models import Note

__all__ = ["report_contents", "report_pdf"]

TEMPLATE = Path(__file__).with_name("report.typ")
PAPER = "us-letter"


def report_contents(note: Note, language: str, to: Sequence[str] = ()) -> dict[str, Any]:
    """Everything that stands in the report, in one language ("en", "fr"); `to` are the lines of the address."""
    session, clinic = note.session, the_clinic()
    patient = session.course.patient
    with translation.override(f"{language}-ca"):
        born = date_format(patient.birth_date, "j F Y")
        signed = date_format(timezone.localtime(note.signed_at), "j F Y, H:i")
        return {
            "language": language,
            "title": _("Ultrasound-guided sclerotherapy: report"),
            "clinic": {"name": clinic.name, "phone": clinic.phone, "address": clinic.address},
            "to": list(to),
            "patient": _("%(name)s, born %(day)s") % {"name": patient, "day": born},
            "what": _("%(leg)s, %(day)s")
            % {"leg": session.get_side_display(), "day": date_format(session.day, "j F Y")},
            "parts": note.text[language],
            "signature": _("Signed by %(who)s, %(at)s.") % {"who": note.signed_by, "at": signed},
            "print": _("Fingerprint of the note: %(print)s") % {"print": note.fingerprint[:16]},
            "addenda_title": _("Addenda"),
            "addenda": [
                f"{each.by}, {date_format(timezone.localtime(each.at), 'j F Y, H:i')}. {each.text}"
                for each in note.addenda.select_related("by")
            ],
            "page": _("Page {page} of {pages}"),
        }


def report_pdf(note: Note, language: str, to: Sequence[str] = ()) -> bytes:
    """One tagged PDF. Refused with a sentence when this installation has no Typst."""
    try:
        import typst
    except ImportError:
        raise Refused(_("Reports cannot be printed here yet: this installation has no Typst.")) from None
    said = {"report": json.dumps(report_contents(note, language, to)), "paper": PAPER}
    try:
        return typst.compile(TEMPLATE.read_bytes(), sys_inputs=said, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return typst.compile(TEMPLATE.read_bytes(), sys_inputs=said)
