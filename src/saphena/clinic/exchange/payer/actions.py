"""A pack is taken away: one transaction, recorded with who, when, for whom, and what was missing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from saphena.clinic.exchange.payer.events import PackTakenAway
from saphena.clinic.exchange.payer.gathering import gather
from saphena.clinic.exchange.payer.models import PackTaken
from saphena.clinic.exchange.payer.paper import paper_of
from saphena.clinic.letters.actions import LONGEST_NAME, tidied_address
from saphena.clinic.papers.payer_pack import pack_pdf
from saphena.clinic.papers.press import CannotTypeset
from saphena.clinic.people.access import require
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

__all__ = ["take_pack"]

LOCALES = {"en": "en-ca", "fr": "fr-ca"}


def take_pack(
    *, actor: User, course: Course, to: str, address: str = "", language: str = "en", paper: str = "letter"
) -> tuple[PackTaken, bytes]:
    """The row that it was taken, and the PDF. Refused without an addressee, and while the map of the leg is not signed.

    What else is missing stands in it as missing.
    """
    require(actor, "payers.take", course.patient)
    name, where = tidied(to, LONGEST_NAME), tidied_address(address)
    if not name:
        raise Refused(_("Please say for whom it is."), "to")
    with translation.override(LOCALES[language]):
        pack = gather(actor, course, language)
    if pack.seen is None:
        raise Refused(_("The map of this leg is not signed. Without it there is no evidence to give: sign it first."))
    with translation.override(LOCALES[language]):
        sheet = paper_of(pack, the_clinic(), (name, *where.splitlines()), actor.name)
    try:
        made = pack_pdf(sheet, language, paper)
    except CannotTypeset:
        raise Refused(_("Papers cannot be printed here yet; the page says the same.")) from None
    missing = [item.name for item in pack.missing]
    with transaction.atomic():
        row = PackTaken.objects.create(
            course=course, examination=pack.seen.examination, to=name, address=where,
            language=language, missing=missing, fingerprint=hashlib.sha256(made).hexdigest(), by=actor,
        )  # fmt: skip
        taken = PackTakenAway(course.patient_id, course.pk, row.examination_id, name, missing)
        announce(taken, by=actor, patient=course.patient)
    return row, made
