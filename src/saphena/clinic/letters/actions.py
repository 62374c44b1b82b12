"""What is done with letters: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.letters.events import ReportAddressed
from saphena.clinic.letters.models import Addressee, Paper
from saphena.clinic.letters.queries import addressee_of
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient, User

__all__ = ["LONGEST_NAME", "address_report", "tidied_address"]

LONGEST_NAME, LONGEST_ADDRESS, MOST_LINES = 120, 300, 6


def tidied_address(address: str) -> str:
    """The lines that hold something, each with one space between its words. Refused when there are too many."""
    lines = [line for each in address.replace("\0", "").splitlines() if (line := " ".join(each.split()))]
    if len(lines) > MOST_LINES:
        raise Refused(_("Please keep the address to %(most)s lines.") % {"most": MOST_LINES}, "address")
    return "\n".join(lines)[:LONGEST_ADDRESS]


def address_report(
    *, actor: User, patient: Patient, paper: Paper, number: int, name: str, address: str = ""
) -> Addressee:
    """Address a report to somebody, or with no name to nobody. Said twice, the first row stands."""
    require(actor, "letters.address", patient)
    name = tidied(name, LONGEST_NAME)
    if address.replace("\0", "").strip() and not name:
        raise Refused(_("Please give a name as well; without one the report is addressed to nobody."), "name")
    told = {"name": name, "address": tidied_address(address)}
    with transaction.atomic():
        now = addressee_of(paper, number)
        if now and {"name": now.name, "address": now.address} == told:
            return now
        row = Addressee.objects.create(patient=patient, paper=paper, number=number, by=actor, **told)
        announce(ReportAddressed(patient.pk, paper.value, number, name or "nobody"), by=actor, patient=patient)
    return row
