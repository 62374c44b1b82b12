"""The part of a room's page that says to whom its report goes: the same for every report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.translation import gettext as _

from saphena.clinic.letters.actions import address_report
from saphena.clinic.letters.forms import AddresseeForm
from saphena.clinic.letters.queries import addressee_of, last_addressee
from saphena.clinic.people.acting import refusals_shown_in

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.letters.models import Paper
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import Patient, User

__all__ = ["Addressed", "Report", "typed"]

IDS = "to_%s"
"""The page has other forms; the fields of this one are told from theirs."""


def typed(request: StaffRequest) -> AddresseeForm:
    return AddresseeForm(request.POST, auto_id=IDS)


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom a report goes: by whose word, or, where nobody has said, whence it is known."""

    name: str = ""
    address: str = ""
    by: User | None = None
    at: datetime | None = None
    whence: str = ""
    form: AddresseeForm | None = None
    post_to: str = ""

    @property
    def lines(self) -> list[str]:
        return [line for line in (self.name, *self.address.splitlines()) if line]


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one patient. `referrer` is whoever sent the patient, as their request says."""

    patient: Patient
    paper: Paper
    number: int
    referrer: str = ""

    def addressed(self) -> Addressed:
        """Whoever was named for this report; else to whom the last one of the patient went; else the referrer."""
        if row := addressee_of(self.paper, self.number):
            return Addressed(row.name, row.address, row.by, row.at)
        if last := last_addressee(self.patient):
            return Addressed(last.name, last.address, whence=_("As the last report of this patient."))
        return Addressed(self.referrer, whence=_("As the request for an appointment says."))

    def keep(self, actor: User, to: Addressed) -> None:
        """A report was made with this address: it stays with it, whatever is said of the next one."""
        if to.name and not to.by:
            address_report(
                actor=actor, patient=self.patient, paper=self.paper, number=self.number, name=to.name,
                address=to.address,
            )  # fmt: skip

    def shown(self, request: StaffRequest, post_to: str, form: AddresseeForm | None = None) -> Addressed:
        """For the page, with the form for whoever may."""
        now = self.addressed()
        if form is None and request.user.may("letters.address", self.patient):
            form = AddresseeForm(initial={"name": now.name, "address": now.address}, auto_id=IDS)
        return Addressed(now.name, now.address, now.by, now.at, now.whence, form, post_to)

    def send_to(self, request: StaffRequest, form: AddresseeForm) -> bool:
        """Whether it was addressed; if not, the form says why."""
        if form.is_valid():
            with refusals_shown_in(form):
                address_report(
                    actor=request.user, patient=self.patient, paper=self.paper, number=self.number, **form.cleaned_data
                )
                messages.success(request, _("The report is addressed. It stands on every copy made from now on."))
                return True
        return False
